import { ConditionRefused } from "../core/errors.ts";
import { sumOf } from "../core/progress.ts";
import { walk } from "./audience.ts";
import type { CampaignRun } from "./campaign-run.ts";
import type { WorkerPorts } from "./ports.ts";

/** The end of a campaign: nothing is called complete that was not counted from the rows and walked once more. */

type Ports = Pick<WorkerPorts, "campaigns" | "contacts" | "recipients" | "clock" | "log">;

/**
 * Walks the lists beside the rows. A miss is an alarm, and the run goes on with whoever was missed.
 * @returns whether the campaign is complete now
 */
export async function complete(ports: Ports, run: CampaignRun): Promise<boolean> {
  const { missed, unfinished } = await walk(ports, run.campaign);
  if (missed.length > 0 || unfinished.length > 0) {
    ports.log.error("the walk at completion found a miss", {
      alarm: "walk_found_miss",
      campaign: run.campaign.campaignId,
      missed: missed.length,
      unfinished: unfinished.length,
    });
    run.unsettled.push(...unfinished.map((row) => ({ row, handedOver: true, since: ports.clock.now() })));
    run.revisit(missed);
    return false;
  }
  await run.recount();
  run.waitFor(undefined);
  await run.save();
  try {
    await ports.campaigns.apply(run.ref, "complete", { now: ports.clock.now(), total: sumOf(run.counts) });
    return true;
  } catch (error) {
    // Paused or stopped in this very moment.
    if (error instanceof ConditionRefused) return false;
    throw error;
  }
}

/** A stopped campaign has nothing in hand any more: who was not reached is known exactly now. */
export async function settleStopped(ports: Ports, run: CampaignRun): Promise<void> {
  await run.recount();
  const { missed } = await walk(ports, run.campaign);
  await run.save();
  await ports.campaigns.settle(run.ref, sumOf(run.counts) + missed.length);
}
