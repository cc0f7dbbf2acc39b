import type { Clock } from "../../core/time/clock.ts";
import type { WebhookDeliveryStore, WebhookQueue, WebhookStore } from "../../core/webhook/webhook-ports.ts";
import type { WebhookDelivery } from "../../core/webhook/webhook.ts";
import type { ReceiverAnswer, WebhookCall } from "./call.ts";

type Log = (message: string, facts: Readonly<Record<string, unknown>>) => void;

/** What the delivering Lambda works with. */
export interface Delivering {
  readonly webhooks: WebhookStore;
  readonly webhookDeliveries: WebhookDeliveryStore;
  readonly webhookQueue: WebhookQueue;
  readonly clock: Clock;
  /** 0 included to 1 excluded. */
  readonly random: () => number;
  readonly call: (call: WebhookCall) => Promise<ReceiverAnswer>;
  readonly log: Log;
}

/** A ticket that comes back this much early is as good as due. */
export const nearlyDueMs = 1_000;

export const alarmOf = ({ tenantId, webhookId, deliveryId, type }: WebhookDelivery, log: Log): void => {
  log("a webhook delivery was given up", {
    alarm: "webhook_given_up",
    tenant: tenantId,
    webhook: webhookId,
    delivery: deliveryId,
    type,
  });
};
