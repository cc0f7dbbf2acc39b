import type { Campaign } from "../campaign/campaign.ts";
import { pausesAt, type Failing } from "../campaign/streak.ts";
import { eventIdOf, type EventPublisher } from "./events.ts";

/**
 * A campaign's recipients fail: it is about to be paused. Once for each start or resume, and for each kind of failure.
 * @param since when it was started or let go on, by its row: a repeat bears the same id
 */
export const announceFailing = (
  events: EventPublisher,
  campaign: Pick<Campaign, "tenantId" | "sessionId" | "campaignId" | "name">,
  { because, count }: Failing,
  { since, at }: { readonly since: number; readonly at: number },
): Promise<void> => {
  const { tenantId, sessionId, campaignId, name } = campaign;
  return events.publish(tenantId, "campaign.failing", async () => ({
    eventId: eventIdOf("failing", tenantId, campaignId, since, because),
    sessionId,
    at,
    data: { campaignId, name, because, count, pausesAt: pausesAt[because] },
  }));
};
