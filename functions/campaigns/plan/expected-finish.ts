import type { Campaign } from "../../../core/campaign/campaign.ts";
import { estimateFinish } from "../../../core/campaign/plan/estimate.ts";
import { dayOf } from "../../../core/time/local-time.ts";
import { noCounts, sumOf } from "../../../core/campaign/progress.ts";
import { sendingRule } from "../../../core/campaign/sending-rule.ts";
import type { Session } from "../../../core/session/session.ts";
import type { Services } from "../../edge/services.ts";

/** Campaigns that may share the session's time, the newest. */
const campaignsLookedAt = 20;

/**
 * When a campaign that is not there yet would be done, beside the session's campaigns that run: they take turns, and what went
 * today counts to the daily cap.
 *
 * @param messages of its own
 * @returns epoch ms; undefined when that is too far away to estimate
 */
export async function expectedFinish(
  { campaigns, progress }: Pick<Services, "campaigns" | "progress">,
  session: Session,
  campaign: Campaign,
  messages: number,
  now: number,
): Promise<number | undefined> {
  const rule = sendingRule(session, campaign, "UTC");
  const startsAt = campaign.schedule?.sendAt ?? now;
  const today = dayOf(startsAt, rule.timezone);
  const { items } = await campaigns.page(session, { limit: campaignsLookedAt });
  const others = await Promise.all(
    items.map(async (other) => {
      const { counts = noCounts, byDay = {} } = (await progress.find(other.tenantId, other.campaignId)) ?? {};
      const ofToday = byDay[today] ?? noCounts;
      return {
        left: other.status === "running" ? Math.max(0, other.total - sumOf(counts)) : 0,
        claims: sumOf(ofToday) - ofToday.skipped,
      };
    }),
  );
  const sumBy = (figure: (other: (typeof others)[number]) => number) =>
    others.reduce((sum, other) => sum + figure(other), 0);
  const claims = sumBy((other) => other.claims);
  const history = { latest: [], ...(claims === 0 ? {} : { day: { name: today, claims } }) };
  const ofOthers = sumBy(({ left }) => Math.min(messages, left));
  return estimateFinish(rule, history, messages === 0 ? 0 : messages + ofOthers, startsAt);
}
