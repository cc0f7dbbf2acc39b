import { isThere } from "../../../core/campaign/campaign.ts";
import { campaignView } from "../../../functions/campaigns/view.ts";
import { ref, tenantId, type System } from "../system.ts";

/** What a caller of `GET .../campaigns/{campaignId}` is shown, from the same reads and the same view as its route. */
export async function readCampaign({ history, stores, clock }: System, campaignId: string): Promise<void> {
  const read = history.scribe.begin("people", "read", { of: campaignId });
  try {
    const [campaign, progress] = await Promise.all([
      stores.campaigns.find({ ...ref, campaignId }),
      stores.progress.glimpse(tenantId, campaignId),
    ]);
    if (campaign === undefined || !isThere(campaign, clock.now())) {
      read.done({});
      return;
    }
    const { status, counts } = campaignView(campaign, progress);
    const { notReached: _, ...ofRows } = counts;
    read.done({ status, counts: ofRows });
  } catch (error) {
    read.failed();
    throw error;
  }
}

/** Its rows, once it is over; nothing of one that was deleted. */
export async function readRows(system: System, campaignId: string): Promise<void> {
  const campaign = await system.stores.campaigns.find({ ...ref, campaignId });
  if (campaign === undefined || !isThere(campaign, system.clock.now())) return;
  const rows = (await system.rows(campaignId)).map(({ number, state }) => [number, state] as const);
  system.history.scribe.point("people", "rows", { of: campaignId, status: campaign.status, rows });
}
