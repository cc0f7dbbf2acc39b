import { NamedError, type NamedErrorOptions } from "../../core/errors.ts";
import { needsScan, stateOf, stoppedByPage, type Session } from "../../core/session/session.ts";

const retryAfterSeconds = 5;
/** A change of WhatsApp's page is mended by a new version of this system, or by WhatsApp. */
const pageRetryAfterSeconds = 600;

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

/** @throws NamedError PAGE_CHANGED where a message of that kind can't go by the page that WhatsApp serves the session now */
export function assertPageSends(
  session: Pick<Session, "state" | "owner" | "failedBecause" | "page" | "profile">,
  { withFile }: { readonly withFile: boolean },
): void {
  const stops = stoppedByPage(session);
  if (stops === "nothing" || (stops === "media" && !withFile)) return;
  throw pageChanged(`WhatsApp's page stops ${stops}`, {
    members: { state: stateOf(session) },
    ...(stops === "media" ? { sentence: "PAGE_SENDS_NO_FILES" } : {}),
  });
}

/** That nothing was sent, because of the page that WhatsApp serves now. */
export const pageChanged = (message: string, { members, ...also }: NamedErrorOptions = {}): NamedError =>
  new NamedError("PAGE_CHANGED", message, {
    members: { qrRequired: false, ...members },
    retryAfterSeconds: pageRetryAfterSeconds,
    ...also,
  });
