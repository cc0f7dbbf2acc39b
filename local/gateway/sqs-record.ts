import type { Message } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";

/** A received message as Lambda hands it on, with lower-cased names. No queue of this system gets message attributes. */
export function sqsRecord(message: Message, queueUrl: string, region: string): SQSRecord {
  const [queueName, accountId] = new URL(queueUrl).pathname.split("/").reverse();
  const { SentTimestamp = "0", SenderId = "", ...further } = message.Attributes ?? {};
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: {
      ApproximateReceiveCount: "1",
      ApproximateFirstReceiveTimestamp: SentTimestamp,
      SentTimestamp,
      SenderId,
      ...further,
    },
    messageAttributes: {},
    md5OfBody: message.MD5OfBody ?? "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:${region}:${accountId ?? ""}:${queueName ?? ""}`,
    awsRegion: region,
  };
}
