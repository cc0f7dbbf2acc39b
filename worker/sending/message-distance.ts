import type { Clock } from "../../core/time/clock.ts";

/** With a campaign due, so many direct messages go in a row at most: then the campaign sends one. */
export const directsInARow = 10;

/**
 * The distance between any two messages of a session, and which kind goes next where both wait: a direct message, before any
 * campaign, but not for ever. Times are elapsed ones.
 */
export class MessageDistance {
  readonly #clock: Pick<Clock, "elapsed">;
  readonly #gapMs: number;
  #lastAt = -Infinity;
  #lastDirectAt = -Infinity;
  #directsInARow = 0;

  /** @param gapMs between a direct message and any other of the session */
  constructor(clock: Pick<Clock, "elapsed">, gapMs: number) {
    this.#clock = clock;
    this.#gapMs = gapMs;
  }

  directBegins(): void {
    this.#directsInARow += 1;
    this.directEnds();
  }

  directEnds(): void {
    this.#lastAt = this.#clock.elapsed();
    this.#lastDirectAt = this.#lastAt;
  }

  campaignSent(): void {
    this.#lastAt = this.#clock.elapsed();
  }

  /** A campaign had its turn, whether or not a message came of it. */
  campaignHadTurn(): void {
    this.#directsInARow = 0;
  }

  /** Enough direct messages went in a row: a campaign that may send goes before the next one. */
  get isCampaignsTurn(): boolean {
    return this.#directsInARow >= directsInARow;
  }

  /** How long until a direct message may go. */
  get untilDirectMs(): number {
    return this.#leftAfter(this.#lastAt);
  }

  /**
   * How long a campaign keeps off at least, beside its own gap. While a direct message waits, that one goes next: a short
   * gap would otherwise renew the distance to it with each message.
   */
  untilCampaignMs(directWaits: boolean): number {
    return this.#leftAfter(directWaits && !this.isCampaignsTurn ? this.#lastAt : this.#lastDirectAt);
  }

  #leftAfter(at: number): number {
    return Math.max(0, at + this.#gapMs - this.#clock.elapsed());
  }
}
