import { ApiError, NetworkError } from "./errors.ts";

/** Whether a request goes out again, and when: the rules, and the loop that keeps them. */

export interface Patience {
  /** 0 for never. */
  readonly maxRetries: number;
  /** ms from the first attempt on; a wait that would end later is not begun. */
  readonly retryForMs: number;
}

/** Clock, chance and timer, so that a test can do without real ones. */
export interface Surroundings {
  readonly now: () => number;
  readonly random: () => number;
  /** @throws the signal's reason as soon as it is aborted */
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** A timer of more ms ends at once. */
export const longestTimerMs = 2 ** 31 - 1;
const firstWaitMs = 500;
const longestWaitMs = 8_000;

/**
 * Whether the same request can succeed later, and may be sent again.
 *
 * - 429: refused before anything was done, so always
 * - 409: only while the first request under this key is in progress; each other conflict lasts until a person does something
 * - 503 of the API: only where it says Retry-After
 * - no answer, 408, 500, 502, 504, and what stands before the API: only a request that does no harm when it is done twice
 */
export function mayRepeat(error: unknown, doesNoHarmTwice: boolean): boolean {
  if (error instanceof NetworkError) return doesNoHarmTwice;
  if (!(error instanceof ApiError)) return false;
  const { status, code, retryAfter } = error;
  if (status === 429) return true;
  if (status === 409) return isInProgress(error);
  if (status === 503) return doesNoHarmTwice && (code === "HTTP_ERROR" || retryAfter !== undefined);
  return doesNoHarmTwice && (status === 408 || status >= 500);
}

/** The first request under the same key is not answered yet: no failure, so that time alone bounds how often it is asked for. */
const isInProgress = (error: unknown) => error instanceof ApiError && error.code === "IDEMPOTENCY_IN_PROGRESS";

/** @param failures 1 after the first @param random 0 to 1: clients that failed together come back one by one */
export function waitMsAfter(error: unknown, failures: number, random: number): number {
  const asked = error instanceof ApiError ? error.retryAfter : undefined;
  if (asked !== undefined) return Math.max(firstWaitMs, asked * 1_000) + Math.floor(random * 250);
  return Math.floor(Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, failures - 1)) * (0.5 + random / 2));
}

/**
 * How long to wait until what is not there yet is asked for again: 0 would be a loop without a pause, and hours would be
 * slept through although it is there.
 *
 * @param seconds of Retry-After
 */
export const pauseMsOf = (seconds: number): number => Math.min(60_000, Math.max(firstWaitMs, seconds * 1_000));

/** @throws what the last attempt threw */
export async function withRetries<Answer>(
  attempt: () => Promise<Answer>,
  doesNoHarmTwice: boolean,
  { maxRetries, retryForMs }: Patience,
  { now, random, wait }: Surroundings,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const until = now() + retryForMs;
  let failures = 0;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      if (!isInProgress(error)) failures += 1;
      if (maxRetries === 0 || failures > maxRetries || !mayRepeat(error, doesNoHarmTwice)) throw error;
      const waitMs = waitMsAfter(error, failures, random());
      if (now() + waitMs > until) throw error;
      await wait(waitMs, signal);
    }
  }
}

export const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      },
      Math.min(ms, longestTimerMs),
    );
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
