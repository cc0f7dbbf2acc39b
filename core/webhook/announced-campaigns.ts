import { transition, type Campaign, type CampaignAction } from "../campaign/campaign.ts";
import type { CampaignChanges, CampaignReader, ProgressStore } from "../campaign/campaign-ports.ts";
import { defined } from "../defined.ts";
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

/**
 * Publishes what becomes of campaigns, see announced.ts.
 * @param progress where the counts of a campaign stand
 */
export function announcedCampaigns(
  store: CampaignChanges & Pick<CampaignReader, "find">,
  events: EventPublisher,
  progress: Pick<ProgressStore, "find">,
): CampaignChanges {
  /** The event of a campaign that is to be sent as it is now. */
  const announcePlan = (campaign: Campaign, type: EventType, at: number, ...by: readonly (string | number)[]) => {
    const { tenantId, sessionId, campaignId, name, status, total, schedule } = campaign;
    const sendAt = schedule && new Date(schedule.sendAt).toISOString();
    return events.publish(tenantId, type, async () => ({
      eventId: eventIdOf("campaign", tenantId, campaignId, type, ...by),
      sessionId,
      at,
      data: { campaignId, name, status, total, ...defined({ sendAt }) },
    }));
  };
  return {
    async create(campaign, body) {
      const type = campaign.status === "scheduled" ? "campaign.scheduled" : "campaign.started";
      await announcePlan(campaign, type, campaign.createdAt);
      await store.create(campaign, body);
    },
    async change(seen, changed, body) {
      const { createdAt, changedAt = createdAt, changedBy = changedAt } = changed;
      await announcePlan(changed, "campaign.scheduled", changedAt, changedBy);
      return await store.change(seen, changed, body);
    },
    async apply(ref, action, change) {
      const { tenantId, sessionId, campaignId } = ref;
      const { now, pausedBecause, total } = change;
      const type = eventOfAction[action];
      if (type !== undefined) {
        await events.publish(tenantId, type, async (ifInTime) => {
          const seen = await store.find(ref);
          const status = seen === undefined ? undefined : transition(seen.status, action);
          if (seen === undefined || status === undefined) return undefined;
          const counted = total === undefined ? seen : { ...seen, total };
          const figures = await campaignFacts(progress, counted, status, ifInTime);
          return {
            // A campaign may be paused more than once: the change before it distinguishes one pause from another.
            eventId: eventIdOf("campaign", tenantId, campaignId, type, seen.changedAt ?? seen.createdAt),
            sessionId,
            at: now,
            data: { campaignId, name: seen.name, status, ...defined({ pausedBecause }), ...figures },
          };
        });
      }
      return await store.apply(ref, action, change);
    },
    settle: (ref, total) => store.settle(ref, total),
  };
}
