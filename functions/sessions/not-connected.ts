import { NamedError } from "../../core/errors.ts";
import { needsScan, stateOf, type Session } from "../../core/session/session.ts";

const retryAfterSeconds = 5;

/**
 * That a session is not connected, and what to do about it: scan, or wait.
 * @param session none where there never was one
 */
export function notConnected(session: Pick<Session, "profile" | "state" | "owner"> | undefined): NamedError {
  const state = session === undefined ? "stopped" : stateOf(session);
  const qrRequired = needsScan(session);
  return new NamedError("SESSION_NOT_CONNECTED", `session is ${state}`, {
    members: { qrRequired, state },
    ...(qrRequired ? {} : { retryAfterSeconds, sentence: "SESSION_ON_ITS_WAY" }),
  });
}
