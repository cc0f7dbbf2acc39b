/**
 * Slots and leases without comparing clocks. A worker holds a slot by beating: a counter that it raises on condition
 * that no other worker did. Others only watch whether the counter moves, each by its own clock.
 */

export const defaultLease = {
  /** Between two beats. */
  beatMs: 3_000,
  /** A holder whose beat was not confirmed for so long stops everything and exits. */
  loseAfterMs: 20_000,
  /**
   * A watcher may take a slot whose beat stood still for so long by its own watching. Well above loseAfterMs; with the two
   * beats that the last beat and the reading of it may be late, below the 40 s within which a dead worker's sessions are shown as such.
   */
  takeAfterMs: 32_000,
  /** The whole deadline of one send; no send starts unless it ends before loseAfterMs is over. */
  sendDeadlineMs: 15_000,
};

export type LeaseSettings = Readonly<typeof defaultLease>;

/** Settings under which a holder that lost its lease could still be sending when another takes over. */
export function leaseProblem(settings: LeaseSettings): string | undefined {
  if (settings.sendDeadlineMs + settings.beatMs >= settings.loseAfterMs) {
    return "sendDeadlineMs and a beat must fit well into loseAfterMs, or a slow beat would hold up every send";
  }
  // A holder notices at its next check, which may be a beat late and a beat long.
  if (settings.takeAfterMs < settings.loseAfterMs + 2 * settings.beatMs) {
    return "takeAfterMs must exceed loseAfterMs by at least two beats";
  }
  return undefined;
}

/** What is stored of a slot. */
export interface Slot {
  readonly slot: number;
  /** Raised by every take; writes of an older epoch are refused. */
  readonly epoch: number;
  readonly beat: number;
  /** Absent when no worker holds it. */
  readonly workerId?: string;
  readonly sessions: number;
  readonly capacity: number;
  /** For people: the worker's version, and by its own clock (epoch ms) when it took the slot and last beat. Rows of before have none. */
  readonly version?: string;
  readonly takenAt?: number;
  readonly beatAt?: number;
  /** The sweep's, in epoch ms: its runs have no memory of their own. Absent until the first one after the take. */
  readonly sighting?: Sighting;
}

/** What a watcher remembers of a slot: the beat it saw and since when, by its own clock, it has not changed. */
export interface Sighting {
  readonly epoch: number;
  readonly beat: number;
  readonly since: number;
}

/** The sighting after reading a slot again. */
export const sight = (before: Sighting | undefined, slot: Slot, now: number): Sighting =>
  before?.epoch === slot.epoch && before.beat === slot.beat
    ? before
    : { epoch: slot.epoch, beat: slot.beat, since: now };

/** Whether a slot may be taken: no worker holds it, or its beat stood still for a whole lease while we watched. */
export const mayTake = (slot: Slot, sighting: Sighting, now: number, settings: LeaseSettings): boolean =>
  slot.workerId === undefined || now - sighting.since >= settings.takeAfterMs;

/** A held lease: when its last confirmed beat was asked for (not answered: the answer may be late). */
export interface Holding {
  readonly confirmedAt: number;
}

export const isLost = (holding: Holding, now: number, settings: LeaseSettings): boolean =>
  now - holding.confirmedAt >= settings.loseAfterMs;

/** Whether a send with its whole deadline ends while the lease surely still holds. */
export const maySend = (holding: Holding, now: number, settings: LeaseSettings): boolean =>
  now + settings.sendDeadlineMs < holding.confirmedAt + settings.loseAfterMs;
