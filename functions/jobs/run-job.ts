import { Logger } from "@aws-lambda-powertools/logger";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Job } from "../../core/ports.ts";
import { servicesOfProcess } from "../edge/services.ts";
import { importContacts } from "./import-contacts.ts";

const logger = new Logger({ serviceName: "whatsapp-broadcast" });

/** Jobs from the queue. Those that failed are reported one by one and come back; the others are done. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const services = await servicesOfProcess();
  const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
  for (const { messageId, body } of event.Records) {
    try {
      const job = JSON.parse(body) as Job;
      await importContacts(services, job);
    } catch (error) {
      logger.error("job failed and will be tried again", { messageId, error: error as Error });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};
