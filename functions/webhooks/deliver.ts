import { unlessRefused, wasWritten } from "../../core/refused.ts";
import type { DomainEvent } from "../../core/webhook/events.ts";
import {
  afterAttempt,
  givenUpBecause,
  isGone,
  isSuccess,
  listensTo,
  newDelivery,
  retryForMs,
  type DeliveryAttempt,
  type Webhook,
  type WebhookDelivery,
} from "../../core/webhook/webhook.ts";
import {
  isWatched,
  newWatch,
  slowMs,
  troubleAfter,
  type ReceiverTrouble,
} from "../../core/webhook/receiver-trouble.ts";
import type { WebhookTicket } from "../../core/webhook/webhook-ports.ts";
import { signedHeaders } from "../../core/webhook/webhook-signature.ts";
import { watchReceiver } from "./watch-receiver.ts";
import { callMs } from "./call.ts";
import { alarmOf, nearlyDueMs, type Delivering } from "./delivering.ts";

/** Least pause before a delivery to a busy receiver is tried again. */
const busyPauseMs = 3_000;

/**
 * Works on a batch of tickets: receivers side by side, the deliveries of one receiver one after the other and for no
 * longer than a slow answer may take; the rest comes back later. So no delivery waits for another receiver.
 * Each ticket's promise rejects when it has to be delivered again.
 */
export function deliverBatch(delivering: Delivering, tickets: readonly WebhookTicket[]): readonly Promise<void>[] {
  const turns = new Map<string, Promise<unknown>>();
  const startedAt = delivering.clock.elapsed();
  const inTurn = (webhook: Webhook, delivery: WebhookDelivery): Promise<void> => {
    const key = `${webhook.tenantId}/${webhook.webhookId}`;
    const before = turns.get(key);
    const own = (before ?? Promise.resolve()).then(async () => {
      const isLate = before !== undefined && delivering.clock.elapsed() - startedAt > slowMs;
      await (isLate
        ? postpone(delivering, delivery, delivering.clock.now() + busyPauseMs)
        : attemptIfDue(delivering, webhook, delivery));
    });
    turns.set(
      key,
      own.catch(() => undefined),
    );
    return own;
  };
  return tickets.map(async (ticket) => {
    if (ticket.kind === "event") await fanOut(delivering, ticket.event, ticket.onlyTo, inTurn);
    else if (ticket.kind === "attempt") await tryAgain(delivering, ticket, inTurn);
    else await watchReceiver(delivering, ticket, attemptIfDue);
  });
}

type InTurn = (webhook: Webhook, delivery: WebhookDelivery) => Promise<void>;

/** A new event: one delivery for each webhook that listens. A repeat finds the deliveries that are there. */
async function fanOut(
  delivering: Delivering,
  event: DomainEvent,
  onlyTo: string | undefined,
  inTurn: InTurn,
): Promise<void> {
  const { webhooks, webhookDeliveries, clock } = delivering;
  const all = await webhooks.list(event.tenantId);
  const meant = all.filter((one) => (onlyTo === undefined ? listensTo(one, event) : one.webhookId === onlyTo));
  await Promise.all(
    meant.map(async (webhook) => {
      await inTurn(webhook, await webhookDeliveries.create(newDelivery(webhook, event, clock.now())));
    }),
  );
}

async function tryAgain(
  delivering: Delivering,
  ticket: Extract<WebhookTicket, { kind: "attempt" }>,
  inTurn: InTurn,
): Promise<void> {
  const { webhooks, webhookDeliveries, webhookQueue, clock } = delivering;
  const earlyMs = ticket.dueAt - clock.now();
  // No queue delays for hours: it is passed on until its time has come.
  if (earlyMs > nearlyDueMs) {
    await webhookQueue.enqueue(ticket, earlyMs);
    return;
  }
  const [webhook, delivery] = await Promise.all([webhooks.find(ticket), webhookDeliveries.find(ticket)]);
  if (webhook !== undefined && delivery !== undefined) await inTurn(webhook, delivery);
}

/** One delivery's turn: an attempt, or none where it is not due, its receiver is busy, or its webhook is switched off. */
async function attemptIfDue(delivering: Delivering, webhook: Webhook, delivery: WebhookDelivery): Promise<void> {
  const { webhookDeliveries, clock } = delivering;
  if (delivery.state !== "pending") return;
  const now = clock.now();
  const trouble = await webhookDeliveries.findTrouble(webhook);
  // What is watched needs no ticket: the receiver's own comes back for it.
  const waits = async (until: number) => {
    if (trouble === undefined || !isWatched(trouble, delivery)) await postpone(delivering, delivery, until);
  };
  if (!webhook.active) {
    await giveUp(delivering, delivery, givenUpBecause[webhook.inactiveBecause ?? "user"]);
    return;
  }
  if (delivery.nextAttemptAt !== undefined && delivery.nextAttemptAt - now > nearlyDueMs) {
    await waits(delivery.nextAttemptAt);
    return;
  }
  if (trouble !== undefined && !(await takesTurn(delivering, webhook, trouble, now))) {
    if (now - delivery.roundFrom > retryForMs) await giveUp(delivering, delivery, givenUpBecause.failed_all_day);
    else await waits(laterThan(trouble, now, delivering.random()));
    return;
  }
  await attempt(delivering, webhook, delivery, trouble);
}

