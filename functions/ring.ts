import type { Bell, SlotStore, Ticket } from "../core/ports.ts";
import type { Session } from "../core/session.ts";

/** Whom to ring. A bell that nobody hears costs nothing: workers and the sweep look by themselves. */

interface Ringing {
  readonly bell: Bell;
  readonly slots: SlotStore;
}

/** Tells the worker with the most room that a session waits. */
export async function ringForWaiting({ bell, slots }: Ringing, session: Session): Promise<void> {
  const room = (slot: { readonly capacity: number; readonly sessions: number }) => slot.capacity - slot.sessions;
  const [emptiest] = (await slots.list())
    .filter((slot) => slot.workerId !== undefined && room(slot) > 0)
    .sort((a, b) => room(b) - room(a));
  if (emptiest === undefined) return;
  await bell.ring(emptiest.slot, { kind: "session", tenantId: session.tenantId, sessionId: session.sessionId });
}

/** Tells the session's worker to look at everything of it, or one with room that it waits. */
export async function ringForSession({ bell, slots }: Ringing, session: Session): Promise<void> {
  const { tenantId, sessionId, owner, wanted } = session;
  if (owner !== undefined) await bell.ring(owner.slot, { kind: "session", tenantId, sessionId });
  else if (wanted) await ringForWaiting({ bell, slots }, session);
}

/** Tells the session's worker that a direct message waits. */
export async function ringForMessage({ bell, slots }: Ringing, session: Session, directId: string): Promise<void> {
  const { tenantId, sessionId, owner } = session;
  if (owner === undefined) await ringForWaiting({ bell, slots }, session);
  else await bell.ring(owner.slot, { kind: "message", tenantId, sessionId, directId });
}

/** Tells the session's worker to look at a campaign. */
export async function ringOwner({ bell, slots }: Ringing, session: Session, campaignId: string): Promise<void> {
  if (session.owner === undefined) {
    await ringForWaiting({ bell, slots }, session);
    return;
  }
  const ticket: Ticket = {
    kind: "campaign",
    tenantId: session.tenantId,
    sessionId: session.sessionId,
    campaignId,
  };
  await bell.ring(session.owner.slot, ticket);
}
