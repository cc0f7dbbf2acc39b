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
