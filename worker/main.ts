import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { envNames, leaseSettings, numberSetting } from "../aws/env.ts";
import { openMeter } from "../aws/meter.ts";
import { openStores } from "../aws/stores.ts";
import { systemClock } from "../aws/system-clock.ts";
import { LeaseLost } from "../core/errors.ts";
import { capacityFor, memoryLimit } from "./capacity.ts";
import { jsonLog } from "./log.ts";
import { defaultWorkerSettings } from "./settings.ts";
import { openWebWhatsApp } from "./whatsapp/from-environment.ts";
import { Worker } from "./worker.ts";

// Entry point of the worker's image: one worker on AWS, until a signal ends it or its lease is lost.

/** ECS kills what still runs 120 s after SIGTERM; ending by itself leaves a line that says so. */
const endWithinMs = 110_000;

const log = jsonLog("worker");
const ending = new AbortController();
// SIGHUP comes from a terminal or a connection that is gone; without a handler it would end this process at once.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.once(signal, () => {
    log.info("ending", { signal });
    ending.abort();
    setTimeout(() => {
      log.error("did not end in time; sessions are taken over as from a dead worker");
      process.exit(1);
    }, endWithinMs).unref();
  });
}

try {
  const { env } = process;
  const stores = openStores(env);
  const meantFor = numberSetting(env, envNames.sessionsPerWorker, { min: 1, max: 200, default: 10 });
  const worker = new Worker(
    {
      ...stores,
      profiles: stores.files,
      mediaFiles: stores.files,
      whatsApp: await openWebWhatsApp(env, systemClock),
      clock: systemClock,
      random: Math.random,
      nonce: randomUUID,
      log,
      meter: openMeter(env, "worker"),
      settings: {
        ...defaultWorkerSettings,
        lease: leaseSettings(env),
        maxWorkers: numberSetting(env, envNames.maxWorkers, { min: 1, max: 200, default: 20 }),
        // As many as it was meant to run, when there is memory for them.
        capacity: Math.min(meantFor, capacityFor(await memoryLimit())),
        profileRoot: join(tmpdir(), "profiles"),
      },
    },
    `worker-${randomUUID()}`,
  );
  await worker.run(ending.signal);
  process.exit(0);
} catch (error) {
  if (error instanceof LeaseLost) log.warn("the lease is lost: another worker takes over", { error });
  else log.error("worker failed", { error: error as Error });
  process.exit(1);
}
