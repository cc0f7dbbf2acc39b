import { isIdOf } from "../core/ids.ts";
import { NamedError } from "../core/errors.ts";
import { isThere, type Campaign } from "../core/campaign.ts";
import { noCounts, ratesOf, sumOf, totalsOf, type Progress } from "../core/progress.ts";
import type { Session } from "../core/session.ts";
import { getSessionOf } from "./edge/access.ts";
import type { Caller } from "./edge/keys.ts";
import type { Services } from "./edge/services.ts";
import { isoTime, optionalTime } from "./edge/views.ts";

/** How a campaign looks in answers. */

/** @throws NamedError SESSION_NOT_FOUND | CAMPAIGN_NOT_FOUND */
export async function getCampaignOf(
  services: Services,
  caller: Caller,
  params: { readonly sessionId: string; readonly campaignId: string },
): Promise<{ readonly session: Session; readonly campaign: Campaign; readonly progress: Progress | undefined }> {
  const { campaignId } = params;
  const session = await getSessionOf(services, caller, params.sessionId);
  if (!isIdOf("campaign", campaignId)) throw new NamedError("CAMPAIGN_NOT_FOUND", `no campaign ${campaignId}`);
  const [campaign, progress] = await Promise.all([
    services.campaigns.find({ tenantId: caller.tenantId, sessionId: session.sessionId, campaignId }),
    services.progress.find(caller.tenantId, campaignId),
  ]);
  if (campaign === undefined || !isThere(campaign, services.clock.now())) {
    throw new NamedError("CAMPAIGN_NOT_FOUND", `no campaign ${campaignId}`);
  }
  return { session, campaign, progress };
}

export function campaignView(campaign: Campaign, progress: Progress | undefined) {
  const counts = progress?.counts ?? noCounts;
  const accounted = sumOf(counts);
  const done = accounted - counts.sending;
  const notReached = campaign.status === "stopped" ? Math.max(0, campaign.total - accounted) : 0;
  return {
    campaignId: campaign.campaignId,
    name: campaign.name,
    status: campaign.status,
    ...(campaign.pausedBecause === undefined ? {} : { pausedBecause: campaign.pausedBecause }),
    ...(campaign.status === "running" && progress?.waitingFor !== undefined ? { waitingFor: progress.waitingFor } : {}),
    listIds: [...campaign.listIds],
    excludeListIds: [...campaign.excludeListIds],
    // A list that is still being imported holds more than was counted at the launch.
    total: Math.max(campaign.total, accounted),
    counts: { ...counts, notReached },
    totals: totalsOf(counts),
    rates: ratesOf(counts),
    progress: campaign.status === "completed" ? 1 : done / Math.max(campaign.total, done + 1),
    createdAt: isoTime(campaign.createdAt),
    ...optionalTime("startedAt", campaign.startedAt),
    ...optionalTime("finishedAt", campaign.finishedAt),
    ...scheduleView(campaign),
    ...(campaign.retryStatuses === undefined ? {} : { retrying: [...campaign.retryStatuses] }),
  };
}

const scheduleView = ({ schedule }: Campaign) =>
  schedule === undefined
    ? {}
    : {
        sendAt: isoTime(schedule.sendAt),
        timezone: schedule.timezone,
        ...(schedule.maxLateMinutes === undefined ? {} : { maxLateMinutes: schedule.maxLateMinutes }),
      };
