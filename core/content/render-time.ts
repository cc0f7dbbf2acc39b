import type { Clock } from "../time/clock.ts";

/**
 * How long texts may be rendered, so that none of them holds up what shares its process. The time is work, not what a clock
 * on the wall shows meanwhile: aws/processing-time.ts.
 */

/** Of one text, with all that is found out about it. */
export const longestTextMs = 200;
const longestRequestMs = 1_000;

/** What is left of a text's time, at each call. */
export type MsLeft = () => number;

/** The time of the texts of one request, from now on. */
export class RenderTime {
  readonly #clock: Pick<Clock, "elapsed">;
  readonly #endsAt: number;

  /** @param clock of work done */
  constructor(clock: Pick<Clock, "elapsed">) {
    this.#clock = clock;
    this.#endsAt = clock.elapsed() + longestRequestMs;
  }

  get isOver(): boolean {
    return this.#clock.elapsed() >= this.#endsAt;
  }

  /** A text begins. */
  ofText(): MsLeft {
    const endsAt = Math.min(this.#endsAt, this.#clock.elapsed() + longestTextMs);
    return () => Math.max(0, endsAt - this.#clock.elapsed());
  }
}
