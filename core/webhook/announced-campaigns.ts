import { transition, type Campaign, type CampaignAction } from "../campaign/campaign.ts";
import { defined } from "../defined.ts";
import type { CampaignChanges, CampaignReader, ProgressStore } from "../campaign/campaign-ports.ts";
import { campaignFacts } from "./event-facts.ts";
import { eventIdOf, type EventPublisher, type EventType } from "./events.ts";

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

/** The event of a campaign that is to be sent as it is now. */
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

/** Publishes what becomes of campaigns, see announced.ts. @param progress where the counts of a campaign stand */
export const announcedCampaigns = (
  store: CampaignChanges & Pick<CampaignReader, "find">,
  events: EventPublisher,
  progress: Pick<ProgressStore, "find">,
): CampaignChanges => ({
  async create(campaign, body) {
    const { tenantId, campaignId, status, createdAt } = campaign;
    const type = status === "scheduled" ? "campaign.scheduled" : "campaign.started";
    const eventId = eventIdOf("campaign", tenantId, campaignId, type);
    await events.publish(tenantId, type, async () => planned(campaign, type, eventId, createdAt));
    await store.create(campaign, body);
  },

  async change(seen, changed, body) {
    const { tenantId, campaignId, createdAt, changedAt = createdAt, changedBy = changedAt } = changed;
    const type = "campaign.scheduled";
    const eventId = eventIdOf("campaign", tenantId, campaignId, type, changedBy);
    await events.publish(tenantId, type, async () => planned(changed, type, eventId, changedAt));
    return await store.change(seen, changed, body);
  },

  async apply(ref, action, change) {
    const type = eventOfAction[action];
    if (type === undefined) return await store.apply(ref, action, change);
    const { tenantId, sessionId, campaignId } = ref;
    const { now, pausedBecause, total } = change;
    await events.publish(tenantId, type, async (ifInTime) => {
      const seen = await store.find(ref);
      const status = seen === undefined ? undefined : transition(seen.status, action);
      if (seen === undefined || status === undefined) return undefined;
      const counted = total === undefined ? seen : { ...seen, total };
      const figures = await campaignFacts(progress, counted, status, ifInTime);
      return {
        // A campaign may be paused more than once: the change before it distinguishes one pause from another.
        eventId: eventIdOf("campaign", tenantId, campaignId, type, seen.changedAt ?? seen.createdAt),
        type,
        tenantId,
        sessionId,
        at: now,
        data: { campaignId, name: seen.name, status, ...defined({ pausedBecause }), ...figures },
      };
    });
    return await store.apply(ref, action, change);
  },

  settle: (ref, total) => store.settle(ref, total),
});
