import type { SessionRef } from "../../core/refs.ts";
import type { Session } from "../../core/session/session.ts";
import type { Services } from "../edge/services.ts";

const pollEveryMs = 300;

/** The session once it is as wanted; undefined when it is not by then. @param until epoch ms */
export async function untilSession(
  { sessions, clock }: Pick<Services, "sessions" | "clock">,
  ref: SessionRef,
  until: number,
  holds: (session: Session) => boolean,
): Promise<Session | undefined> {
  for (;;) {
    const session = await sessions.find(ref);
    if (session !== undefined && holds(session)) return session;
    if (clock.now() + pollEveryMs > until) return undefined;
    await clock.wait(pollEveryMs);
  }
}
