import type { CampaignChange } from "../../core/campaign/campaign-ports.ts";
import { ConditionRefused } from "../../core/errors.ts";
import type { WorkerPorts } from "../ports.ts";
import type { CampaignRun } from "./campaign-run.ts";

/** Pauses a campaign that its owner may not go on with; a person lets it go on. */
export async function pause(
  { campaignChanges, clock }: Pick<WorkerPorts, "campaignChanges" | "clock">,
  { ref }: Pick<CampaignRun, "ref">,
  changes: Pick<CampaignChange, "pausedBecause" | "endsRetry">,
): Promise<void> {
  try {
    await campaignChanges.apply(ref, "pause", { now: clock.now(), ...changes });
  } catch (error) {
    // Another process was quicker, or we were and the answer got lost.
    if (!(error instanceof ConditionRefused)) throw error;
  }
}
