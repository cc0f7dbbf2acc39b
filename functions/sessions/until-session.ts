import type { Session } from "../../core/session/session.ts";
import type { Services } from "../edge/services.ts";
import { untilRow } from "../edge/until-row.ts";

const pauseMs = 300;

/**
 * The session once it is as wanted; undefined when it is not by then.
 * @param seen as it was read just now
 * @param until epoch ms
 */
export async function untilSession(
  { sessions, clock }: Pick<Services, "sessions" | "clock">,
  seen: Session,
  until: number,
  holds: (session: Session) => boolean,
): Promise<Session | undefined> {
  if (holds(seen)) return seen;
  const read = async () => {
    const session = await sessions.find(seen);
    return session !== undefined && holds(session) ? session : undefined;
  };
  return await untilRow(read, { clock, until, pauseMs });
}
