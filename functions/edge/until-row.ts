import type { Clock } from "../../core/time/clock.ts";

export interface Polling {
  readonly clock: Clock;
  /** Epoch ms. */
  readonly until: number;
  /** Before the first read. */
  readonly pauseMs: number;
  /** Each pause is so many times the one before, up to the longest; without it all are alike. */
  readonly slower?: { readonly times: number; readonly longestMs: number };
}

/**
 * Reads a row again and again, each time after a pause, until there is an answer.
 * @returns undefined when there is none by then
 */
export async function untilRow<Answer>(
  read: () => Promise<Answer | undefined>,
  { clock, until, pauseMs, slower = { times: 1, longestMs: pauseMs } }: Polling,
): Promise<Answer | undefined> {
  for (let nextMs = pauseMs; ; nextMs = Math.min(nextMs * slower.times, slower.longestMs)) {
    await clock.wait(nextMs);
    const answer = await read();
    if (answer !== undefined || clock.now() + nextMs > until) return answer;
  }
}
