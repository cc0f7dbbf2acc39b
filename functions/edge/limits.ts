import { NamedError } from "../../core/errors.ts";
import type { Bucket, RateLimitStore } from "../../core/access/access-ports.ts";
import { tightest, type BucketState, type LimitClass } from "../../core/access/rate-limit.ts";
import type { Caller } from "./keys.ts";

/** How often each tenant, and each of its keys, may ask. Other tenants' requests do not count. */

export interface RateLimits {
  /** Requests a minute of one key. */
  readonly general: number;
  /** Of these, requests that start a broadcast or bring a file in. */
  readonly broadcast: number;
}

/** A tenant may ask as much as so many of its keys, however many it makes. */
const keysOfTenant = 4;

/** Buckets that a request takes a token of each. */
export function bucketsOf(caller: Caller, limitClass: LimitClass, limits: RateLimits): readonly Bucket[] {
  const { tenantId, keyId } = caller;
  const perMinute = limits[limitClass];
  return [
    { tenantId, name: `${limitClass}#${keyId}`, perMinute },
    { tenantId, name: limitClass, perMinute: perMinute * keysOfTenant },
  ];
}

/**
 * Takes the request's tokens.
 * @param setHeaders puts those on the answer that say where the caller stands, also when the request is refused
 * @throws NamedError RATE_LIMITED
 */
export async function takeTokens(
  store: RateLimitStore,
  buckets: readonly Bucket[],
  now: number,
  setHeaders: (headers: Readonly<Record<string, string>>) => void,
): Promise<void> {
  const taken = await store.take(buckets, now);
  const state = tightest(taken);
  if (state === undefined) return;
  setHeaders(rateHeaders(state));
  if (taken.every((one) => one.taken)) return;
  throw new NamedError("RATE_LIMITED", "no token is left", { retryAfterSeconds: Math.max(1, state.retryAfterSeconds) });
}

/** Names of the IETF draft "RateLimit header fields for HTTP". */
const rateHeaders = ({ perMinute, remaining, resetSeconds }: BucketState) => ({
  "ratelimit-limit": String(perMinute),
  "ratelimit-policy": `${perMinute};w=60`,
  "ratelimit-remaining": String(remaining),
  "ratelimit-reset": String(resetSeconds),
});
