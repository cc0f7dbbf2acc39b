import { releaseUses, usesOf } from "../../core/campaign/campaign-uses.ts";
import { FirstCampaignGone } from "../../core/errors.ts";
import { unlessRefused } from "../../core/refused.ts";
import { pagesWithoutRow, type Member } from "../../core/campaign/audience.ts";
import type { CampaignRun } from "./campaign-run.ts";
import { writeDownWhoLeft } from "./left-lists.ts";

/** The end of a campaign: nothing is called complete that was not counted from the rows and walked once more. */

/** Missed members that are gone back to at once; the next walk finds the others. */
const revisitedAtOnce = 1_000;

/**
 * Walks the lists beside the rows. A miss is an alarm, and the run goes on with the contacts that were missed.
 * @returns whether the campaign is complete now
 */
export async function complete(run: CampaignRun): Promise<boolean> {
  const { campaign, counts } = run;
  const { ports, ending } = run.held;
  const missed: Member[] = [];
  for await (const { members } of pagesWithoutRow(ports, campaign, undefined, ending)) {
    missed.push(...members.slice(0, revisitedAtOnce - missed.length));
    if (missed.length === revisitedAtOnce) break;
  }
  // After that walk: who leaves from now on has a row.
  if (missed.length === 0) await writeDownWhoLeft(run);
  const unfinished = await run.recount();
  if (missed.length > 0 || unfinished.length > 0) {
    ports.log.error("the walk at completion found a miss", {
      alarm: "walk_found_miss",
      campaign: campaign.campaignId,
      missed: missed.length,
      unfinished: unfinished.length,
    });
    ports.meter.count("WalkMisses", missed.length + unfinished.length);
    const lost = { handedOver: true, since: ports.clock.elapsed() };
    run.unsettled.push(...unfinished.map((row) => ({ row, lost })));
    run.queue.revisit(missed);
    return false;
  }
  counts.rest();
  await counts.save();
  const change = { now: ports.clock.now(), total: counts.total };
  const completed = await unlessRefused(ports.campaignChanges.apply(run.ref, "complete", change));
  // Paused or stopped in this very moment.
  if (completed === undefined) return false;
  // Should this be cut off, the sweep lets go of them.
  await releaseUses(ports, run.ref, usesOf(campaign));
  return true;
}

/** Those who still stand in the lists; `undefined` where it is not known any more who of them was left to it. */
async function countNotReached(run: CampaignRun): Promise<number | undefined> {
  const { ports, ending } = run.held;
  try {
    for (;;) {
      let notReached = 0;
      const pages = pagesWithoutRow(ports, run.campaign, undefined, ending);
      for await (const { members } of pages) notReached += members.length;
      // Who left while they were counted is counted: once more then.
      if ((await writeDownWhoLeft(run)) === 0) return notReached;
    }
  } catch (error) {
    if (!(error instanceof FirstCampaignGone)) throw error;
    return undefined;
  }
}

/** A stopped campaign has nothing in hand any more: how many were not reached is known exactly now. */
export async function settleStopped(run: CampaignRun): Promise<true> {
  const notReached = await countNotReached(run);
  await run.recount();
  await run.counts.save();
  // One that was deleted meanwhile needs no end.
  await unlessRefused(run.held.ports.campaignChanges.settle(run.ref, run.counts.total + (notReached ?? run.left)));
  return true;
}
