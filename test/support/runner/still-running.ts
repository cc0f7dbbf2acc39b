import { after, type Clock } from "../../../core/time/clock.ts";

const firstAfterMs = 60_000;

/**
 * Says of a step that it still runs: after a minute, and each time that this has doubled, so that one that hangs has a name and
 * one that is slow does not fill the log. The answer ends it.
 */
export function sayWhileRunning(clock: Clock, step: string, say: (line: string) => void): () => void {
  let cancel = (): void => undefined;
  const wait = (ms: number, passedMs: number): void => {
    cancel = after(clock, ms - passedMs, () => {
      say(`still running after ${ms / 60_000} min: ${step}`);
      wait(ms * 2, ms);
    });
  };
  wait(firstAfterMs, 0);
  return () => {
    cancel();
  };
}
