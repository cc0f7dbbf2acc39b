import { within, type Clock } from "../core/time/clock.ts";
import { ConditionRefused, LeaseLost } from "../core/errors.ts";
import { isLost, maySend, type LeaseSettings, type Slot } from "../core/session/lease.ts";
import { unlessRefused } from "../core/refused.ts";
import type { SlotStore } from "../core/session/session-ports.ts";
import type { Log } from "./log.ts";

/** A slot held by beating. All that acts for the slot checks here first. Times are elapsed ones: no calendar is trusted, which only people are shown. */
export class Lease {
  readonly #store: SlotStore;
  readonly #clock: Clock;
  readonly #settings: LeaseSettings;
  readonly #lost = new AbortController();
  #slot: Slot;
  #confirmedAt: number;

  /** @param takenAt elapsed time at which the take was asked for */
  constructor(store: SlotStore, clock: Clock, settings: LeaseSettings, slot: Slot, takenAt: number) {
    this.#store = store;
    this.#clock = clock;
    this.#settings = settings;
    this.#slot = slot;
    this.#confirmedAt = takenAt;
  }

  get slot(): Slot {
    return this.#slot;
  }

  /** Aborted the moment the lease is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Whether a send may start now: its whole deadline ends while the lease surely holds. Reads the clock, no I/O. */
  maySend(): boolean {
    const now = this.#clock.elapsed();
    this.#checkSelf(now);
    return !this.lost.aborted && maySend({ confirmedAt: this.#confirmedAt }, now, this.#settings);
  }

  /** Waits until a send may start. @throws LeaseLost */
  async untilMaySend(): Promise<void> {
    while (!this.maySend()) {
      if (this.lost.aborted) throw new LeaseLost(`slot ${this.#slot.slot} is lost`);
      await this.#clock.wait(Math.ceil(this.#settings.beatMs / 5), this.lost);
    }
  }

  /** Beats until aborted or lost: every beatMs, counted from asking. */
  async keep(sessions: () => number, signal: AbortSignal, log: Log): Promise<void> {
    const over = AbortSignal.any([signal, this.lost]);
    while (!over.aborted) {
      const askedAt = this.#clock.elapsed();
      await this.#beat(sessions(), askedAt, log);
      this.#checkSelf(this.#clock.elapsed());
      const spent = this.#clock.elapsed() - askedAt;
      await this.#clock.wait(Math.max(0, this.#settings.beatMs - spent), over);
    }
  }

  /** The time of asking counts: an answer that came late proves only that we held the slot when we asked. */
  async #beat(sessions: number, askedAt: number, log: Log): Promise<void> {
    const write = this.#store.beat(this.#slot, sessions, this.#clock.now()).then(
      (slot) => {
        if (slot.beat > this.#slot.beat) this.#slot = slot;
        this.#confirmedAt = Math.max(this.#confirmedAt, askedAt);
      },
      (error: unknown) => {
        if (error instanceof ConditionRefused) this.#lost.abort();
        else log.warn("beat not confirmed", { slot: this.#slot.slot, error: error as Error });
      },
    );
    await within(this.#clock, this.#settings.beatMs, write);
  }

  #checkSelf(now: number): void {
    if (isLost({ confirmedAt: this.#confirmedAt }, now, this.#settings)) this.#lost.abort();
  }

  /** Gives the slot back. One that was lost meanwhile belongs to another worker already. */
  async release(): Promise<void> {
    await unlessRefused(this.#store.release(this.#slot));
    this.#lost.abort();
  }
}
