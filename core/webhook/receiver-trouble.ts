import { defined } from "../defined.ts";
import {
  type Webhook,
  givenUpBecause,
  type DeliveryAttempt,
  type WebhookDelivery,
  firstDeliveryIdAt,
  isSuccess,
} from "./webhook.ts";

/**
 * A receiver that failed or was slow is called by one delivery at a time, and after failures not before `freeAt`. A
 * receiver without this is well.
 */
export interface ReceiverTrouble {
  readonly failures: number;
  readonly freeAt: number;
  /** The first of the failures in a row; rows of before have none. */
  readonly failingSince?: number;
  readonly lastAnswer?: ReceiverAnswered;
  /** Absent in rows that were written before there were watches: what waits for such a receiver comes back by itself. */
  readonly watch?: ReceiverWatch;
}

/** A ticket of the receiver's own, which works on all that waits: thousands of deliveries cost as little as one. */
export interface ReceiverWatch {
  /** Names the one ticket that counts. */
  readonly by: string;
  /** Sorts before the deliveries that the ticket works on. */
  readonly after: string;
}

/** Events that are published later than that after they happened are few, and their deliveries come back by themselves. */
const publishedWithinMs = 15 * 60_000;

/** @param by names the ticket, the same one when a cut-off attempt is repeated */
export const newWatch = (by: string, now: number): ReceiverWatch => ({
  by,
  after: firstDeliveryIdAt(now - publishedWithinMs),
});

/** Whether the watch works on it: not on one that a person asked for again, nor on one of an old event. */
export const isWatched = (
  { watch }: Pick<ReceiverTrouble, "watch">,
  { deliveryId, roundFrom, createdAt }: Pick<WebhookDelivery, "deliveryId" | "roundFrom" | "createdAt">,
): boolean =>
  watch !== undefined &&
  roundFrom === createdAt &&
  deliveryId > watch.after &&
  deliveryId > firstDeliveryIdAt(createdAt - publishedWithinMs);

/** How far a watch has come: before this no delivery waits, and none will that is watched. */
export function watchedFrom(after: string, firstWaiting: string | undefined, now: number): string {
  // A minute, should the clocks of two machines differ.
  const noNewOneBefore = firstDeliveryIdAt(now - publishedWithinMs - 60_000);
  const noneBefore =
    firstWaiting !== undefined && firstWaiting < noNewOneBefore ? justBefore(firstWaiting) : noNewOneBefore;
  return noneBefore > after ? noneBefore : after;
}

const justBefore = (deliveryId: string): string => deliveryId.slice(0, -1);

/** An answer that takes longer is slow: it may be right, but it must not take up what others wait for. */
export const slowMs = 2_000;
const longestBreakMs = 10 * 60_000;

/**
 * @param before when the attempt began
 * @param meanwhile when it ended: attempts overlap, and one that began later may have failed first
 */
export const troubleAfter = (
  before: ReceiverTrouble | undefined,
  attempt: DeliveryAttempt,
  meanwhile: Pick<ReceiverTrouble, "failingSince"> = {},
): ReceiverTrouble | undefined => {
  const endedAt = attempt.at + attempt.tookMs;
  const watch = defined({ watch: before?.watch });
  if (isSuccess(attempt)) return attempt.tookMs > slowMs ? { failures: 0, freeAt: endedAt, ...watch } : undefined;
  const failures = (before?.failures ?? 0) + 1;
  return {
    failures,
    freeAt: endedAt + Math.min(2_500 * 2 ** failures, longestBreakMs),
    failingSince: Math.min(meanwhile.failingSince ?? attempt.at, attempt.at),
    lastAnswer: answerOf(attempt),
    ...watch,
  };
};

const isOwnWord = ({ problem }: DeliveryAttempt): boolean =>
  (Object.values(givenUpBecause) as readonly (string | undefined)[]).includes(problem);

export type ReceiverAnswered = Pick<DeliveryAttempt, "at" | "status" | "problem">;
const answerOf = ({ at, status, problem }: DeliveryAttempt): ReceiverAnswered => ({
  at,
  ...defined({ status, problem }),
});

/** What the receiver answered last, by the log and by its trouble, since the webhook was switched on. */
export function lastAnswerOf(
  { activatedAt = 0 }: Pick<Webhook, "activatedAt">,
  deliveries: readonly WebhookDelivery[],
  trouble: ReceiverTrouble | undefined,
): ReceiverAnswered | undefined {
  const made = deliveries.filter(({ attemptCount }) => attemptCount > 0).flatMap(({ attempts }) => attempts);
  const answered = made.filter((attempt) => !isOwnWord(attempt)).map(answerOf);
  const all = [...answered, ...(trouble?.lastAnswer === undefined ? [] : [trouble.lastAnswer])];
  return all.filter(({ at }) => at >= activatedAt).sort((one, other) => other.at - one.at)[0];
}
