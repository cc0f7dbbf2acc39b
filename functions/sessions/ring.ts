import type { Ticket } from "../../core/session/session-ports.ts";
import type { Session } from "../../core/session/session.ts";
import type { Services } from "../edge/services.ts";
import { logFacts } from "../edge/log-facts.ts";

/**
 * Whom to ring. A bell that is lost, or can't be rung, costs a minute at most: workers and the sweep read the rows by themselves.
 * So what a request wrote stands, and its answer with it, even if the bell can't be rung.
 */

export interface Ringing extends Pick<Services, "slots"> {
  readonly bell: Pick<Services["bell"], "ring">;
  readonly logger: Pick<Services["logger"], "warn">;
}

/** Rings the worker with the most room for a session that waits. @throws Error when the bell can't be rung */
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

/** Rings the session's worker to read everything of it anew, or a worker with room to take it. */
export async function ringForSession(ringing: Ringing, session: Session): Promise<void> {
  const { tenantId, sessionId, owner, wanted } = session;
  if (owner !== undefined || wanted) await ring(ringing, session, { kind: "session", tenantId, sessionId });
}

/** Rings the session's worker for a direct message. */
export async function ringForMessage(ringing: Ringing, session: Session, directId: string): Promise<void> {
  const { tenantId, sessionId } = session;
  await ring(ringing, session, { kind: "message", tenantId, sessionId, directId });
}

/** Rings the session's worker to read a campaign anew. */
export async function ringOwner(ringing: Ringing, session: Session, campaignId: string): Promise<void> {
  const { tenantId, sessionId } = session;
  await ring(ringing, session, { kind: "campaign", tenantId, sessionId, campaignId });
}

async function ring(ringing: Ringing, session: Session, ticket: Ticket): Promise<void> {
  try {
    if (session.owner === undefined) await ringForWaiting(ringing, session);
    else await ringing.bell.ring(session.owner.slot, ticket);
  } catch (error) {
    ringing.logger.warn("a bell is not rung", { ...logFacts(ticket), error: error as Error });
  }
}
