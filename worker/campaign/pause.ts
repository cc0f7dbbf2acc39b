import type { CampaignChange } from "../../core/campaign/campaign-ports.ts";
import { unlessRefused } from "../../core/refused.ts";
import type { WorkerPorts } from "../ports.ts";
import type { CampaignRun } from "./campaign-run.ts";

/** Pauses a campaign that its owner may not go on with; a person lets it go on. */
export async function pause(
  { campaignChanges, clock }: Pick<WorkerPorts, "campaignChanges" | "clock">,
  { ref }: Pick<CampaignRun, "ref">,
  changes: Pick<CampaignChange, "pausedBecause" | "endsRetry">,
): Promise<void> {
  // Refused where another process was quicker, or this one was and the answer got lost.
  await unlessRefused(campaignChanges.apply(ref, "pause", { now: clock.now(), ...changes }));
}
