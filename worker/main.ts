import { randomUUID } from "node:crypto";
import { signOfLifeFile } from "../aws/names.ts";
import { LeaseLost } from "../core/errors.ts";
import { jsonLog } from "./log.ts";
import { portsOnAws } from "./ports-on-aws.ts";
import { giveSignsOfLife } from "./sign-of-life.ts";
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
  const ports = await portsOnAws(process.env, log);
  // From here on, also while it ends: until then ECS must not take it for dead.
  void giveSignsOfLife(signOfLifeFile, ports.clock, log);
  const worker = new Worker(ports, `worker-${randomUUID()}`);
  await worker.run(ending.signal);
  process.exit(0);
} catch (error) {
  if (error instanceof LeaseLost) log.warn("the lease is lost: another worker takes over", { error });
  else log.error("worker failed", { error: error as Error });
  process.exit(1);
}
