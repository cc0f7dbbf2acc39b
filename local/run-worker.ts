import { randomUUID } from "node:crypto";
import { envNames, leaseSettings, numberSetting, type Environment } from "../aws/env.ts";
import { openMeter } from "../aws/meter.ts";
import { systemClock } from "../aws/system-clock.ts";
import { LeaseLost } from "../core/errors.ts";
import { jsonLog, type Log } from "../worker/log.ts";
import { openStores } from "../worker/ports-on-aws.ts";
import { defaultWorkerSettings } from "../worker/settings.ts";
import { Worker } from "../worker/worker.ts";
import type { WorkerEngine } from "./engines.ts";
import { telling } from "./terminal/happenings.ts";
import { inNameOf } from "./gateway/principal.ts";

export interface LocalWorker {
  readonly env: Environment;
  readonly engine: WorkerEngine;
  readonly workerId: string;
  readonly maxWorkers: number;
  readonly profileRoot: string;
  /** Writes what the worker does, a line each. */
  readonly tell?: ((line: string) => void) | undefined;
}

/** Runs a worker on the local stack until aborted. @throws LeaseLost: then this process must end */
export async function runWorker(
  { env, engine, workerId, maxWorkers, profileRoot, tell }: LocalWorker,
  signal: AbortSignal,
): Promise<void> {
  const stores = openStores(env);
  const worker = new Worker(
    {
      ...stores,
      ...(tell === undefined ? {} : telling(stores, systemClock, tell)),
      whatsApp: engine.whatsApp,
      clock: systemClock,
      random: Math.random,
      nonce: randomUUID,
      log: jsonLog("worker"),
      meter: openMeter(env, "worker"),
      settings: {
        ...defaultWorkerSettings,
        lease: leaseSettings(env),
        inDoubtAfterMs: numberSetting(env, envNames.inDoubtAfterMs, {
          min: 1_000,
          max: 60 * 60_000,
          default: defaultWorkerSettings.inDoubtAfterMs,
        }),
        directGapMs: numberSetting(env, envNames.directGapMs, {
          min: 0,
          max: 60_000,
          default: defaultWorkerSettings.directGapMs,
        }),
        maxWorkers,
        capacity: engine.capacity,
        progressMs: 1_000,
        onUnknown: engine.onUnknown,
        profileRoot,
        network: engine.messagesGoTo,
      },
    },
    workerId,
  );
  await inNameOf("worker", () => worker.run(signal));
}

/**
 * For a process that does other work, too: a worker that lost its lease, on a machine that was too busy or asleep, has ended
 * all its connections, and a new one follows it.
 */
export async function keepRunning(
  run: () => Promise<void>,
  signal: AbortSignal,
  log: Pick<Log, "warn">,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await run();
      return;
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      log.warn("the worker lost its slot: this machine was too busy or asleep; a new one follows", { error });
    }
  }
}
