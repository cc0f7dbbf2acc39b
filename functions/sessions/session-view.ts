import { defined } from "../../core/defined.ts";
import { newChatsRule } from "../../core/campaign/sending-rule.ts";
import { newChatsOn } from "../../core/sending/new-chats.ts";
import { limitsView } from "../../core/session/account-limits.ts";
import { accountLinkedAt, agesSince } from "../../core/session/account.ts";
import type { Clock } from "../../core/time/clock.ts";
import type { WhatsAppNetwork } from "../../core/whatsapp.ts";
import { isConnected, isLinked, isOnPhoneOf, stateOf, type Session } from "../../core/session/session.ts";
import type { ApiRequest } from "../edge/request.ts";
import { isoTime } from "../edge/views.ts";
import { warningsIn, type Warning } from "../edge/warnings.ts";

/** How a session looks in answers. */

export type Say = ApiRequest["say"];

/** Where it is shown: on which network its messages go, and when that is. */
interface ShownOn {
  readonly network: WhatsAppNetwork;
  readonly clock: Pick<Clock, "now">;
}

export const view = (session: Session, on: ShownOn) => ({
  ...connectionOf(session),
  ...defined({
    newChats: newChatsOfSession(session, on),
    whatsapp: session.page && {
      version: session.page.version,
      checkedAt: isoTime(session.page.checkedAt),
      unavailable: session.page.unavailable.map(({ member, feature }) => ({ member, feature })),
    },
    limits: session.limits && isLinked(session) ? limitsView(session.limits, on.clock.now()) : undefined,
    label: session.label,
    pacing: session.pacing,
    dailyCap: session.dailyCap,
    quietHours: session.quietHours,
    timezone: session.timezone,
    optOutKeywords: session.optOutKeywords && [...session.optOutKeywords],
    defaultCountry: session.defaultCountry,
  }),
});

/** What its account may begin today; nothing of a session that no account was ever linked to. */
function newChatsOfSession(session: Session, { network, clock }: ShownOn) {
  const linkedAt = accountLinkedAt(session);
  if (linkedAt === undefined) return undefined;
  const rule = newChatsRule(session.pacing?.newChatsPerDay, undefined, agesSince(session, network));
  const perDay = rule && newChatsOn(rule, clock.now(), session.timezone ?? "UTC");
  return { perDay: perDay ?? null, accountLinkedAt: isoTime(linkedAt) };
}

export const connectionOf = (session: Session) =>
  defined({
    sessionId: session.sessionId,
    connected: isConnected(session),
    state: stateOf(session),
    reason: session.state === "failed" ? session.failedBecause : undefined,
    number: session.number,
    name: session.name,
    since: isoTime(session.since),
    profileSavedAt: isoTime(session.profile?.savedAt),
    createdAt: isoTime(session.createdAt),
  });

/** What to do about a failed link; that the same phone is linked in other sessions, of which those are named that the caller may see. @param more beside these */
export function warningsOf(
  session: Session,
  visible: readonly Session[],
  say: Say,
  more: readonly Warning[] = [],
): ReturnType<typeof warningsIn> {
  return warningsIn([...ofItsLink(session, visible), ...more], say);
}

function ofItsLink(session: Session, visible: readonly Session[]): readonly Warning[] {
  const { number } = session;
  if (session.state === "failed" && session.failedBecause === "link_not_completed")
    return [{ code: "link_not_completed" }];
  const others = isLinked(session) ? visible.filter((other) => isOnPhoneOf(session, other)) : [];
  const sessions = others.map((other) => other.sessionId);
  return number === undefined || sessions.length === 0 ? [] : [{ code: "number_linked_twice", number, sessions }];
}
