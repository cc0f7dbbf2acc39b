import * as stores from "../../aws/open.ts";
import { campaignStates, type Campaign } from "../../core/campaign/campaign.ts";
import { engagedOverall, type Engagement } from "../../core/campaign/engagement.ts";
import { defined } from "../../core/defined.ts";
import { everyPage } from "../../core/pages.ts";
import type { SessionRef } from "../../core/refs.ts";
import { addedCounts, noCounts, type Counts } from "../../core/campaign/progress.ts";
import { isFailure } from "../../core/campaign/recipient.ts";
import { getSessionOf } from "../edge/access.ts";
import { serve } from "../edge/http.ts";
import { implementWith } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import * as routes from "../routes/stats.ts";
import { dayFigures } from "./day-figures.ts";
import { getOverview } from "./overview.ts";

const implement = implementWith({
  sessions: stores.sessions,
  campaigns: stores.campaigns,
  progress: stores.progress,
});

const campaignsAtOnce = 100;
const engagedShown = 20;

const getStats = implement(routes.getStats)(async ({ session: ref, query }, services) => {
  const session = await getSessionOf(services, ref);
  const { from, to } = query;
  const isWithin = (day: string) => (from ?? day) <= day && day <= (to ?? day);
  const byDay = new Map<string, Counts>();
  const failures: Record<string, number> = {};
  const statuses = Object.fromEntries(campaignStates.map((status) => [status, 0])) as Record<
    Campaign["status"],
    number
  >;
  const engagements: Engagement[] = [];
  for await (const { campaign, progress, engagement } of everyCampaign(services, session)) {
    const days = Object.entries(progress?.byDay ?? {}).filter(([day]) => isWithin(day));
    // With bounds, only campaigns that sent in that time.
    if (days.length === 0 && (from !== undefined || to !== undefined)) continue;
    statuses[campaign.status] += 1;
    for (const [day, counts] of days) {
      byDay.set(day, addedCounts(byDay.get(day) ?? noCounts, counts));
      for (const [reason, count] of Object.entries(progress?.reasons?.[day] ?? {})) {
        if (count > 0 && isFailure(reason)) failures[reason] = (failures[reason] ?? 0) + count;
      }
    }
    if (engagement !== undefined) engagements.push(engagement);
  }
  const all = [...byDay.values()].reduce(addedCounts, noCounts);
  return {
    status: 200,
    body: {
      data: {
        timezone: session.timezone ?? "UTC",
        ...defined({ from, to }),
        ...dayFigures(all),
        byDay: [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, counts]) => ({ day, ...dayFigures(counts) })),
        campaigns: Object.values(statuses).reduce((sum, count) => sum + count, 0),
        campaignsByStatus: statuses,
        failuresByReason: failures,
        mostEngaged: engagedOverall(engagements, engagedShown),
      },
    },
  };
});

async function* everyCampaign({ campaigns, progress }: Pick<Services, "campaigns" | "progress">, ref: SessionRef) {
  for await (const page of everyPage(campaignsAtOnce, (query) => campaigns.page(ref, query))) {
    const figures = await progress.figures(
      ref.tenantId,
      page.items.map(({ campaignId }) => campaignId),
    );
    for (const campaign of page.items) yield { campaign, ...figures.get(campaign.campaignId) };
  }
}

export const handler = serve([getStats, getOverview]);
