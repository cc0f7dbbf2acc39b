import type { Clock } from "../../core/time/clock.ts";
import { TicketRefused } from "../../core/errors.ts";
import { everyPage } from "../../core/pages.ts";
import { listensTo, retryForMs, undeliverable } from "../../core/webhook/webhook.ts";
import type {
  OwedEvent,
  OwedEventStore,
  WebhookDeliveryStore,
  WebhookQueue,
  WebhookStore,
} from "../../core/webhook/webhook-ports.ts";
import { alarmOf } from "./delivering.ts";

/** Owed events: those that the queue did not take when the change was made. */

export interface OwedPublishing {
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
 * Publishes owed events, or gives them up with the reason. Ends with a page of which nothing was published: the queue is still
 * away. Goes from page to page, because the index lists for a moment what was just published.
 * @returns how many are owed no more
 */
export async function publishOwed(publishing: OwedPublishing): Promise<number> {
  const { owedEvents, clock } = publishing;
  const startedAt = clock.elapsed();
  let published = 0;
  for await (const { items } of everyPage(atOnce, (query) => owedEvents.page(query))) {
    const settled = (await Promise.all(items.map((owed) => isSettled(publishing, owed)))).filter(Boolean).length;
    const isAway = items.length > 0 && settled === 0;
    published += settled;
    if (isAway || clock.elapsed() - startedAt > longestMs) break;
  }
  return published;
}

async function isSettled(publishing: OwedPublishing, owed: OwedEvent): Promise<boolean> {
  const { owedEvents, logger, clock } = publishing;
  try {
    const problem = owed.refusedBecause ?? (await problemOfEnqueuing(publishing, owed));
    if (problem !== undefined) await giveUp(publishing, owed, problem);
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
  { webhookQueue, clock }: OwedPublishing,
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
async function giveUp(publishing: OwedPublishing, { event }: OwedEvent, problem: string): Promise<void> {
  const { webhooks, webhookDeliveries, clock, logger } = publishing;
  const listening = (await webhooks.list(event.tenantId)).filter((webhook) => listensTo(webhook, event));
  for (const webhook of listening) {
    const delivery = await webhookDeliveries.create(undeliverable(webhook, event, clock.now(), problem));
    alarmOf(delivery, (message, facts) => {
      logger.error(message, facts);
    });
  }
}
