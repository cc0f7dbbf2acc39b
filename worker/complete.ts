import { releaseUses, usesOf } from "../core/campaign-uses.ts";
import { ConditionRefused, FirstCampaignGone } from "../core/errors.ts";
import { sumOf } from "../core/progress.ts";
import { membersWithoutRow, type Member } from "../core/audience.ts";
import type { CampaignRun } from "./campaign-run.ts";
import type { WorkerPorts } from "./ports.ts";

/** The end of a campaign: nothing is called complete that was not counted from the rows and walked once more. */

type Ports = Pick<WorkerPorts, "campaigns" | "contacts" | "recipients" | "lists" | "media" | "clock" | "log" | "meter">;

/** Missed members that are gone back to at once; the next walk finds the others. */
const revisitedAtOnce = 1_000;

/**
 * Walks the lists beside the rows. A miss is an alarm, and the run goes on with whoever was missed.
 * @returns whether the campaign is complete now
 */
export async function complete(ports: Ports, run: CampaignRun, signal: AbortSignal): Promise<boolean> {
  const missed: Member[] = [];
  for await (const member of membersWithoutRow(ports, run.campaign, signal)) {
    missed.push(member);
    if (missed.length === revisitedAtOnce) break;
  }
  const unfinished = await run.recount(signal);
  if (missed.length > 0 || unfinished.length > 0) {
    ports.log.error("the walk at completion found a miss", {
      alarm: "walk_found_miss",
      campaign: run.campaign.campaignId,
      missed: missed.length,
      unfinished: unfinished.length,
    });
    ports.meter.count("WalkMisses", missed.length + unfinished.length);
    run.unsettled.push(...unfinished.map((row) => ({ row, handedOver: true, since: ports.clock.elapsed() })));
    run.revisit(missed);
    return false;
  }
  run.waitFor(undefined);
  run.expectFinish(undefined);
  await run.save();
  try {
    await ports.campaigns.apply(run.ref, "complete", { now: ports.clock.now(), total: sumOf(run.counts) });
  } catch (error) {
    // Paused or stopped in this very moment.
    if (error instanceof ConditionRefused) return false;
    throw error;
  }
  // Should this be cut off, the sweep lets go of them.
  await releaseUses(ports, run.ref, usesOf(run.campaign));
  return true;
}

async function countNotReached(ports: Ports, run: CampaignRun, signal: AbortSignal): Promise<number> {
  let notReached = 0;
  try {
    for await (const _ of membersWithoutRow(ports, run.campaign, signal)) notReached += 1;
  } catch (error) {
    if (!(error instanceof FirstCampaignGone)) throw error;
    // Who of them was left to it is not known any more: the upper bound stays.
    return run.left;
  }
  return notReached;
}

/** A stopped campaign has nothing in hand any more: how many were not reached is known exactly now. */
export async function settleStopped(ports: Ports, run: CampaignRun, signal: AbortSignal): Promise<void> {
  await run.recount(signal);
  const notReached = await countNotReached(ports, run, signal);
  await run.save();
  try {
    await ports.campaigns.settle(run.ref, sumOf(run.counts) + notReached);
  } catch (error) {
    // Somebody deleted it meanwhile: then nobody asks any more.
    if (!(error instanceof ConditionRefused)) throw error;
  }
}
