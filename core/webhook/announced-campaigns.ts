import { transition, type Campaign, type CampaignAction, type CampaignBody } from "../campaign/campaign.ts";
import { defined } from "../defined.ts";
import type { CampaignChange, CampaignChanges, CampaignReader, ProgressStore } from "../campaign/campaign-ports.ts";
import type { CampaignRef } from "../refs.ts";
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

/** Publishes what becomes of campaigns, see announced.ts. */
export class AnnouncedCampaigns implements CampaignChanges {
  readonly #store: CampaignChanges & Pick<CampaignReader, "find">;
  readonly #events: EventPublisher;
  readonly #progress: Pick<ProgressStore, "find">;

  /** @param progress where the counts of a campaign stand */
  constructor(
    store: CampaignChanges & Pick<CampaignReader, "find">,
    events: EventPublisher,
    progress: Pick<ProgressStore, "find">,
  ) {
    this.#store = store;
    this.#events = events;
    this.#progress = progress;
  }

  async create(campaign: Campaign, body: CampaignBody): Promise<void> {
    const { tenantId, campaignId, status, createdAt } = campaign;
    const type = status === "scheduled" ? "campaign.scheduled" : "campaign.started";
    const eventId = eventIdOf("campaign", tenantId, campaignId, type);
    await this.#events.publish(tenantId, type, async () => planned(campaign, type, eventId, createdAt));
    await this.#store.create(campaign, body);
  }

  async change(seen: Campaign, changed: Campaign, body: CampaignBody | undefined): Promise<Campaign> {
    const { tenantId, campaignId, createdAt, changedAt = createdAt, changedBy = changedAt } = changed;
    const type = "campaign.scheduled";
    const eventId = eventIdOf("campaign", tenantId, campaignId, type, changedBy);
    await this.#events.publish(tenantId, type, async () => planned(changed, type, eventId, changedAt));
    return await this.#store.change(seen, changed, body);
  }

  async apply(ref: CampaignRef, action: CampaignAction, change: CampaignChange): Promise<Campaign> {
    const type = eventOfAction[action];
    if (type !== undefined) await this.#publishAction(ref, action, type, change);
    return await this.#store.apply(ref, action, change);
  }

  settle(ref: CampaignRef, total: number): Promise<void> {
    return this.#store.settle(ref, total);
  }

  #publishAction(
    ref: CampaignRef,
    action: CampaignAction,
    type: EventType,
    { now, pausedBecause, total }: CampaignChange,
  ): Promise<void> {
    const { tenantId, sessionId, campaignId } = ref;
    return this.#events.publish(tenantId, type, async (ifInTime) => {
      const seen = await this.#store.find(ref);
      const status = seen === undefined ? undefined : transition(seen.status, action);
      if (seen === undefined || status === undefined) return undefined;
      const counted = total === undefined ? seen : { ...seen, total };
      const figures = await campaignFacts(this.#progress, counted, status, ifInTime);
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
  }
}
