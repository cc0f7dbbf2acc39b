import { releaseOrphans, type OrphanPorts } from "../core/session/orphans.ts";
import type { SlotStore } from "../core/session/session-ports.ts";
import { isConnected, moved } from "../core/session/session.ts";

interface Ports extends OrphanPorts {
  readonly slots: Pick<SlotStore, "list" | "condemn">;
}

/**
 * Before anything answers: nothing that the process before this one held on the data directory is connected. Only who has
 * locked the directory may call it.
 *
 * @param workerId of the worker in the process: the slot that bears it is given back at once. Workers in processes of their
 *   own can't reach the tables of a stack that is gone, but may hold their connections until their leases end: theirs are
 *   taken over when the beat has stood still for a whole lease.
 */
export async function endFormerSelf({ slots, ...ports }: Ports, workerId: string): Promise<void> {
  for (const slot of await slots.list()) {
    if (slot.workerId === workerId) await slots.condemn(slot);
  }
  const known = await slots.list();
  await releaseOrphans(ports, known);
  const { sessions, sessionOwners, clock } = ports;
  for (const { slot } of known) {
    for (const session of await sessions.ownedBy(slot)) {
      if (isConnected(session)) await sessionOwners.save(session, moved(session, "line_lost", clock.now()));
    }
  }
}
