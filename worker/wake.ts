import type { Clock } from "../core/time/clock.ts";

/** A wait that a ring cuts short. A ring that comes while nothing waits cuts the next wait. */
export class Wake {
  readonly #clock: Clock;
  #current = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#current.abort();
  }

  /** Resolves after `ms`, at a ring, or when `signal` is aborted. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    await this.#clock.wait(ms, AbortSignal.any([this.#current.signal, signal]));
    if (this.#current.signal.aborted) this.#current = new AbortController();
  }
}
