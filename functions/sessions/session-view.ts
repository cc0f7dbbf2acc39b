import { isConnected, isLinked, isOnPhoneOf, stateOf, type Session } from "../../core/session/session.ts";
import type { ApiRequest } from "../edge/request.ts";
import { isoTime, optionalTime } from "../edge/views.ts";
import { warningsIn } from "../edge/warnings.ts";

/** How a session looks in answers. */

export type Say = ApiRequest["say"];

export const view = (session: Session) => ({
  ...connectionOf(session),
  ...(session.label === undefined ? {} : { label: session.label }),
  ...(session.pacing === undefined ? {} : { pacing: session.pacing }),
  ...(session.dailyCap === undefined ? {} : { dailyCap: session.dailyCap }),
  ...(session.quietHours === undefined ? {} : { quietHours: session.quietHours }),
  ...(session.timezone === undefined ? {} : { timezone: session.timezone }),
  ...(session.optOutKeywords === undefined ? {} : { optOutKeywords: [...session.optOutKeywords] }),
  ...(session.defaultCountry === undefined ? {} : { defaultCountry: session.defaultCountry }),
});

export const connectionOf = (session: Session) => ({
  sessionId: session.sessionId,
  connected: isConnected(session),
  state: stateOf(session),
  ...(session.number === undefined ? {} : { number: session.number }),
  ...(session.name === undefined ? {} : { name: session.name }),
  since: isoTime(session.since),
  ...optionalTime("profileSavedAt", session.profile?.savedAt),
  createdAt: isoTime(session.createdAt),
});

/** That the same phone is linked in other sessions, of which only those that the caller may see are named. */
export function warningsOf(session: Session, visible: readonly Session[], say: Say): ReturnType<typeof warningsIn> {
  const { number } = session;
  const others = isLinked(session) ? visible.filter((other) => isOnPhoneOf(session, other)) : [];
  const sessions = others.map((other) => other.sessionId);
  if (number === undefined || sessions.length === 0) return {};
  return warningsIn([{ code: "number_linked_twice", number, sessions }], say);
}
