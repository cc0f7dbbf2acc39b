import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";

/** What a queue is answered for a batch: the records that failed come back one by one, the others are done. */

type Failed = (record: SQSRecord, error: Error, index: number) => void;

/** @param results one a record, in their order */
export const batchAnswer = (
  { Records }: SQSEvent,
  results: readonly PromiseSettledResult<unknown>[],
  failed: Failed,
): SQSBatchResponse => ({
  batchItemFailures: Records.flatMap((record, index) => {
    const result = results[index];
    if (result?.status !== "rejected") return [];
    failed(record, result.reason as Error, index);
    return [{ itemIdentifier: record.messageId }];
  }),
});

/** Works off a batch one record after another; a failure is logged before the next one is begun. */
export async function oneByOne(event: SQSEvent, work: (record: SQSRecord) => Promise<void>, failed: Failed) {
  const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
  for (const record of event.Records) {
    const results = await Promise.allSettled([work(record)]);
    batchItemFailures.push(...batchAnswer({ Records: [record] }, results, failed).batchItemFailures);
  }
  return { batchItemFailures };
}
