import { ConditionRefused } from "../../core/errors.ts";
import { mayTake, sight, type LeaseSettings, type Slot } from "../../core/session/lease.ts";
import type { SlotStore } from "../../core/session/session-ports.ts";

export interface WatchedSlots {
  /** As they are once the claims of dead holders are ended. */
  readonly slots: readonly Slot[];
  /** Held slots whose beat stood still for a whole lease since it was first sighted. */
  readonly stale: number;
  readonly beating: number;
  /** What kept a claim from being ended: the sweep goes on meanwhile, and fails in the end. */
  readonly failure?: unknown;
}

/**
 * Ends the claims of holders whose beat stands still from one run of the sweep to the next: other workers see that sooner,
 * but where none is at work, sessions of a dead one would be said to be connected until the next one starts. The sightings
 * lie on the slots, since the next run may be another environment's.
 *
 * @param now epoch ms: two environments are compared here, a minute apart, and a beat that moves takes no notice of it
 */
export async function endStaleClaims(
  store: Pick<SlotStore, "sight" | "condemn">,
  known: readonly Slot[],
  now: number,
  lease: LeaseSettings,
): Promise<WatchedSlots> {
  const slots = [...known];
  let stale = 0;
  let held = 0;
  let failure: unknown;
  for (const [index, slot] of known.entries()) {
    if (slot.workerId === undefined) continue;
    held += 1;
    const sighting = sight(slot.sighting, slot, now);
    const isStale = mayTake(slot, sighting, now, lease);
    if (isStale) stale += 1;
    try {
      if (isStale) slots[index] = await store.condemn(slot);
      else if (sighting !== slot.sighting) slots[index] = await store.sight(slot, sighting);
    } catch (error) {
      // It beat, was given back, or another was quicker.
      if (!(error instanceof ConditionRefused)) failure ??= error;
    }
  }
  return { slots, stale, beating: held - stale, ...(failure === undefined ? {} : { failure }) };
}
