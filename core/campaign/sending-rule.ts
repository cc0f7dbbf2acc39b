import { defined } from "../defined.ts";
import type { Campaign } from "./campaign.ts";
import { resolvePacing, type PacingRule } from "../sending/pacing.ts";
import type { Session } from "../session/session.ts";

/** What may be set of a session, as far as sending goes; a campaign may say more of its own. */
export type SessionSettings = Pick<Session, "pacing" | "dailyCap" | "quietHours" | "timezone">;

/**
 * The rule that a campaign of a session is sent by: its own word before the session's, the session's before the defaults.
 * The session's daily cap is above both: a campaign may only ask for less.
 *
 * @param timezone of sessions that have none of their own
 */
export function sendingRule(
  session: SessionSettings,
  campaign: Pick<Campaign, "pacing" | "quietHours">,
  timezone: string,
): PacingRule {
  const policy = resolvePacing(campaign.pacing, resolvePacing(session.pacing));
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
    ...defined({ quietHours }),
  };
}
