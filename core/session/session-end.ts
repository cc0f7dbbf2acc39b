import type { SessionChanges } from "./session-ports.ts";
import type { Session, SessionEvent } from "./session.ts";
import { noWishes } from "./wishes.ts";

/** Why the owner of a session opens no further connection. */
export type SessionEnd =
  | "logged_out"
  | "qr_used_up"
  /** Its saved profile is gone or damaged, and those before it, too. */
  | "no_profile"
  | "link_not_completed"
  /** The session is given back. */
  | "stopping";

/**
 * What an end makes of the row. A session that is given back keeps its wishes for the next owner; one that ended by itself
 * rests until a person asks for it again.
 */
export function endOf(
  end: SessionEnd,
  { logoutRequestedAt }: Pick<Session, "logoutRequestedAt">,
): { readonly event: SessionEvent; readonly changes: SessionChanges } {
  const rests = { ...noWishes, release: true } as const;
  switch (end) {
    case "stopping":
      return { event: "released", changes: { release: true } };
    case "qr_used_up":
      return { event: "qr_used_up", changes: rests };
    case "link_not_completed":
      return { event: "start_failed", changes: { ...rests, failedBecause: end } };
    case "logged_out":
      return { event: "logged_out", changes: { ...rests, profile: null } };
    case "no_profile":
      // Nothing is left to come back with: it has to be linked anew. That is all that a logout could do, too.
      return logoutRequestedAt === undefined
        ? { event: "start_failed", changes: { ...rests, profile: null, failedBecause: "profile_lost" } }
        : { event: "logged_out", changes: { ...rests, profile: null } };
  }
}
