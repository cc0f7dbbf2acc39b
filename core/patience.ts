import { within, type Clock } from "./time/clock.ts";

/** The answer of a read, or `undefined` where it fails or takes longer than a change may be held up by it. */
export type IfInTime = <Found>(read: () => Promise<Found>) => Promise<Found | undefined>;

/** How long one change waits for all that only its event needs. */
export class Patience {
  readonly #clock: Clock;
  readonly #until: number;

  constructor(clock: Clock, forMs: number) {
    this.#clock = clock;
    this.#until = clock.elapsed() + forMs;
  }

  get isOver(): boolean {
    return this.#clock.elapsed() >= this.#until;
  }

  /** What the work came to, its failure too, or `late`; the work itself goes on. */
  async outcomeOf<Done, Late>(work: () => Promise<Done>, late: Late): Promise<Done | Late> {
    return this.isOver ? late : await within(this.#clock, this.#until - this.#clock.elapsed(), work(), late);
  }

  readonly ifInTime: IfInTime = async (read) => {
    try {
      return await this.outcomeOf(read, undefined);
    } catch {
      return undefined;
    }
  };
}
