import type { Clock } from "../../core/time/clock.ts";
import { TicketRefused } from "../../core/errors.ts";
import { listensTo, retryForMs, undeliverable } from "../../core/webhook/webhook.ts";
import type {
  OwedEvent,
  OwedEventStore,
  WebhookDeliveryStore,
  WebhookQueue,
  WebhookStore,
} from "../../core/webhook/webhook-ports.ts";

/** Owed events: those that the queue did not take when the change was made. */

export interface TellingOwed {
  readonly owedEvents: OwedEventStore;
  readonly webhooks: Pick<WebhookStore, "list">;
  readonly webhookDeliveries: Pick<WebhookDeliveryStore, "create">;
  readonly webhookQueue: WebhookQueue;
  readonly clock: Pick<Clock, "now" | "elapsed">;
  readonly logger: {
    readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
    readonly error: (message: string, facts: Readonly<Record<string, unknown>>) => void;
  };
}

const atOnce = 50;
/** The sweep has more to do. The rest is published a minute later. */
const longestMs = 15_000;

/**
 * Publishes owed events, or gives them up with the reason. Ends when a round published nothing: the queue is still away.
 * @returns how many are owed no more
 */
export async function tellOwed(telling: TellingOwed): Promise<number> {
  const { owedEvents, clock } = telling;
  const startedAt = clock.elapsed();
  for (let told = 0; ;) {
    const owed = await owedEvents.list(atOnce);
    const round = (await Promise.all(owed.map((one) => isSettled(telling, one)))).filter(Boolean).length;
    told += round;
    if (owed.length < atOnce || round === 0 || clock.elapsed() - startedAt > longestMs) return told;
  }
}

async function isSettled(telling: TellingOwed, owed: OwedEvent): Promise<boolean> {
  const { owedEvents, logger, clock } = telling;
  try {
    const problem = owed.refusedBecause ?? (await problemOfEnqueuing(telling, owed));
    if (problem !== undefined) await giveUp(telling, owed, problem);
    await owedEvents.remove(owed.event);
    return true;
  } catch (error) {
    const { tenantId, type } = owed.event;
    logger.warn("an event is not told yet", { tenant: tenantId, type, error });
    // Where even that fails it is among the first of the next round again.
    await owedEvents.postpone(owed, clock.now()).catch(() => undefined);
    return false;
  }
}

/** Why it can never be published; undefined when its queue has it now. @throws what may pass */
async function problemOfEnqueuing(
  { webhookQueue, clock }: TellingOwed,
  { event, owedAt }: OwedEvent,
): Promise<string | undefined> {
  try {
    await webhookQueue.enqueue({ kind: "event", event }, 0);
    return undefined;
  } catch (error) {
    if (error instanceof TicketRefused) return error.message;
    if (clock.now() - owedAt > retryForMs) return "the queue of events took nothing for a day";
    throw error;
  }
}

/** A failed delivery for each that listens; one that got it after all keeps what it got. */
async function giveUp(telling: TellingOwed, { event }: OwedEvent, problem: string): Promise<void> {
  const { webhooks, webhookDeliveries, clock, logger } = telling;
  const listening = (await webhooks.list(event.tenantId)).filter((webhook) => listensTo(webhook, event));
  for (const webhook of listening) {
    const { webhookId, deliveryId } = await webhookDeliveries.create(
      undeliverable(webhook, event, clock.now(), problem),
    );
    logger.error("a webhook delivery was given up", {
      alarm: "webhook_given_up",
      tenant: event.tenantId,
      webhook: webhookId,
      delivery: deliveryId,
      type: event.type,
    });
  }
}
