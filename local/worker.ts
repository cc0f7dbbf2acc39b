import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { LeaseLost } from "../core/errors.ts";
import { joinEngine } from "./engines.ts";
import { runWorker } from "./run-worker.ts";
import { readStackFile } from "./stack-file.ts";

// Entry point of `npm run worker`: one more worker process on the stack that `npm start` runs.

const { values } = parseArgs({ options: { data: { type: "string", default: ".data" }, host: { type: "string" } } });
process.env["POWERTOOLS_LOG_LEVEL"] ??= "WARN";
const workerId = `worker-${process.pid}-${randomUUID().slice(0, 8)}`;
const ending = new AbortController();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.once(signal, () => {
    ending.abort();
  });
}
try {
  const stack = await readStackFile(values.data);
  Object.assign(process.env, stack.env);
  console.log(`worker ${workerId} is up on ${values.data}`);
  await runWorker(
    {
      env: process.env,
      engine: await joinEngine(process.env, stack.wayIn),
      workerId,
      maxWorkers: stack.maxWorkers,
      // A folder of its own, as on another machine: profiles travel through the bucket.
      profileRoot: join(stack.profileRoot, values.host ?? workerId),
    },
    ending.signal,
  );
  process.exit(0);
} catch (error) {
  console.error(error instanceof LeaseLost ? "the lease is lost: another worker takes over" : (error as Error).message);
  process.exit(1);
}
