import { isThere, tending, type Campaign, type CampaignBody, type RetryStatus } from "../../core/campaign/campaign.ts";
import type { CampaignTimer } from "../../core/campaign/campaign-ports.ts";
import {
  holdUses,
  launchOf,
  markLaunch,
  releaseUses,
  UseRefused,
  usesOf,
  usesTogether,
  usesWithout,
  type Launch,
  type Uses,
} from "../../core/campaign/campaign-uses.ts";
import { defined } from "../../core/defined.ts";
import { ConditionRefused } from "../../core/errors.ts";
import type { CampaignRef } from "../../core/refs.ts";
import type { Session } from "../../core/session/session.ts";
import { ring, startScheduled, timerOf, wake, wakeIfLinked, type StartPorts } from "./scheduled-start.ts";
import type { Services } from "../edge/services.ts";
import { logFacts } from "../edge/log-facts.ts";
import { unlessRefused } from "../../core/refused.ts";

/**
 * A campaign's life outside of its worker: every change that touches more than its row, in an order that leaves nothing
 * that the sweep can't mend (aws/dynamodb/keys.ts, 5).
 */

export type LifePorts = StartPorts & Pick<Services, "mediaUses" | "scheduler" | "jobs">;

/** A change that was begun and not ended by then is left to the sweep; no request takes so long. */
const halfDoneMs = 60_000;

/**
 * Creates it, running or scheduled. The repeat of a request that was cut off goes on where that one was.
 * @param session as the request read it
 * @throws UseRefused when a list or the file is gone by now
 */
export async function createCampaign(
  ports: LifePorts,
  campaign: Campaign,
  body: CampaignBody,
  now: number,
  session?: Session,
): Promise<void> {
  await ports.timers.arm(timerOf(campaign, now + halfDoneMs));
  const creating = () => unlessRefused(ports.campaignChanges.create(campaign, body));
  await holding(ports, campaign, usesOf(campaign), creating, launchOf(campaign));
  await setGoing(ports, campaign, now, session);
}

/** Has a campaign that stands as scheduled or running started: its schedule, or its session and the bell. Again, too. */
export async function setGoing(ports: LifePorts, campaign: Campaign, now: number, session?: Session): Promise<void> {
  if (!isThere(campaign, now)) return;
  if (campaign.status === "scheduled") await setStart(ports, campaign);
  if (campaign.status === "running") await wakeIfLinked(ports, campaign, now, session);
}

/** @throws ConditionRefused when it is not scheduled any more or was changed meanwhile; UseRefused as above */
export async function changeCampaign(
  ports: LifePorts,
  seen: Campaign,
  changed: Campaign,
  body: CampaignBody | undefined,
  now: number,
): Promise<Campaign> {
  const [before, after] = [usesOf(seen), usesOf(changed)];
  await ports.timers.arm(timerOf(changed, now + halfDoneMs, usesTogether(before, after)));
  const stored = await holding(ports, seen, usesWithout(after, before), () =>
    ports.campaignChanges.change(seen, changed, body),
  );
  await releaseUses(ports, seen, usesWithout(before, after));
  await setStart(ports, stored);
  return stored;
}

/** Holds what a change needs before it is made; a change that is refused needs it no more. */
async function holding<Done>(
  ports: LifePorts,
  ref: CampaignRef,
  uses: Uses,
  change: () => Promise<Done>,
  launch?: Launch,
): Promise<Done> {
  try {
    await holdUses(ports, ref, uses, launch);
    return await change();
  } catch (error) {
    // The change may have been made all the same: the sweep finds out.
    if (error instanceof UseRefused || error instanceof ConditionRefused) await releaseUses(ports, ref, uses);
    throw error;
  }
}

/**
 * @param sender the number that it goes from, from now on
 * @param total upper bound of the audience, where a resume is its first start
 * @throws ConditionRefused when its state forbids it
 */
export async function actOnCampaign(
  ports: LifePorts,
  seen: Campaign,
  action: "pause" | "resume" | "stop",
  now: number,
  by: string,
  sender?: string,
  total?: number,
): Promise<Campaign> {
  // Its schedule may outlive it, and no timer is due until that rings.
  if (seen.status === "scheduled") await ports.timers.arm(timerOf(seen, now + halfDoneMs));
  const changed = await ports.campaignChanges.apply(seen, action, {
    now,
    by,
    ...(action === "pause" ? { pausedBecause: "user" } : {}),
    ...defined({ sender, total }),
  });
  if (seen.status === "scheduled") await cancelStart(ports, seen);
  if (action === "stop") await releaseUses(ports, seen, usesOf(seen));
  if (action === "resume" && seen.launchedAt === undefined) await markLaunch(ports, changed);
  if (action === "resume") await wake(ports, seen, now);
  else await ring(ports, seen);
  return changed;
}

