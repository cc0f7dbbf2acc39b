import { after, type Clock } from "../core/time/clock.ts";

/** Waits of one owner, so that its end leaves none behind. */
export class Timers {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `act` after `ms`; the answer cancels it. */
  set(ms: number, act: () => void): () => void {
    if (this.#isOver) return () => undefined;
    const cancelWait = after(this.#clock, Math.max(0, ms), () => {
      this.#cancels.delete(cancel);
      act();
    });
    const cancel = (): void => {
      this.#cancels.delete(cancel);
      cancelWait();
    };
    this.#cancels.add(cancel);
    return cancel;
  }

  /** Cancels every wait; from now on none begins. */
  end(): void {
    this.#isOver = true;
    for (const cancel of [...this.#cancels]) cancel();
  }
}
