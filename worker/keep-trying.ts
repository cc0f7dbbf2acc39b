import type { Clock } from "../core/time/clock.ts";
import type { WorkerSettings } from "./settings.ts";

export interface Trying {
  readonly clock: Clock;
  /** `retryMs` is the pause between the first try and the second. */
  readonly settings: Pick<WorkerSettings, "retryMs">;
  /** Each pause is twice the one before, up to this; without it all are alike. */
  readonly longestPauseMs?: number;
  /** Aborted, it cuts the pause before the last try. */
  readonly over: AbortSignal;
  /** Called with each failure: logs it, and says whether another try can help. */
  readonly mayTryAgain: (error: unknown) => boolean;
}

/** Acts until that succeeds, at least once. @returns whether it did */
export async function keepTrying(
  act: () => Promise<void>,
  { clock, settings: { retryMs }, longestPauseMs = retryMs, over, mayTryAgain }: Trying,
): Promise<boolean> {
  for (let nextPauseMs = retryMs; ; nextPauseMs = Math.min(nextPauseMs * 2, longestPauseMs)) {
    try {
      await act();
      return true;
    } catch (error) {
      if (!mayTryAgain(error) || over.aborted) return false;
    }
    await clock.wait(nextPauseMs, over);
  }
}
