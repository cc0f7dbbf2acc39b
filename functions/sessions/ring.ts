import type { Bell, SlotStore, Ticket } from "../../core/session/session-ports.ts";
import type { Session } from "../../core/session/session.ts";
import { whose } from "../edge/whose.ts";

/**
 * Whom to ring. A bell that is not heard, or can't be rung, costs a minute at most: workers and the sweep look by themselves.
 * So what a request wrote stands, and its answer with it, even if the bell can't be rung.
 */

export interface Ringing {
  readonly bell: Bell;
  readonly slots: SlotStore;
  readonly logger: { readonly warn: (message: string, facts: ReturnType<typeof whose> & { error: Error }) => void };
}

/** Tells the worker with the most room that a session waits. @throws Error when the bell can't be rung */
export async function ringForWaiting(
  { bell, slots }: Pick<Ringing, "bell" | "slots">,
  session: Session,
): Promise<void> {
  const room = (slot: { readonly capacity: number; readonly sessions: number }) => slot.capacity - slot.sessions;
  const [emptiest] = (await slots.list())
    .filter((slot) => slot.workerId !== undefined && room(slot) > 0)
    .sort((a, b) => room(b) - room(a));
  if (emptiest === undefined) return;
  await bell.ring(emptiest.slot, { kind: "session", tenantId: session.tenantId, sessionId: session.sessionId });
}

/** Tells the session's worker to look at everything of it, or one with room that it waits. */
export async function ringForSession(ringing: Ringing, session: Session): Promise<void> {
  const { tenantId, sessionId, owner, wanted } = session;
  if (owner !== undefined || wanted) await ring(ringing, session, { kind: "session", tenantId, sessionId });
}

/** Tells the session's worker that a direct message waits. */
export async function ringForMessage(ringing: Ringing, session: Session, directId: string): Promise<void> {
  const { tenantId, sessionId } = session;
  await ring(ringing, session, { kind: "message", tenantId, sessionId, directId });
}

/** Tells the session's worker to look at a campaign. */
export async function ringOwner(ringing: Ringing, session: Session, campaignId: string): Promise<void> {
  const { tenantId, sessionId } = session;
  await ring(ringing, session, { kind: "campaign", tenantId, sessionId, campaignId });
}

async function ring(ringing: Ringing, session: Session, ticket: Ticket): Promise<void> {
  try {
    if (session.owner === undefined) await ringForWaiting(ringing, session);
    else await ringing.bell.ring(session.owner.slot, ticket);
  } catch (error) {
    ringing.logger.warn("a bell is not rung", { ...whose(ticket), error: error as Error });
  }
}
