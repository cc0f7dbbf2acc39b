import { NamedError } from "../../core/errors.ts";
import { isLinked, type Session } from "../../core/session/session.ts";
import { maySee, type Caller } from "../edge/keys.ts";
import type { Services } from "../edge/services.ts";

/**
 * Another session that is linked to the number: of the tenant, or one of any tenant that a worker of this deployment runs. WhatsApp
 * may unlink it when a pairing code is asked for its number. Source: OpenWA#1653.
 */
export async function sessionLinkedTo(
  { sessions, slots }: Pick<Services, "sessions" | "slots">,
  { tenantId, sessionId }: Session,
  number: string,
): Promise<Session | undefined> {
  const isAnother = (other: Session) => other.tenantId !== tenantId || other.sessionId !== sessionId;
  const isLinkedTo = (other: Session) => isAnother(other) && other.number === number && isLinked(other);
  const own = (await sessions.list(tenantId)).find(isLinkedTo);
  if (own !== undefined) return own;
  const held = await Promise.all((await slots.list()).map(({ slot }) => sessions.ownedBy(slot)));
  return held.flat().find(isLinkedTo);
}

/** Names the other session only to a caller that may see it. */
export function numberLinked(number: string, { tenantId, sessionId }: Session, caller: Caller): NamedError {
  if (tenantId !== caller.tenantId || !maySee(caller, sessionId)) {
    return new NamedError("NUMBER_LINKED", "another session is linked to it", {
      sentence: "NUMBER_LINKED_ELSEWHERE",
      facts: { number },
    });
  }
  const facts = { number, session: sessionId };
  return new NamedError("NUMBER_LINKED", "another session is linked to it", { facts, members: { sessionId } });
}
