import { envNames, numberSetting, type Environment } from "../../aws/env.ts";
import { atMostPercentOf, workersFor, type FleetLimits } from "../../core/session/fleet.ts";
import type { Slot } from "../../core/session/lease.ts";
import type { Fleet, SessionReader } from "../../core/session/session-ports.ts";

/** The limits that the environment sets. */
export function fleetLimits(env: Environment): FleetLimits {
  const maxWorkers = numberSetting(env, envNames.maxWorkers, { min: 1, max: 200, default: 20 });
  return {
    maxWorkers,
    minWorkers: numberSetting(env, envNames.minWorkers, { min: 0, max: maxWorkers, default: 0 }),
    sessionsPerWorker: numberSetting(env, envNames.sessionsPerWorker, { min: 1, max: 200, default: 10 }),
  };
}

/**
 * Asks for as many workers as the sessions that run or wait need. A worker may find that it has memory for fewer
 * sessions than it was meant to run: the least of what the living ones say counts.
 * @returns how many are asked for now
 */
export async function fitFleet(
  { sessions }: { readonly sessions: Pick<SessionReader, "countWaiting" | "ownedBy"> },
  fleet: Fleet,
  slots: readonly Slot[],
  limits: FleetLimits,
): Promise<number> {
  let wanted = await sessions.countWaiting();
  // By the sessions' own rows: the count that a slot bears is a beat behind.
  for (const { slot } of slots) wanted += (await sessions.ownedBy(slot)).length;
  const capacities = slots.flatMap(({ workerId, capacity }) => (workerId === undefined ? [] : [capacity]));
  const sessionsPerWorker = Math.max(1, Math.min(limits.sessionsPerWorker, ...capacities));
  const asked = await fleet.asked();
  const workers = workersFor(wanted, asked.workers, { ...limits, sessionsPerWorker });
  const atMostPercent = atMostPercentOf(workers);
  if (workers !== asked.workers || atMostPercent !== asked.atMostPercent) await fleet.ask({ workers, atMostPercent });
  return workers;
}
