import { createHash } from "node:crypto";
import { defined } from "../defined.ts";
import { idOf, ulidFrom } from "../ids.ts";
import { isWanted, type DomainEvent } from "./events.ts";

/** Webhooks, and each delivery of an event to one of them. */

export interface Webhook {
  readonly tenantId: string;
  readonly webhookId: string;
  readonly url: string;
  /** See eventFilters. */
  readonly events: readonly string[];
  readonly description?: string;
  /** One that is switched off gets no events. */
  readonly active: boolean;
  /** Why it is switched off: by a person, or because its receiver answered 410. */
  readonly inactiveBecause?: InactiveReason;
  /** When it was switched on again: what its receiver answered before is past. */
  readonly activatedAt?: number;
  /** Only of these sessions, when the key that made it was limited to them. */
  readonly sessions?: readonly string[];
  readonly secret: string;
  /** Those before it, the latest first: each signs as well until then, so that receivers can change over. */
  readonly formerSecrets?: readonly FormerSecret[];
  /** The one before it, in rows that were changed last when only one was kept. */
  readonly previousSecret?: string;
  readonly previousSecretUntil?: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export const inactiveReasons = ["user", "gone"] as const;
export type InactiveReason = (typeof inactiveReasons)[number];

/** What a receiver answers that wants nothing any more. */
const gone = 410;
/** Whether the receiver asks not to be called again. */
export const isGone = ({ status }: Pick<DeliveryAttempt, "status">): boolean => status === gone;

/** Why a delivery was given up without a call. */
export const givenUpBecause = {
  user: "the webhook is switched off",
  gone: "the webhook is switched off: its receiver answered 410, it is gone",
  failed_all_day: "the receiver failed all day",
} as const;
export interface FormerSecret {
  readonly secret: string;
  /** Epoch ms. */
  readonly until: number;
}

export const maxWebhooks = 20;
/** How long a secret that was changed goes on signing beside the new one. */
export const oldSecretSignsMs = 24 * 60 * 60 * 1_000;
/** A further change while so many still sign is refused: none that was shown in the last day stops signing early. */
export const maxFormerSecrets = 5;

type Secrets = Pick<Webhook, "secret" | "formerSecrets" | "previousSecret" | "previousSecretUntil">;

/** Secrets before the present one that still sign, the latest first. */
export function formerSecretsOf(webhook: Secrets, now: number): readonly FormerSecret[] {
  const { formerSecrets = [], previousSecret, previousSecretUntil } = webhook;
  const only = previousSecret === undefined || previousSecretUntil === undefined ? [] : [previousSecret];
  const all = [...formerSecrets, ...only.map((secret) => ({ secret, until: previousSecretUntil ?? 0 }))];
  return all.filter(({ until }) => until > now);
}

/** With a new secret; those of the last day go on signing. */
export function withNewSecret(webhook: Webhook, secret: string, now: number): Webhook {
  const { previousSecret: _secret, previousSecretUntil: _until, ...rest } = webhook;
  const replaced = { secret: webhook.secret, until: now + oldSecretSignsMs };
  return { ...rest, secret, formerSecrets: [replaced, ...formerSecretsOf(webhook, now)] };
}

/** How long a process that publishes events may go by the webhooks it read last. */
export const listenersHoldMs = 500;

/** WhatsApp gives times in whole seconds, and clocks differ. */
const aboutThenMs = 2_000;

/** What happened before the webhook was made is nothing to it, though a session that restarts reads it again. */
export const listensTo = (
  webhook: Webhook,
  { type, sessionId, at }: Pick<DomainEvent, "type" | "sessionId" | "at">,
): boolean =>
  webhook.active &&
  at > webhook.createdAt - aboutThenMs &&
  isWanted(webhook.events, type) &&
  (webhook.sessions === undefined || (sessionId !== undefined && webhook.sessions.includes(sessionId)));

export const deliveryStates = ["pending", "delivered", "failed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryAttempt {
  /** Epoch ms. */
  readonly at: number;
  readonly tookMs: number;
  /** What the receiver answered, if it did. */
  readonly status?: number;
  readonly problem?: string;
}

/** One event for one webhook: the log of its attempts, and what is still to be done. */
export interface WebhookDelivery {
  readonly tenantId: string;
  readonly webhookId: string;
  /** Sorts by time. */
  readonly deliveryId: string;
  readonly eventId: string;
  readonly type: string;
  /** The very body that is sent. */
  readonly body: string;
  readonly state: DeliveryState;
  /** The latest ones. */
  readonly attempts: readonly DeliveryAttempt[];
  readonly attemptCount: number;
  /** Attempts since it was last asked for; the pauses between them grow with it. */
  readonly attemptsInRound: number;
  /** It is given up a day after this. */
  readonly roundFrom: number;
  /** ULID of the request that asked for it again last, by which its repeat is recognised. */
  readonly askedBy?: string;
  readonly nextAttemptAt?: number;
  readonly deliveredAt?: number;
  readonly createdAt: number;
  /** Raised by each change: a change on what was seen before it is refused. */
  readonly version: number;
}

/** The body of an event, as every webhook gets it. */
export const bodyOf = ({ eventId, type, at, sessionId, data }: DomainEvent): string =>
  JSON.stringify({ id: eventId, type, createdAt: new Date(at).toISOString(), ...defined({ sessionId }), data });

/** Every delivery of an event from that moment on has an id that sorts behind this. */
export const firstDeliveryIdAt = (at: number): string =>
  idOf("delivery", ulidFrom(Math.max(0, at), new Uint8Array()).slice(0, 10));

/** A ULID of the event's time and of what it is, so that an event which is published twice is one delivery. */
export const deliveryIdOf = ({ eventId, at }: Pick<DomainEvent, "eventId" | "at">, webhookId: string): string =>
  idOf("delivery", ulidFrom(at, createHash("sha256").update(`${eventId}\n${webhookId}`).digest()));

export function newDelivery(webhook: Webhook, event: DomainEvent, now: number): WebhookDelivery {
  return {
    tenantId: webhook.tenantId,
    webhookId: webhook.webhookId,
    deliveryId: deliveryIdOf(event, webhook.webhookId),
    eventId: event.eventId,
    type: event.type,
    body: bodyOf(event),
    state: "pending",
    attempts: [],
    attemptCount: 0,
    attemptsInRound: 0,
    roundFrom: now,
    createdAt: now,
    version: 1,
  };
}

/** An event that was never handed to a receiver, and why: kept for a person to see, and to ask for again. */
export function undeliverable(webhook: Webhook, event: DomainEvent, now: number, problem: string): WebhookDelivery {
  return { ...newDelivery(webhook, event, now), state: "failed", attempts: [{ at: now, tookMs: 0, problem }] };
}

export const retryForMs = 24 * 60 * 60 * 1_000;
const firstPauseMs = 5_000;
const longestPauseMs = 4 * 60 * 60 * 1_000;
const attemptsKept = 20;

/** When the next attempt is due after so many in a row that failed: 5 s, tripled each time up to 4 h, less up to a half. */
export const pauseAfter = (failedAttempts: number, random: number): number =>
  Math.min(firstPauseMs * 3 ** (failedAttempts - 1), longestPauseMs) * (1 - random / 2);

export const isSuccess = ({ status }: DeliveryAttempt): boolean =>
  status !== undefined && status >= 200 && status < 300;

/** The delivery after an attempt: delivered, to be tried again, or given up. */
export function afterAttempt(delivery: WebhookDelivery, attempt: DeliveryAttempt, random: number): WebhookDelivery {
  const { nextAttemptAt: _due, ...rest } = delivery;
  const attemptsInRound = delivery.attemptsInRound + 1;
  const tried = {
    ...rest,
    attempts: [...delivery.attempts, attempt].slice(-attemptsKept),
    attemptCount: delivery.attemptCount + 1,
    attemptsInRound,
  };
  const endedAt = attempt.at + attempt.tookMs;
  if (isSuccess(attempt)) return { ...tried, state: "delivered", deliveredAt: endedAt };
  if (isGone(attempt)) return { ...tried, state: "failed" };
  const nextAttemptAt = Math.round(endedAt + pauseAfter(attemptsInRound, random));
  return nextAttemptAt > delivery.roundFrom + retryForMs
    ? { ...tried, state: "failed" }
    : { ...tried, state: "pending", nextAttemptAt };
}

/** Asked for again by a person: as if the event were new, with its log kept. */
export function askedAgain(delivery: WebhookDelivery, askedBy: string, now: number): WebhookDelivery {
  const { nextAttemptAt: _due, deliveredAt: _when, ...rest } = delivery;
  return { ...rest, state: "pending", attemptsInRound: 0, roundFrom: now, askedBy };
}
