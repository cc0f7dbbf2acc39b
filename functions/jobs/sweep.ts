import { openLogger } from "../../aws/logger.ts";
import { leaseSettings } from "../../aws/env.ts";
import { openFleet } from "../../aws/fleet.ts";
import * as stores from "../../aws/open.ts";
import { openMeter } from "../../aws/meter.ts";
import type { Job } from "../../core/jobs.ts";
import { releaseOrphans } from "../../core/session/orphans.ts";
import { tendCampaign } from "../campaigns/life.ts";
import { lifePorts } from "../campaigns/life-ports.ts";
import { servicesWith } from "../edge/services.ts";
import { publishOwed } from "../webhooks/publish-owed.ts";
import { ringForWaiting } from "../sessions/ring.ts";
import { logFacts } from "../edge/log-facts.ts";
import { fitFleet, fleetLimits } from "./fleet.ts";
import { endStaleClaims, type WatchedSlots } from "./stale-slots.ts";
import { Watch } from "./watch.ts";

/** A job that stands still for so long lost its ticket, or the Lambda that ran it. Running it twice does no harm. */
const standsStillAfterMs = 60_000;
const atOnce = 200;

const opened = servicesWith({
  ...lifePorts,
  sessionOwners: stores.sessionOwners,
  listDeletions: stores.listDeletions,
  owedEvents: stores.owedEvents,
  webhooks: stores.webhooks,
  webhookDeliveries: stores.webhookDeliveries,
  webhookQueue: stores.webhookQueue,
});
type Services = Awaited<ReturnType<typeof opened>>;

const logger = openLogger();
const watch = new Watch();

/**
 * Every minute: rings again for all that waits, gives back what a dead worker held, publishes the events that the queue did not
 * take, and keeps as many workers as needed. A duty that fails holds up no other, and fails the run once all are done.
 */
export const handler = async (): Promise<void> => {
  const services = await opened();
  const known = await services.slots.list();
  const watched = await endStaleClaims(services.slots, known, services.clock.now(), leaseSettings(process.env));
  const duties: Readonly<Record<string, () => Promise<number>>> = {
    measured: async () => {
      await measure(services, watched);
      return 0;
    },
    condemned: async () => {
      if (watched.failure !== undefined) throw watched.failure as Error;
      return watched.stale;
    },
    released: () => releaseOrphans(services, watched.slots),
    rung: () => ringAgain(services),
    enqueued: () => enqueueAgain(services),
    tended: () => tendCampaigns(services),
    told: () => publishOwed(services),
  };
  const counts: Record<string, number> = {};
  const failures: Error[] = [];
  for (const [duty, run] of Object.entries(duties)) {
    try {
      counts[duty] = await run();
    } catch (error) {
      logger.error("a duty of the sweep failed", { duty, error: error as Error });
      failures.push(error as Error);
    }
  }
  if (Object.values(counts).some((count) => count > 0)) logger.info("swept", counts);
  const [failure] = failures;
  if (failure !== undefined) throw failure;
};

/** Asks for workers, and says what stands still. */
async function measure({ sessions }: Services, { slots, stale, beating }: WatchedSlots): Promise<void> {
  const meter = openMeter(process.env, "sweep");
  const fleet = openFleet(process.env);
  const unowned = watch.countUnowned(await sessions.waiting(atOnce));
  meter.count("SessionsWaiting", await sessions.countWaiting());
  meter.count("SessionsUnowned", unowned);
  meter.count("StaleBeats", stale);
  meter.count("WorkersBeating", beating);
  if (fleet !== undefined) {
    meter.count("WorkersAsked", await fitFleet({ sessions }, fleet, slots, fleetLimits(process.env)));
  }
  meter.publish();
}

/** Campaigns that are due for a check; one that fails is due again soon and keeps no other from its turn. */
async function tendCampaigns(services: Services): Promise<number> {
  const now = services.clock.now();
  const due = await services.timers.due(now, atOnce);
  for (const timer of due) {
    try {
      await tendCampaign(services, timer, now);
    } catch (error) {
      logger.warn("a campaign could not be tended", { ...logFacts(timer), error: error as Error });
    }
  }
  return due.length;
}

async function ringAgain(services: Services): Promise<number> {
  const waiting = await services.sessions.waiting(atOnce);
  for (const session of waiting) await ringForWaiting(services, session);
  return waiting.length;
}

async function enqueueAgain({ sessions, imports, listDeletions, media, jobs, clock }: Services): Promise<number> {
  const standsStill = (since: number) => clock.now() - since > standsStillAfterMs;
  const lost: Job[] = [];
  for (const { tenantId, listId, importId, touchedAt } of await imports.unfinished(atOnce)) {
    if (standsStill(touchedAt)) lost.push({ kind: "import_contacts", tenantId, listId, importId });
  }
  for (const { deletedAt, ...list } of await listDeletions.waiting(atOnce)) {
    if (standsStill(deletedAt)) lost.push({ kind: "delete_list", ...list });
  }
  for (const file of await media.unfinished(atOnce)) {
    const { tenantId, sessionId, filename, state, createdAt, expiresAt, deletedAt } = file;
    // A file that was never uploaded counts as stuck only after its permission expired.
    const since = deletedAt ?? (state === "checking" ? createdAt : expiresAt);
    const kind = deletedAt === undefined ? "check_media" : "remove_media";
    if (standsStill(since)) lost.push({ kind, tenantId, sessionId, filename });
  }
  for (const { tenantId, sessionId } of await sessions.deleting(atOnce)) {
    lost.push({ kind: "delete_session", tenantId, sessionId });
  }
  for (const job of lost) await jobs.enqueue(job);
  return lost.length;
}
