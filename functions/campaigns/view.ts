import { createHash } from "node:crypto";
import { defined } from "../../core/defined.ts";
import { isIdOf } from "../../core/ids.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { NamedError } from "../../core/errors.ts";
import { isThere, type Campaign, type CampaignBody } from "../../core/campaign/campaign.ts";
import { countsByReason, figuresOf, noCounts, sumOf, type Progress } from "../../core/campaign/progress.ts";
import { pausesAt, type Failing } from "../../core/campaign/streak.ts";
import { sendingRule } from "../../core/campaign/sending-rule.ts";
import type { FrozenMedia } from "../../core/content/media.ts";
import type { SessionRef } from "../../core/refs.ts";
import { newChatsOn } from "../../core/sending/new-chats.ts";
import { agesSince } from "../../core/session/account.ts";
import type { WhatsAppNetwork } from "../../core/whatsapp.ts";
import { spanEnd, startOfNextDay } from "../../core/time/local-time.ts";
import type { Session } from "../../core/session/session.ts";
import type { WaitReason } from "../../core/sending/pacing.ts";
import { getSessionOf } from "../edge/access.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import { dayFigures } from "./day-figures.ts";

/** How a campaign looks in answers. */

/**
 * Costs two read units: the campaign as it is now, its session and its counts as they were a moment ago.
 * @throws NamedError SESSION_NOT_FOUND | CAMPAIGN_NOT_FOUND
 */
export async function getCampaignOf(
  services: Pick<Services, "sessions" | "campaigns" | "progress" | "clock">,
  ref: SessionRef,
  { campaignId }: { readonly campaignId: string },
): Promise<{
  readonly campaign: Campaign;
  readonly progress: Progress | undefined;
  /** As it was a moment ago. */
  readonly session: Session;
}> {
  const [session, campaign, progress] = isIdOf("campaign", campaignId)
    ? await Promise.all([
        services.sessions.glimpse(ref),
        services.campaigns.find({ ...ref, campaignId }),
        services.progress.glimpse(ref.tenantId, campaignId),
      ])
    : [];
  // An answer that there is nothing goes by what the row says now.
  const there = session === undefined || session.deletingAt !== undefined ? await getSessionOf(services, ref) : session;
  if (campaign !== undefined && isThere(campaign, services.clock.now())) return { campaign, progress, session: there };
  throw new NamedError("CAMPAIGN_NOT_FOUND", `no campaign ${campaignId}`);
}

export function campaignView(campaign: Campaign, progress: Progress | undefined) {
  const counts = progress?.counts ?? noCounts;
  const accounted = sumOf(counts);
  const done = accounted - counts.sending;
  return defined({
    campaignId: campaign.campaignId,
    name: campaign.name,
    status: campaign.status,
    pausedBecause: campaign.pausedBecause,
    waitingFor: waitingOf(campaign, progress),
    failing: campaign.status === "running" ? failingView(progress?.failing) : undefined,
    page: isOfPage(campaign, progress) ? progress?.page : undefined,
    estimatedFinishAt: isoTime(estimateOf(campaign, progress)),
    listIds: [...campaign.listIds],
    excludeListIds: [...campaign.excludeListIds],
    ...figuresOf(campaign.status, campaign.total, counts),
    ...countsByReason(progress?.reasons),
    progress: campaign.status === "completed" ? 1 : done / Math.max(campaign.total, done + 1),
    sender: campaign.sender,
    remainderOf: campaign.remainderOf && (campaign.remainderOf.at(-1) ?? ""),
    createdAt: isoTime(campaign.createdAt),
    startedAt: isoTime(campaign.startedAt),
    finishedAt: isoTime(campaign.finishedAt),
    sendAt: isoTime(campaign.schedule?.sendAt),
    timezone: campaign.schedule && (campaign.schedule.timezone ?? "UTC"),
    maxLateMinutes: campaign.schedule?.maxLateMinutes,
    retrying: campaign.retryStatuses && [...campaign.retryStatuses],
  });
}

/** That its recipients fail, and with how many of them it is paused. */
const failingView = (failing: Failing | undefined) => failing && { ...failing, pausesAt: pausesAt[failing.because] };

/** How fast and when it sends: its own pacing and quiet hours where it has some, else the session's, else the defaults. */
export function pacingView(campaign: Campaign, session: Session, network: WhatsAppNetwork, now: number) {
  const rule = sendingRule(session, campaign, "UTC", agesSince(session, network));
  const { newChats, policy, quietHours, timezone } = rule;
  const newChatsPerDay = newChats && newChatsOn(newChats, now, timezone);
  return defined({ pacing: { ...policy, ...defined({ newChatsPerDay }) }, quietHours });
}

/** What only one campaign alone is shown with: when it goes on, where the clock decides that, and what was done on each day. */
export function courseView(campaign: Campaign, progress: Progress | undefined, session: Session, now: number) {
  const days = Object.entries(progress?.byDay ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const byDay = days.map(([day, counts]) => ({ day, ...dayFigures(counts) }));
  return defined({ waitingUntil: isoTime(waitingUntil(campaign, progress, session, now)), byDay });
}

function waitingUntil(
  campaign: Campaign,
  progress: Progress | undefined,
  session: Session,
  now: number,
): number | undefined {
  const waitsFor = waitingOf(campaign, progress);
  if (waitsFor === "whatsapp_limit") return progress?.waitsUntil;
  if (waitsFor === undefined || !untilAClock.includes(waitsFor)) return undefined;
  const { newChats, quietHours, timezone } = sendingRule(session, campaign, "UTC");
  // None a day is none tomorrow.
  if (waitsFor === "new_chats" && newChats?.perDay === 0) return undefined;
  const nextDay = waitsFor === "quiet_hours" ? undefined : startOfNextDay(now, timezone);
  // A day may begin within quiet hours.
  return (quietHours && spanEnd(nextDay ?? now, quietHours)) ?? nextDay;
}

/** What its recipients get. Nothing of a row of before that has no body. */
export function contentView({ text, variables, template, media }: Partial<CampaignBody> = {}) {
  return defined({ message: text, variables, template, media: media && mediaView(media) });
}

const mediaView = ({ filename, kind, contentType, originalName, size }: FrozenMedia) => ({
  filename,
  kind,
  contentType,
  originalName,
  size,
});

/** Tag of an answer: the same for the same facts, in any order of the table's answer. */
export const etagOf = (data: object): string =>
  `W/"${createHash("sha256").update(canonicalJson(data)).digest("base64url").slice(0, 27)}"`;

const waitingOf = ({ status, waitingFor }: Campaign, progress: Progress | undefined): WaitReason | undefined =>
  status === "scheduled" ? waitingFor : status === "running" ? progress?.waitingFor : undefined;

/** Whether trouble with WhatsApp's page is what it waits for, or was paused for. */
const isOfPage = ({ status, pausedBecause }: Campaign, progress: Progress | undefined): boolean =>
  status === "running" ? progress?.waitingFor === "page" : status === "paused" && pausedBecause === "page_changed";

/** Waits that the day, or a time of it, ends. */
const untilAClock: readonly WaitReason[] = ["quiet_hours", "daily_cap", "new_chats"];

/** Waits whose end is not known. */
const openEnded: readonly (WaitReason | undefined)[] = ["session", "operator", "page"];

const estimateOf = ({ status }: Campaign, progress: Progress | undefined): number | undefined =>
  status === "running" && !openEnded.includes(progress?.waitingFor) ? progress?.estimatedFinishAt : undefined;
