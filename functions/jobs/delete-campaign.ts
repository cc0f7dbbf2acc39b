import { isThere } from "../../core/campaign/campaign.ts";
import type { CampaignRef } from "../../core/refs.ts";
import type { Services } from "../edge/services.ts";

/** Its worker may have had a message in hand: what it still writes is found by the next run, so the campaign stays. */
const workerEndsMs = 60_000;
const rowsAtOnce = 500;

/** Clears away what a campaign left that does not exist any more. Running it twice, or cutting it off, does no harm. */
export async function deleteCampaignRows(
  { campaigns, campaignRemoval, clock }: Pick<Services, "campaigns" | "campaignRemoval" | "clock">,
  ref: CampaignRef,
): Promise<void> {
  const campaign = await campaigns.find(ref);
  const now = clock.now();
  if (campaign === undefined || isThere(campaign, now)) return;
  const settled = now - (campaign.deletedAt ?? campaign.expiresAt ?? now) >= workerEndsMs;
  while (await campaignRemoval.clearAway(ref, rowsAtOnce));
  if (settled) await campaignRemoval.forget(ref);
}
