import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { treeOf } from "../../worker/whatsapp/processes.ts";
import { until } from "./stack.ts";

/** Workers beside a stack, each in a process of its own, and the browsers below them. */

interface WorkerOptions {
  readonly dataDir: string;
  /** As `--host`: workers of one host find each other's profile folders. */
  readonly host?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Further flags of Node. */
  readonly nodeFlags?: readonly string[];
  /** Opens a channel to it. */
  readonly ipc?: true;
}

export interface WorkerProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** `npm run worker`, once it says that it is up. */
export async function startWorker({ dataDir, host, env, nodeFlags = [], ipc }: WorkerOptions): Promise<WorkerProcess> {
  const onHost = host === undefined ? [] : ["--host", host];
  const child = spawn(process.execPath, [...nodeFlags, "local/worker.ts", "--data", dataDir, ...onHost], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit", ...(ipc === undefined ? [] : ["ipc" as const])],
  });
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("exit", (code, signal) => {
      process.removeListener("exit", killWithUs);
      resolve(code ?? signal ?? 1);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", resolve);
    child.once("error", reject);
    child.once("exit", () => {
      reject(new Error("the worker ended before it was up"));
    });
  });
  child.stdout?.resume();
  return { pid: child.pid ?? 0, child, ended };
}

const commandOf = (pid: number): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    // Gone meanwhile.
    return [];
  }
};

/** The browsers below a process: of each, the one process that the others end with. */
export const browsersOf = (pid: number): readonly number[] =>
  treeOf(pid).filter((one) => {
    const command = commandOf(one);
    return (
      command.some((part) => part.startsWith("--user-data-dir=")) && !command.some((part) => part.startsWith("--type="))
    );
  });

const isThere = (pid: number): boolean => {
  try {
    // A zombie is one that nobody reaped.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

/** @throws Error naming those that still run */
export async function untilGone(pids: readonly number[], ms = 10_000): Promise<void> {
  await until(
    async () => pids.filter(isThere).map((pid) => ({ pid, command: commandOf(pid).slice(0, 3) })),
    (left) => left.length === 0,
    "every process is gone",
    ms,
  );
}
