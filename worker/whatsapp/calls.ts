import { after, type Clock } from "../../core/time/clock.ts";

/** Why a call got no answer. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** Calls that all end: with their answer, at their deadline, or when the connection does. */
export class Calls {
  readonly #clock: Clock;
  readonly #onDeadline: () => void;
  readonly #open = new Set<(reason: string) => void>();
  #over: string | undefined;

  /** @param onDeadline called when something did not answer in time */
  constructor(clock: Clock, onDeadline: () => void) {
    this.#clock = clock;
    this.#onDeadline = onDeadline;
  }

  /** @throws NoAnswer at the deadline and when the connection ended; what `work` throws */
  async within<Answer>(ms: number, work: () => Promise<Answer>): Promise<Answer> {
    if (this.#over !== undefined) throw new NoAnswer(this.#over);
    const { promise, reject } = Promise.withResolvers<never>();
    const end = (reason: string): void => {
      reject(new NoAnswer(reason));
    };
    this.#open.add(end);
    const cancel = after(this.#clock, ms, () => {
      end(`no answer within ${ms} ms`);
      this.#onDeadline();
    });
    try {
      const working = work();
      // The loser of the race may still fail later, which is of no use any more.
      working.catch(() => undefined);
      return await Promise.race([working, promise]);
    } finally {
      cancel();
      this.#open.delete(end);
    }
  }

  endAll(reason: string): void {
    this.#over ??= reason;
    for (const end of [...this.#open]) end(reason);
  }
}
