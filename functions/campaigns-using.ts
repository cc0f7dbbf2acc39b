import { decodeTime } from "ulid";
import { isOpen } from "../core/campaign.ts";
import { idPrefixes, isIdOf } from "../core/ids.ts";
import type { SessionRef } from "../core/ports.ts";
import type { Services } from "./edge/services.ts";

/**
 * Those of the campaigns whose marks a list or a file bears that are not over. Marks of others, or of campaigns that never
 * came to be, are taken off it.
 */
export async function campaignsUsing(
  { campaigns }: Pick<Services, "campaigns">,
  { tenantId, sessionId }: SessionRef,
  marks: readonly string[],
  takeOff: (campaignId: string) => Promise<void>,
  now: number,
): Promise<string[]> {
  const using: string[] = [];
  for (const campaignId of marks) {
    const campaign = await campaigns.find({ tenantId, sessionId, campaignId });
    const uses = campaign === undefined ? mayStillCome(campaignId, now) : isOpen(campaign.status);
    if (uses) using.push(campaignId);
    else await takeOff(campaignId);
  }
  return using;
}

/** Longer than any request runs that marks first and writes its campaign then. */
const launchMs = 60_000;
const mayStillCome = (campaignId: string, now: number): boolean =>
  isIdOf("campaign", campaignId) && decodeTime(campaignId.slice(idPrefixes.campaign.length)) > now - launchMs;
