import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { layOutWorker } from "../../infra/worker-layout.ts";
import { treeOf } from "../../worker/whatsapp/processes.ts";
import { recordedAs, recording } from "./access/record.ts";
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
  const child = spawn(
    process.execPath,
    [...recording(), ...nodeFlags, "local/worker.ts", "--data", dataDir, ...onHost],
    {
      env: { ...process.env, ...recordedAs("worker"), ...env },
      stdio: ["ignore", "pipe", "inherit", ...(ipc === undefined ? [] : ["ipc" as const])],
    },
  );
  const worker = watched(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", resolve);
    child.once("error", reject);
    child.once("exit", () => {
      reject(new Error("the worker ended before it was up"));
    });
  });
  child.stdout?.resume();
  return worker;
}

/**
 * The Fargate task: what its image holds and runs, on its environment alone, with a disk of its own. What it asks of AWS is
 * not recorded, because the SDK is within its bundle; other workers run the same code.
 */
export async function startTask(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
  const { env: stackEnv, wayIn } = JSON.parse(readFileSync(join(dataDir, "stack.json"), "utf8")) as {
    readonly env: Readonly<Record<string, string>>;
    readonly wayIn: { readonly flags: readonly string[] };
  };
  const image = mkdtempSync(join(dataDir, "image-"));
  await layOutWorker(image);
  symlinkSync(join(process.cwd(), "node_modules"), join(image, "node_modules"));
  const dockerfile = readFileSync(join(image, "Dockerfile"), "utf8");
  const [, ...command] = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)?.[1] ?? "[]") as readonly string[];
  const [, arenas = ""] = /^ENV MALLOC_ARENA_MAX=(\d+)$/m.exec(dockerfile) ?? [];
  const child = spawn(process.execPath, command, {
    cwd: image,
    env: {
      ...process.env,
      MALLOC_ARENA_MAX: arenas,
      ...stackEnv,
      TMPDIR: mkdtempSync(join(dataDir, "task-")),
      BROWSER_ARGS: wayIn.flags.map((flag) => `"${flag}"`).join(" "),
      POWERTOOLS_LOG_LEVEL: "WARN",
      ...env,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return watched(child);
}

function watched(child: ChildProcess): WorkerProcess {
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("exit", (code, signal) => {
      process.removeListener("exit", killWithUs);
      resolve(code ?? signal ?? 1);
    });
  });
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

const profileFlag = "--user-data-dir=";
const profileOf = (pid: number): string | undefined => {
  const command = commandOf(pid);
  if (command.some((part) => part.startsWith("--type="))) return undefined;
  return command.find((part) => part.startsWith(profileFlag))?.slice(profileFlag.length);
};

/** The browsers below a process: of each, the one process that the others end with. */
export const browsersOf = (pid: number): readonly number[] => treeOf(pid).filter((one) => profileOf(one) !== undefined);

/** The profile folders that those browsers have open. */
export const profilesOf = (pid: number): readonly string[] => treeOf(pid).flatMap((one) => profileOf(one) ?? []);

const parentOf = (pid: number): number => {
  try {
    return Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
};

/** Children that ended and that the process never asked about. */
export const zombiesOf = (pid: number): readonly number[] =>
  readdirSync("/proc")
    .map(Number)
    .filter((one) => Number.isInteger(one) && parentOf(one) === pid && !isThere(one));

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
