import { spawnSync } from "node:child_process";
import { stackNameOf, stages, type Stage } from "../config.ts";

/** Programs of others that operating needs: aws, cdk, docker, sleep. */

export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/** Runs it before the operator's eyes. @throws CommandFailed */
export function run(program: string, ...parameters: readonly string[]): void {
  console.log(`$ ${program} ${parameters.join(" ")}`);
  const { status, error } = spawnSync(program, parameters, { stdio: "inherit" });
  if (error !== undefined) throw new CommandFailed(`${program} cannot be started: ${error.message}`);
  if (status !== 0) throw new CommandFailed(`${program} ended with ${String(status)}`);
}

/** @param input what it reads, such as a password that must not stand among the parameters @returns what it printed */
export function ask(program: string, parameters: readonly string[], input = ""): string {
  const { status, error, stdout, stderr } = spawnSync(program, parameters, { encoding: "utf8", input });
  if (error !== undefined) throw new CommandFailed(`${program} cannot be started: ${error.message}`);
  if (status !== 0) throw new CommandFailed(`${program} ${parameters.slice(0, 2).join(" ")}: ${stderr.trim()}`);
  return stdout;
}

/** What the deployed stack says of itself. */
export interface Outputs {
  readonly ApiUrl: string;
  readonly AdminKeySecret: string;
  readonly FilesBucket: string;
  readonly SweepFunction: string;
  readonly WorkerCluster: string;
  readonly WorkerService: string;
}

export function outputsOf(stage: Stage): Outputs {
  const query = ["--query", "Stacks[0].Outputs", "--output", "json"];
  const answer = ask("aws", ["cloudformation", "describe-stacks", "--stack-name", stackNameOf({ stage }), ...query]);
  const outputs = JSON.parse(answer) as readonly { readonly OutputKey: string; readonly OutputValue: string }[];
  return Object.fromEntries(
    outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  ) as unknown as Outputs;
}

/** @throws CommandFailed */
export function stageOf(value: string): Stage {
  const stage = stages.find((one) => one === value);
  if (stage === undefined) throw new CommandFailed(`--stage is "${value}", wanted ${stages.join(" or ")}`);
  return stage;
}

/** Runs a script's work and turns a failure into one line and exit code 1. */
export async function asScript(work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
