import type { SessionReader } from "../../core/session/session-ports.ts";
import type { Session } from "../../core/session/session.ts";
import { maySee, type Caller } from "../edge/keys.ts";

/** The tenant's sessions that the caller may see. */
export const visibleSessions = async (
  sessions: Pick<SessionReader, "list">,
  caller: Caller,
): Promise<readonly Session[]> =>
  (await sessions.list(caller.tenantId)).filter(
    ({ sessionId, deletingAt }) => deletingAt === undefined && maySee(caller, sessionId),
  );
