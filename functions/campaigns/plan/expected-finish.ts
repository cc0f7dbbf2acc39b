import type { Campaign } from "../../../core/campaign/campaign.ts";
import { estimateWithinLimits } from "../../../core/campaign/plan/estimate-within-limits.ts";
import { dayOf } from "../../../core/time/local-time.ts";
import { isFromNumberOf } from "../../../core/campaign/sender.ts";
import { newChatsOf, noCounts, sumOf } from "../../../core/campaign/progress.ts";
import type { DryRun } from "../../../core/campaign/plan/dry-run.ts";
import { dayOfClaims } from "../../../core/sending/pacing.ts";
import { agesSince } from "../../../core/session/account.ts";
import type { WhatsAppNetwork } from "../../../core/whatsapp.ts";
import { sendingRule } from "../../../core/campaign/sending-rule.ts";
import type { Session } from "../../../core/session/session.ts";
import type { Services } from "../../edge/services.ts";

/** Campaigns that may share the session's time, the newest. */
const campaignsLookedAt = 20;

/**
 * When a campaign that is not there yet would be done, beside the session's campaigns that run: they take turns, and what went
 * today counts to the daily cap. What WhatsApp told of the account holds chats back as it will the worker's.
 *
 * @param figures of its own messages: how many, and how many of them likely begin a chat; others' are taken to be alike
 * @returns epoch ms; undefined when that is too far away to estimate, or WhatsApp does not tell when chats may begin again
 */
export async function expectedFinish(
  { campaigns, progress, network }: Pick<Services, "campaigns" | "progress"> & { readonly network: WhatsAppNetwork },
  session: Session,
  campaign: Campaign,
  { willSend: messages, newChats }: Pick<DryRun, "willSend" | "newChats">,
  now: number,
): Promise<number | undefined> {
  const rule = sendingRule(session, campaign, "UTC", agesSince(session, network));
  const startsAt = campaign.schedule?.sendAt ?? now;
  const today = dayOf(startsAt, rule.timezone);
  const { items } = await campaigns.page(session, { limit: campaignsLookedAt });
  const others = await Promise.all(
    items.map(async (other) => {
      const known = await progress.find(other.tenantId, other.campaignId);
      const { counts = noCounts, byDay = {} } = known ?? {};
      const ofToday = byDay[today] ?? noCounts;
      return {
        left: other.status === "running" ? Math.max(0, other.total - sumOf(counts)) : 0,
        claims: sumOf(ofToday) - ofToday.skipped,
        newChats: isFromNumberOf(session, other) ? newChatsOf(known, today) : 0,
      };
    }),
  );
  const sumBy = (figure: (other: (typeof others)[number]) => number) =>
    others.reduce((sum, other) => sum + figure(other), 0);
  const claims = sumBy((other) => other.claims);
  const day = dayOfClaims(
    today,
    claims,
    sumBy((other) => other.newChats),
  );
  const history = { latest: [], ...(claims === 0 ? {} : { day }) };
  const ofOthers = sumBy(({ left }) => Math.min(messages, left));
  const beginning = messages === 0 ? 0 : newChats / messages;
  const all = messages === 0 ? 0 : messages + ofOthers;
  return estimateWithinLimits(session.limits, rule, history, all, startsAt, beginning);
}