/** All that wait come back at different times. */
const laterThan = ({ freeAt }: ReceiverTrouble, now: number, random: number): number => {
  const pauseMs = Math.max(busyPauseMs, freeAt - now);
  return now + pauseMs + Math.round(random * pauseMs);
};

async function takesTurn(
  { webhookDeliveries }: Delivering,
  webhook: Webhook,
  trouble: ReceiverTrouble,
  now: number,
): Promise<boolean> {
  if (trouble.freeAt > now) return false;
  return await wasWritten(webhookDeliveries.takeTurn(webhook, now, now + callMs + busyPauseMs));
}

async function attempt(
  delivering: Delivering,
  webhook: Webhook,
  delivery: WebhookDelivery,
  trouble: ReceiverTrouble | undefined,
): Promise<void> {
  const { webhookDeliveries, clock, random, call } = delivering;
  const at = clock.now();
  const startedAt = clock.elapsed();
  const answered = new AbortController();
  const marking = trouble === undefined ? markWhenSlow(delivering, webhook, answered.signal) : Promise.resolve(false);
  const answer = await call({
    url: webhook.url,
    body: delivery.body,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "whatsapp-broadcast-webhooks/1",
      ...signedHeaders(webhook, delivery.eventId, delivery.body, at),
    },
  });
  answered.abort();
  const marked = await marking;
  const made: DeliveryAttempt = { at, tookMs: Math.round(clock.elapsed() - startedAt), ...answer };
  // Before the rows of the delivery: after a crash in between, what is left finds that the webhook is off.
  if (isGone(made)) await switchOff(delivering, webhook);
  const meanwhile = isSuccess(made) ? undefined : await webhookDeliveries.findTrouble(webhook);
  const after = troubleAfter(trouble, made, meanwhile);
  const kept = after === undefined ? undefined : await watched(delivering, delivery, after);
  if (kept !== undefined || trouble !== undefined || marked) await webhookDeliveries.saveTrouble(webhook, kept);
  const tried = afterAttempt(delivery, made, random());
  if (!(await saved(delivering, tried))) return;
  const isLeft = kept !== undefined && isWatched(kept, tried);
  if (tried.nextAttemptAt !== undefined && !isLeft) await postpone(delivering, tried, tried.nextAttemptAt);
  if (tried.state === "failed") alarmOf(tried, delivering.log);
}

async function switchOff({ webhooks, clock }: Delivering, webhook: Webhook): Promise<void> {
  const updatedAt = Math.max(clock.now(), webhook.updatedAt + 1);
  // Refused when a person changed it meanwhile, perhaps its address: the next call goes by that.
  await unlessRefused(webhooks.save({ ...webhook, active: false, inactiveBecause: "gone", updatedAt }, webhook));
}

/** With a watch. Its ticket comes before the row that says it is there: without it nothing would come back for what waits. */
async function watched(
  { webhookQueue, clock }: Delivering,
  { tenantId, webhookId, deliveryId, attemptCount }: WebhookDelivery,
  trouble: ReceiverTrouble,
): Promise<ReceiverTrouble> {
  if (trouble.watch !== undefined) return trouble;
  const now = clock.now();
  const watch = newWatch(`${deliveryId}#${attemptCount}`, now);
  const ticket = { kind: "receiver", tenantId, webhookId, ...watch, dueAt: trouble.freeAt } as const;
  await webhookQueue.enqueue(ticket, trouble.freeAt - now);
  return { ...trouble, watch };
}

/**
 * A receiver that keeps one waiting keeps no second: others see so before the first call has ended. What is known of its
 * failures stays: that call may end as one more.
 */
async function markWhenSlow(
  { webhookDeliveries, clock }: Delivering,
  webhook: Webhook,
  answered: AbortSignal,
): Promise<boolean> {
  await clock.wait(slowMs, answered);
  if (answered.aborted) return false;
  const known = await webhookDeliveries.findTrouble(webhook);
  await webhookDeliveries.saveTrouble(webhook, { failures: 0, ...known, freeAt: clock.now() + callMs });
  return true;
}

/** The row first, then the ticket: a crash between them has the ticket in hand delivered again, which finds the row. */
async function postpone(
  { webhookQueue, clock }: Delivering,
  { tenantId, webhookId, deliveryId }: WebhookDelivery,
  dueAt: number,
): Promise<void> {
  await webhookQueue.enqueue({ kind: "attempt", tenantId, webhookId, deliveryId, dueAt }, dueAt - clock.now());
}

async function giveUp(delivering: Delivering, delivery: WebhookDelivery, problem: string): Promise<void> {
  const { nextAttemptAt: _due, ...rest } = delivery;
  const attempts = [...delivery.attempts, { at: delivering.clock.now(), tookMs: 0, problem }];
  const given: WebhookDelivery = { ...rest, state: "failed", attempts };
  if (await saved(delivering, given)) alarmOf(given, delivering.log);
}

/** Whether it was written: not when another process did at the same time, or a person asked for it again. */
const saved = ({ webhookDeliveries }: Delivering, delivery: WebhookDelivery): Promise<boolean> =>
  wasWritten(webhookDeliveries.save(delivery));
