import { type Clock } from "../../core/time/clock.ts";

interface Wait {
  readonly at: number;
  readonly end: () => void;
}

/** Turns of the event loop after each step of time: promise chains and immediates run out in them. */
const turns = 4;

const waitsForFiles = (): boolean =>
  process.getActiveResourcesInfo().some((resource) => /^(FSReq|CloseReq)/.test(resource));

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #jumped = 0;
  /** In the order in which they end; those of one moment in the order in which they began. */
  readonly #waits: Wait[] = [];
  #ended = 0;
  readonly #busy: (() => boolean)[] = [waitsForFiles];

  /** Starts at `now`, epoch milliseconds; default 2026-01-01T00:00Z. */
  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  /** Time stands still while `isBusy`: for work that goes on without time, such as a request to an embedded service. */
  standStillWhile(isBusy: () => boolean): void {
    this.#busy.push(isBusy);
  }

  /** Lets what can go on without time go on: promise chains, immediates and file I/O. Sockets are not waited for. */
  async #settle(): Promise<void> {
    for (let quiet = 0; quiet < turns; quiet = this.#busy.some((isBusy) => isBusy()) ? 0 : quiet + 1) {
      await new Promise<void>((next) => setImmediate(next));
    }
  }

  /** How many waits have not ended yet. */
  get pending(): number {
    return this.#waits.length;
  }

  /** How many waits have ended, by time or by their signal: while none does, nothing happens. */
  get ended(): number {
    return this.#ended;
  }

  now(): number {
    return this.#now + this.#jumped;
  }

  elapsed(): number {
    return this.#now;
  }

  /** Somebody sets the calendar; nobody waits a moment longer or shorter for it. */
  jump(ms: number): void {
    this.#jumped += ms;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wait: Wait = {
        at: this.#now + ms,
        end: () => {
          signal?.removeEventListener("abort", abort);
          this.#ended += 1;
          resolve();
        },
      };
      const abort = (): void => {
        this.#waits.splice(this.#waits.indexOf(wait), 1);
        this.#ended += 1;
        resolve();
      };
      signal?.addEventListener("abort", abort, { once: true });
      const later = this.#waits.findIndex((other) => other.at > wait.at);
      this.#waits.splice(later < 0 ? this.#waits.length : later, 0, wait);
    });
  }

  /**
   * Moves time on by `ms`. Waits that fall due end one by one, each at its own moment, and what follows from one settles
   * before the next ends. What began waiting meanwhile takes part.
   */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await this.#settle();
    for (let next = this.#waits[0]; next && next.at <= until; next = this.#waits[0]) {
      this.#waits.shift();
      this.#now = Math.max(this.#now, next.at);
      next.end();
      await this.#settle();
    }
    this.#now = until;
  }
}
