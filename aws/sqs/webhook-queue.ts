import { SendMessageCommand, SQSServiceException, type SQSClient } from "@aws-sdk/client-sqs";
import { asciiJson } from "../../core/webhook/ascii-json.ts";
import { TicketRefused } from "../../core/errors.ts";
import type { WebhookQueue } from "../../core/webhook/webhook-ports.ts";

/** SQS delays a message no longer. */
const longestDelaySeconds = 900;
/** A queue that says nothing for so long is not waited for any longer. */
const longestSendMs = 5_000;
/** What SQS says of a message that it will not take tomorrow either. */
const refusals = new Set(["InvalidMessageContents", "InvalidParameterValue", "InvalidParameterValueException"]);

export const sqsWebhookQueue = (client: SQSClient, QueueUrl: string): WebhookQueue => ({
  async enqueue(ticket, delayMs) {
    const DelaySeconds = Math.min(Math.max(0, Math.ceil(delayMs / 1_000)), longestDelaySeconds);
    try {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: asciiJson(ticket), DelaySeconds }), {
        abortSignal: AbortSignal.timeout(longestSendMs),
      });
    } catch (error) {
      if (!(error instanceof SQSServiceException) || !refusals.has(codeOf(error))) throw error;
      throw new TicketRefused(`the queue of events refused it: ${error.message}`, { cause: error });
    }
  },
});

/** Its name may stand behind that of the service. */
const codeOf = ({ name }: SQSServiceException): string => name.slice(name.lastIndexOf(".") + 1);
