import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { commandLine } from "../command-line.ts";
import { LeaseLost } from "../core/errors.ts";
import { joinEngine } from "./engines.ts";
import { runWorker } from "./run-worker.ts";
import { readStackFile } from "./stack-file.ts";
import { whenToldToEnd } from "./told-to-end.ts";

// Entry point of `npm run worker`: one more worker process on the stack that `npm start` runs.

const usage = `npm run worker -- [--data .data] [--host NAME]
One more worker process on the stack that \`npm start\` runs, until Ctrl-C.
  --data DIR   where that stack keeps its data (default .data)
  --host NAME  workers of one name find each other's profile folders, as on one machine (default: a name of its own)`;

const { values } = commandLine(usage, { data: { type: "string", default: ".data" }, host: { type: "string" } });
process.env["POWERTOOLS_LOG_LEVEL"] ??= "WARN";
const workerId = `worker-${process.pid}-${randomUUID().slice(0, 8)}`;
const ending = new AbortController();
whenToldToEnd({
  first: () => {
    ending.abort();
  },
  again: () => process.exit(1),
});
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
      tell: console.log,
    },
    ending.signal,
  );
  process.exit(0);
} catch (error) {
  console.error(error instanceof LeaseLost ? "the lease is lost: another worker takes over" : (error as Error).message);
  process.exit(1);
}
