/** Time, handed in wherever something waits or stamps, so that tests own it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds since some moment; goes on evenly when the calendar is set. For leases and deadlines. */
  elapsed(): number;
  /** Resolves after `ms`; at once when `signal` is or gets aborted (it never rejects). */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Calls `act` after `ms`; the answer cancels it. */
export function after(clock: Clock, ms: number, act: () => void): () => void {
  const cancelled = new AbortController();
  void clock.wait(ms, cancelled.signal).then(() => {
    if (!cancelled.signal.aborted) act();
  });
  return () => {
    cancelled.abort();
  };
}

/** What the work comes to, or `late` after so long; the work itself goes on. */
export async function within<Done, Late = undefined>(
  clock: Clock,
  ms: number,
  work: Promise<Done>,
  late?: Late,
): Promise<Done | Late> {
  const over = new AbortController();
  try {
    return await Promise.race([work, clock.wait(ms, over.signal).then(() => late as Late)]);
  } finally {
    over.abort();
  }
}
