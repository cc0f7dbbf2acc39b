import { commandLine } from "../../command-line.ts";
import { stackNameOf } from "../config.ts";
import { timeoutSeconds } from "../../functions/entries.ts";
import { ask, asScript, CommandFailed, outputsOf, run, stageOf, type Outputs } from "./commands.ts";

// Entry point of `npm run destroy`: takes a deployment down with everything in it. Not for prod, which keeps its data.

const usage = `npm run destroy -- [--stage dev] --delete-everything-in STACK
Takes a deployment down with every session, list, campaign and file in it. Not for prod (docs/deploy.md).
  --stage dev                   which deployment
  --delete-everything-in STACK  the name of its stack, to show that it is meant: ${stackNameOf({ stage: "dev" })}`;

/** Beyond a sweep's longest run: until Lambda itself knows that it may start no other one. */
const untilHeardSeconds = 15;
/** Of tasks that one call to ECS may name. */
const tasksAtOnce = 100;

await asScript(() => {
  const { values } = commandLine(usage, {
    stage: { type: "string", default: "dev" },
    "delete-everything-in": { type: "string" },
  });
  const stage = stageOf(values.stage);
  const name = stackNameOf({ stage });
  if (stage === "prod") {
    throw new CommandFailed(
      "prod is protected and keeps its tables, its bucket and its key: docs/deploy.md says how to take it down by hand",
    );
  }
  if (values["delete-everything-in"] !== name) {
    throw new CommandFailed(
      `this deletes every session, list, campaign and file of ${name}. If you mean it: npm run destroy -- --stage ${stage} --delete-everything-in ${name}`,
    );
  }
  const outputs = outputsOf(stage);
  // A worker that ends saves profiles into the bucket.
  endWorkers(outputs);
  run("aws", "s3", "rm", `s3://${outputs.FilesBucket}`, "--recursive");
  // Its schedule group takes all its schedules with it.
  run("cdk", "destroy", "--force", "-c", `stage=${stage}`, name);
});

/**
 * Ends all workers for good, and returns when the last one has ended. The order counts: a sweep that runs may ask for workers
 * until its timeout, also against an earlier request. docs/deploy.md has the same steps for a restore.
 */
function endWorkers({ SweepFunction, WorkerCluster, WorkerService }: Outputs): void {
  const aws = (...parameters: readonly string[]) => {
    run("aws", ...parameters);
  };
  const none = ["--reserved-concurrent-executions", "0"];
  aws("lambda", "put-function-concurrency", "--function-name", SweepFunction, ...none);
  run("sleep", String(timeoutSeconds.sweep + untilHeardSeconds));
  const cluster = ["--cluster", WorkerCluster];
  aws("ecs", "update-service", ...cluster, "--service", WorkerService, "--desired-count", "0");
  aws("ecs", "wait", "services-stable", ...cluster, "--services", WorkerService);
  // A service is stable without those that are ending, and they may send and save until they have.
  const stopped = ask("aws", ["ecs", "list-tasks", ...cluster, "--desired-status", "STOPPED", "--output", "json"]);
  const { taskArns } = JSON.parse(stopped) as { readonly taskArns: readonly string[] };
  for (let at = 0; at < taskArns.length; at += tasksAtOnce) {
    aws("ecs", "wait", "tasks-stopped", ...cluster, "--tasks", ...taskArns.slice(at, at + tasksAtOnce));
  }
}
