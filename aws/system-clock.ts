import { setTimeout } from "node:timers/promises";
import type { Clock } from "../core/time/clock.ts";

/** Real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  // Rejected only when it is aborted: then the wait is over, too.
  wait: (ms, signal) => setTimeout(ms, undefined, signal && { signal }).catch(() => undefined),
};
