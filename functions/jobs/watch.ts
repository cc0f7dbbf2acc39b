import { sight, type Sighting, type Slot } from "../../core/lease.ts";
import type { SessionRef } from "../../core/ports.ts";

export interface Seen {
  /** Sessions that waited at the last look, too. */
  readonly unowned: number;
  /** Held slots whose beat stood still since the last look. */
  readonly stale: number;
  readonly beating: number;
}

/**
 * What stands still from one sweep to the next, as far as the same Lambda environment makes both: nothing is told at the
 * first look. Only for alarms; whatever is mended is mended by leases and conditions.
 */
export class Watch {
  #waited: ReadonlySet<string> = new Set();
  #sightings: ReadonlyMap<number, Sighting> = new Map();

  /** @param now epoch ms @param staleAfterMs a beat that stood still for less may just be slow */
  look(slots: readonly Slot[], waiting: readonly SessionRef[], now: number, staleAfterMs: number): Seen {
    const held = slots.filter(({ workerId }) => workerId !== undefined);
    const sightings = new Map(held.map((slot) => [slot.slot, sight(this.#sightings.get(slot.slot), slot, now)]));
    const stale = [...sightings.values()].filter(({ since }) => now - since >= staleAfterMs).length;
    const waits = new Set(waiting.map(({ tenantId, sessionId }) => `${tenantId}\n${sessionId}`));
    const unowned = [...waits].filter((session) => this.#waited.has(session)).length;
    this.#sightings = sightings;
    this.#waited = waits;
    return { unowned, stale, beating: held.length - stale };
  }
}
