/** How many workers there should be. */

export interface FleetLimits {
  /** Kept even when nothing runs: a session that is asked for then need not wait for a machine. */
  readonly minWorkers: number;
  readonly maxWorkers: number;
  readonly sessionsPerWorker: number;
}

/** A worker is given up only when its sessions fill the others no further than this: the next start needs none again. */
const fullAfterScaleIn = 0.8;

/**
 * Workers to ask for. More at once when sessions don't fit; fewer only with room to spare, because stopping a worker
 * hands its sessions over and that takes each of them off the line for a moment.
 * @param wanted sessions that run or wait to @param asked workers that are asked for now
 */
export function workersFor(wanted: number, asked: number, limits: FleetLimits): number {
  const { minWorkers, maxWorkers, sessionsPerWorker } = limits;
  const within = (workers: number) => Math.min(maxWorkers, Math.max(minWorkers, workers));
  const needed = within(Math.ceil(wanted / sessionsPerWorker));
  if (needed >= asked) return needed;
  const roomy = within(Math.ceil(wanted / (sessionsPerWorker * fullAfterScaleIn)));
  return Math.min(within(asked), roomy);
}

/** Of the workers, a deployment replaces at most this share at a time. */
const replacedAtOnce = 0.1;

/**
 * How many workers there may be while a deployment replaces them, in percent of those that are asked for: a tenth more, one at
 * least. So a deployment goes in steps, and the pages that are open reload step by step: where WhatsApp's page of today does
 * not work with this version, the sessions whose turn has not come keep the page that they have loaded.
 */
export const atMostPercentOf = (workers: number): number => {
  const more = Math.max(1, Math.floor(workers * replacedAtOnce));
  return workers === 0 ? 200 : Math.ceil((100 * (workers + more)) / workers);
};
