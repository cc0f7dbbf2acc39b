/**
 * How often a caller may ask: a bucket of tokens that refills evenly. It is kept as one number, the time at which it is
 * full again (`fullAt`, in microseconds); each token taken moves that time on. A minute's tokens may go at once, so `fullAt` lies at most a
 * minute ahead.
 */

export const limitClasses = ["general", "broadcast"] as const;
/** `broadcast`: what starts broadcasts or brings files in; `general`: everything else. */
export type LimitClass = (typeof limitClasses)[number];

export const bucketMs = 60_000;
const bucketUs = bucketMs * 1_000;

/** How much later a bucket is full for each token taken. Whole microseconds, so that nothing is lost to rounding. */
export const tokenUs = (perMinute: number): number => Math.floor(bucketUs / perMinute);

export interface BucketState {
  readonly perMinute: number;
  /** Whole tokens that are left. */
  readonly remaining: number;
  /** Seconds until the bucket is full. */
  readonly resetSeconds: number;
  /** Seconds until the next token; 0 when there is one. */
  readonly retryAfterSeconds: number;
}

/** The latest `fullAt` (epoch µs) of a bucket that has a token. */
export const latestWithToken = (perMinute: number, now: number): number =>
  now * 1_000 + perMinute * tokenUs(perMinute) - tokenUs(perMinute);

/** @param fullAt epoch µs; in the past when the bucket is full @param now epoch ms */
export function bucketState(fullAt: number, perMinute: number, now: number): BucketState {
  const missingUs = Math.max(0, fullAt - now * 1_000);
  return {
    perMinute,
    remaining: Math.max(0, perMinute - Math.ceil(missingUs / tokenUs(perMinute))),
    resetSeconds: Math.ceil(missingUs / 1_000_000),
    retryAfterSeconds: Math.ceil(Math.max(0, fullAt - latestWithToken(perMinute, now)) / 1_000_000),
  };
}

/** Whether a token may be taken from a bucket that is full at `fullAt`. */
export const hasToken = (fullAt: number, perMinute: number, now: number): boolean =>
  fullAt <= latestWithToken(perMinute, now);

/** `fullAt` of a bucket that is quite empty. */
export const emptyBucket = (perMinute: number, now: number): number => now * 1_000 + perMinute * tokenUs(perMinute);

/** The bucket that binds first: what a caller is shown of its limit. */
export const tightest = (states: readonly BucketState[]): BucketState | undefined =>
  [...states].sort((a, b) => b.retryAfterSeconds - a.retryAfterSeconds || a.remaining - b.remaining)[0];
