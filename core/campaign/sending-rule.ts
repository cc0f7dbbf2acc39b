import { defined } from "../defined.ts";
import type { Campaign } from "./campaign.ts";
import type { NewChatsRule } from "../sending/new-chats.ts";
import { resolvePacing, type PacingRule } from "../sending/pacing.ts";
import type { Session } from "../session/session.ts";

/** What may be set of a session, as far as sending goes; a campaign may say more of its own. */
export type SessionSettings = Pick<Session, "pacing" | "dailyCap" | "quietHours" | "timezone">;

/**
 * The rule that a campaign of a session is sent by: its own word before the session's, the session's before the defaults.
 * The session's daily cap and its new chats a day are above both: a campaign may only ask for less.
 *
 * @param timezone of sessions that have none of their own
 * @param age since when the account is linked, where its age decides how many chats may begin
 */
export function sendingRule(
  session: SessionSettings,
  campaign: Pick<Campaign, "pacing" | "quietHours">,
  timezone: string,
  age: Pick<NewChatsRule, "linkedAt"> = {},
): PacingRule {
  const { newChatsPerDay: ofSession, ...pace } = session.pacing ?? {};
  const { newChatsPerDay: ofCampaign, ...ownPace } = campaign.pacing ?? {};
  const policy = resolvePacing(ownPace, resolvePacing(pace));
  const { dailyCap } = session;
  const perDay = Math.min(
    dailyCap ?? Infinity,
    dailyCap === undefined ? (policy.perDay ?? Infinity) : (campaign.pacing?.perDay ?? Infinity),
  );
  const zone = session.timezone ?? timezone;
  const quietHours =
    campaign.quietHours ?? (session.quietHours === undefined ? undefined : { timezone: zone, ...session.quietHours });
  return {
    policy: { ...policy, ...(Number.isFinite(perDay) ? { perDay } : {}) },
    timezone: zone,
    ...defined({ quietHours, newChats: newChatsRule(ofSession, ofCampaign, age) }),
  };
}

/**
 * A session's own number, or `null` for none, stands in the place of the bound by age.
 * @returns nothing where there is no bound
 */
export function newChatsRule(
  ofSession: number | null | undefined,
  ofCampaign: number | null | undefined,
  age: Pick<NewChatsRule, "linkedAt">,
): NewChatsRule | undefined {
  const set = Math.min(ofSession ?? Infinity, ofCampaign ?? Infinity);
  const linkedAt = ofSession === undefined ? age.linkedAt : undefined;
  const rule = { ...(Number.isFinite(set) ? { perDay: set } : {}), ...defined({ linkedAt }) };
  return Object.keys(rule).length === 0 ? undefined : rule;
}
