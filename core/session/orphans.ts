import { wasWritten } from "../refused.ts";
import type { Clock } from "../time/clock.ts";
import type { Slot } from "./lease.ts";
import type { SessionOwners, SessionReader } from "./session-ports.ts";
import { moved, type Session } from "./session.ts";

/** Sessions that name a slot under an epoch that is over: their worker is gone. */

// Condemning and giving back both raise the epoch. That no worker held the slot says nothing: it may have been taken since
// it was read, and the session with it.
const isOrphan = ({ owner }: Session, slot: Slot): boolean => owner !== undefined && owner.slotEpoch < slot.epoch;

export interface OrphanPorts {
  readonly sessions: Pick<SessionReader, "ownedBy">;
  readonly sessionOwners: Pick<SessionOwners, "save">;
  readonly clock: Clock;
}

/**
 * Gives the orphans of these slots back, so that any worker with room takes them. Safe to run anywhere, twice and at once.
 * @returns how many
 */
export async function releaseOrphans(
  { sessions, sessionOwners, clock }: OrphanPorts,
  slots: readonly Slot[],
): Promise<number> {
  let released = 0;
  for (const slot of slots) {
    for (const session of await sessions.ownedBy(slot.slot)) {
      if (!isOrphan(session, slot)) continue;
      // Refused when another process was quicker.
      const release = sessionOwners.save(session, { ...moved(session, "released", clock.now()), release: true });
      if (await wasWritten(release)) released += 1;
    }
  }
  return released;
}
