import { timeoutSeconds } from "../../functions/entries.ts";
import { ask, run, type Outputs } from "./commands.ts";

/** Beyond a sweep's longest run: until Lambda itself knows that it may start no other one. */
const untilHeardSeconds = 15;
/** Of tasks that one call to ECS may name. */
const tasksAtOnce = 100;

/**
 * Ends all workers for good, and returns when the last one has ended. The order counts: a sweep that runs may ask for workers
 * until its timeout, also against an earlier request. docs/deploy.md has the same steps for a restore.
 */
export function endWorkers({ SweepFunction, WorkerCluster, WorkerService }: Outputs): void {
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
