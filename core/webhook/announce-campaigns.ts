import { defined } from "../defined.ts";
import { announced, tellsNothing } from "./announced.ts";
import { transition, type Campaign, type CampaignAction } from "../campaign/campaign.ts";
import { campaignFacts } from "./event-facts.ts";
import { eventIdOf, type EventPublisher, type EventType } from "./events.ts";
import type { CampaignStore, ProgressStore } from "../campaign/campaign-ports.ts";

/** Tells what becomes of campaigns, see announced.ts. */

export type SilentCampaigns = Omit<CampaignStore, "create" | "apply" | "change">;

const eventOfAction: Readonly<Partial<Record<CampaignAction, EventType>>> = {
  launch: "campaign.started",
  hold: "campaign.paused",
  pause: "campaign.paused",
  renumber: "campaign.paused",
  resume: "campaign.resumed",
  stop: "campaign.stopped",
  complete: "campaign.completed",
  retry: "campaign.resumed",
};

/** What is told of a campaign that is to be sent as it is now. */
const planned = (
  { tenantId, sessionId, campaignId, name, status, total, schedule }: Campaign,
  type: EventType,
  eventId: string,
  at: number,
) => ({
  eventId,
  type,
  tenantId,
  sessionId,
  at,
  data: {
    campaignId,
    name,
    status,
    total,
    ...defined({ sendAt: schedule && new Date(schedule.sendAt).toISOString() }),
  },
});

/** @param progress where the counts of a campaign stand */
export const announceCampaigns = (
  store: CampaignStore,
  events: EventPublisher,
  progress: Pick<ProgressStore, "find">,
): CampaignStore =>
  announced<CampaignStore>(store, {
    find: tellsNothing,
    body: tellsNothing,
    page: tellsNothing,
    open: tellsNothing,
    settle: tellsNothing,
    clearAway: tellsNothing,
    forget: tellsNothing,
    running: tellsNothing,
    create: async (campaign) => {
      const { tenantId, campaignId, status, createdAt } = campaign;
      const type = status === "scheduled" ? "campaign.scheduled" : "campaign.started";
      const eventId = eventIdOf("campaign", tenantId, campaignId, type);
      await events.publish(tenantId, type, async () => planned(campaign, type, eventId, createdAt));
    },
    change: async (_, changed) => {
      const { tenantId, campaignId, createdAt, changedAt = createdAt, changedBy = changedAt } = changed;
      const type = "campaign.scheduled";
      const eventId = eventIdOf("campaign", tenantId, campaignId, type, changedBy);
      await events.publish(tenantId, type, async () => planned(changed, type, eventId, changedAt));
    },
    apply: async (ref, action, { now, pausedBecause, total }) => {
      const { tenantId, sessionId, campaignId } = ref;
      const type = eventOfAction[action];
      if (type === undefined) return;
      await events.publish(tenantId, type, async (ifInTime) => {
        const seen = await store.find(ref);
        const status = seen === undefined ? undefined : transition(seen.status, action);
        if (seen === undefined || status === undefined) return undefined;
        const planned = total === undefined ? seen : { ...seen, total };
        const figures = await campaignFacts(progress, planned, status, ifInTime);
        return {
          // A campaign may be paused more than once: the change before it tells one pause from another.
          eventId: eventIdOf("campaign", tenantId, campaignId, type, seen.changedAt ?? seen.createdAt),
          type,
          tenantId,
          sessionId,
          at: now,
          data: { campaignId, name: seen.name, status, ...defined({ pausedBecause }), ...figures },
        };
      });
    },
  });
