import { retryForMs, type Webhook, type WebhookDelivery } from "../../core/webhook/webhook.ts";
import { isWatched, slowMs, watchedFrom } from "../../core/webhook/receiver-trouble.ts";
import type { WebhookTicket } from "../../core/webhook/webhook-ports.ts";
import { nearlyDueMs, type Delivering } from "./delivering.ts";

/** Deliveries of one round: more than can be tried in a day at breaks of ten minutes, so that there are always untried ones. */
const atOnce = 200;
/** How soon a receiver in trouble is checked again when nothing that waits for it is due. */
const idlePauseMs = 60_000;

/**
 * The ticket of a receiver in trouble: when the receiver may be called again, the oldest that waits is tried, and, once one
 * arrived, the others one after the other, for no longer than a slow answer may take at a time. It ends when the receiver is
 * well and nothing that was left to it waits.
 */
export async function watchReceiver(
  delivering: Delivering,
  ticket: Extract<WebhookTicket, { kind: "receiver" }>,
  attemptIfDue: (delivering: Delivering, webhook: Webhook, delivery: WebhookDelivery) => Promise<void>,
): Promise<void> {
  const { webhooks, webhookDeliveries, webhookQueue, clock } = delivering;
  const again = (dueAt: number, after = ticket.after) =>
    webhookQueue.enqueue({ ...ticket, after, dueAt }, dueAt - clock.now());
  if (ticket.dueAt - clock.now() > nearlyDueMs) {
    await again(ticket.dueAt);
    return;
  }
  const webhook = await webhooks.find(ticket);
  if (webhook === undefined) return;
  const startedAt = clock.elapsed();
  const trouble = await webhookDeliveries.findTrouble(webhook);
  // A receiver that got into trouble anew has a newer watch: what came before that one is still left to this.
  const newer = trouble?.watch !== undefined && trouble.watch.by !== ticket.by ? trouble.watch : undefined;
  const found = await webhookDeliveries.waiting(webhook, ticket.after, atOnce);
  const waiting = found.filter(
    (one) => isWatched({ watch: ticket }, one) && (newer === undefined || one.deliveryId <= newer.after),
  );
  if (newer !== undefined && waiting.length === 0) return;
  const now = clock.now();
  const after = watchedFrom(ticket.after, found[0]?.deliveryId, now);
  const due = waiting.filter(({ nextAttemptAt = 0 }) => nextAttemptAt - now <= nearlyDueMs);
  const overdue = due.filter(({ roundFrom }) => now - roundFrom > retryForMs);
  const isBusy = trouble !== undefined && trouble.freeAt > now;
  // While it is in trouble one is tried, when it is free, and those that waited all day are given up; once it is well, all go.
  const tried = isBusy ? [] : due.slice(0, 1);
  // For a webhook that is switched off all that waits ends at once.
  const all = webhook.active ? due : waiting;
  const inTurn = trouble === undefined || !webhook.active ? all : new Set([...tried, ...overdue]);
  for (const delivery of inTurn) {
    if (clock.elapsed() - startedAt > slowMs) break;
    await attemptIfDue(delivering, webhook, delivery);
  }
  const troubleNow = await webhookDeliveries.findTrouble(webhook);
  if (waiting.length === 0 && troubleNow?.watch === undefined) return;
  const left = waiting.length === 0 && troubleNow !== undefined && troubleNow.freeAt <= clock.now();
  if (left) {
    // What was left to this ticket meanwhile was written before its sender read of the watch: one more read finds it.
    const { watch: _over, ...rest } = troubleNow;
    await webhookDeliveries.saveTrouble(webhook, rest);
  }
  const goesOn = left || overdue.length === atOnce || (due.length > 0 && troubleNow === undefined);
  const freeInMs = (troubleNow?.freeAt ?? 0) - clock.now();
  await again(clock.now() + (goesOn ? 0 : Math.max(freeInMs, due.length > 0 ? 0 : idlePauseMs)), after);
}