/** Tries those again. @throws ConditionRefused when its state forbids it or was changed meanwhile */
export async function retryCampaign(
  ports: LifePorts,
  seen: Campaign,
  statuses: readonly RetryStatus[],
  now: number,
  by: string,
  sender?: string,
): Promise<Campaign> {
  await ports.timers.arm(timerOf(seen, now + halfDoneMs));
  await holdWhatIsThere(ports, seen, usesOf(seen));
  const retry = { seen, statuses };
  const changed = await ports.campaignChanges.apply(seen, "retry", { now, by, retry, ...defined({ sender }) });
  await wake(ports, seen, now);
  return changed;
}

/** It is gone at once for everybody; its rows go in the background. @throws ConditionRefused when its state forbids it */
export async function deleteCampaign(ports: LifePorts, seen: Campaign, now: number, by: string): Promise<void> {
  await ports.timers.arm(timerOf(seen, now + halfDoneMs));
  await ports.campaignChanges.apply(seen, "delete", { now, by });
  await releaseUses(ports, seen, usesOf(seen));
  if (seen.status === "scheduled") await cancelStart(ports, seen);
  await enqueueClearing(ports, seen);
}

/** Does all that is due for the campaign of a timer. Safe to run twice and at once. */
export async function tendCampaign(ports: LifePorts, timer: CampaignTimer, now: number): Promise<void> {
  // Should this be cut off, it comes again.
  const mine = await unlessRefused(ports.timers.move(timer, { ...timer, at: now + halfDoneMs }));
  if (mine === undefined) return;
  const campaign = await ports.campaigns.find(timer);
  const uses = campaign === undefined ? timer : usesOf(campaign);
  const { duties, nextAt } = tending(campaign, now);
  for (const duty of duties) {
    switch (duty) {
      case "set_schedule":
        if (campaign?.schedule !== undefined) await ports.scheduler.set(timer, campaign.schedule.sendAt);
        break;
      case "cancel_schedule":
        await ports.scheduler.cancel(timer);
        break;
      case "launch":
        await startScheduled(ports, timer, now);
        break;
      case "stop":
        await unlessRefused(ports.campaignChanges.apply(timer, "stop", { now }));
        break;
      case "clear_away":
        await enqueueClearing(ports, timer);
        break;
      case "hold_uses":
        await holdWhatIsThere(ports, timer, uses);
        await releaseUses(ports, timer, usesWithout(timer, uses));
        break;
      case "release_uses":
        await releaseUses(ports, timer, usesTogether(timer, uses));
        break;
    }
  }
  if (nextAt === undefined) await unlessRefused(ports.timers.remove(mine));
  else await unlessRefused(ports.timers.move(mine, { ...uses, at: nextAt }));
}

/** Lists and files deleted meanwhile are skipped: people already reached stay reached, the rest is not sent. */
async function holdWhatIsThere(ports: LifePorts, ref: CampaignRef, { listIds, media }: Uses): Promise<void> {
  for (const uses of [...listIds.map((listId) => ({ listIds: [listId], media: [] })), { listIds: [], media }]) {
    try {
      await holdUses(ports, ref, uses);
    } catch (error) {
      if (!(error instanceof UseRefused)) throw error;
    }
  }
}

/** The truth is in the table by now: what the scheduler does not take is set, or started, by the sweep. */
async function setStart(ports: LifePorts, campaign: Campaign): Promise<void> {
  const sendAt = campaign.schedule?.sendAt;
  if (sendAt === undefined) return;
  try {
    await ports.scheduler.set(campaign, sendAt);
  } catch (error) {
    ports.logger.warn("a schedule is not set yet", { ...logFacts(campaign), error: error as Error });
    return;
  }
  const { nextAt } = tending(campaign, sendAt - 1);
  if (nextAt !== undefined) await ports.timers.arm(timerOf(campaign, nextAt));
}

/** One that stays rings for a campaign that waits for nothing any more, which does nothing. */
async function cancelStart(ports: LifePorts, campaign: Campaign): Promise<void> {
  try {
    await ports.scheduler.cancel(campaign);
  } catch (error) {
    ports.logger.warn("a schedule is not cancelled", { ...logFacts(campaign), error: error as Error });
  }
}

const enqueueClearing = ({ jobs }: LifePorts, { tenantId, sessionId, campaignId }: CampaignRef): Promise<void> =>
  jobs.enqueue({ kind: "delete_campaign", tenantId, sessionId, campaignId });
