import { openLogger } from "../../aws/logger.ts";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { WebhookTicket } from "../../core/webhook/webhook-ports.ts";
import * as stores from "../../aws/open.ts";
import { batchAnswer } from "../edge/batch.ts";
import { servicesWith } from "../edge/services.ts";
import { callReceiver } from "./call.ts";
import { deliverBatch } from "./deliver.ts";

const opened = servicesWith({
  webhooks: stores.webhooks,
  webhookDeliveries: stores.webhookDeliveries,
  webhookQueue: stores.webhookQueue,
});
const logger = openLogger();

/** Events and due attempts from the queue. Those that could not be worked on are reported and come back. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const services = await opened();
  const { allowLoopback } = services.settings;
  const tickets = event.Records.map(({ body }) => JSON.parse(body) as WebhookTicket);
  const settled = await Promise.allSettled(
    deliverBatch(
      {
        ...services,
        random: Math.random,
        call: (call) => callReceiver(call, { allowLoopback }),
        log: (message, facts) => {
          logger.error(message, facts);
        },
      },
      tickets,
    ),
  );
  return batchAnswer(event, settled, ({ messageId }, error, index) => {
    const ticket = tickets[index];
    const tenant = ticket?.kind === "event" ? ticket.event.tenantId : ticket?.tenantId;
    logger.error("a webhook ticket was not looked after and comes back", { messageId, tenant, error });
  });
};
