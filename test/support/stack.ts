import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { defined } from "../../core/defined.ts";
import { recording } from "./access/record.ts";
import { leaksIn } from "./log-scan.ts";

/** The whole system as a person starts it: `node local/start.ts` in a process of its own. */

export interface StackOptions {
  /** Where everything is kept; `--memory` when absent. */
  readonly dataDir?: string;
  /** The bootstrap key as `API_KEY`; drawn when absent, and left to the data directory's file when null. */
  readonly apiKey?: string | null;
  /** As `--engine`. */
  readonly engine?: string;
  /** As `--public-url`. */
  readonly publicUrl?: string;
  /** No worker in the stack's own process. */
  readonly noWorker?: true;
  /** Its output is a terminal, of 80 columns and `script`'s making, where it prints an address that signs in. */
  readonly terminal?: true;
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of another version, where its sources are. */
  readonly dir?: string;
  /** Further flags of Node. */
  readonly nodeFlags?: readonly string[];
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const startMs = 60_000;
const endMs = 10_000;

/** The line that says where it is up. */
const upAt = /is up at (http:\/\/\S+)/;
const signInAt = /sign in +(http:\/\/\S+)/;

/** @throws Error with what it wrote when it ends before it is up */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const apiKey = options.apiKey === undefined ? randomBytes(18).toString("base64url") : (options.apiKey ?? "");
  const where = options.dataDir === undefined ? ["--memory"] : ["--data", options.dataDir];
  const own = [
    ...(options.noWorker === true ? ["--no-worker"] : []),
    ...(options.engine === undefined ? [] : ["--engine", options.engine]),
    ...(options.publicUrl === undefined ? [] : ["--public-url", options.publicUrl]),
  ];
  const flags = options.dir === undefined ? recording() : [];
  const command = [
    process.execPath,
    ...flags,
    ...(options.nodeFlags ?? []),
    "local/start.ts",
    "--port",
    "0",
    ...where,
    ...own,
  ];
  const isOnTerminal = options.terminal === true;
  const [program = "", ...parameters] = isOnTerminal ? onTerminal(command) : command;
  const child = spawn(program, parameters, {
    ...defined({ cwd: options.dir }),
    // Everything that a deployment logs, so that its end can scan it.
    env: { POWERTOOLS_LOG_LEVEL: "INFO", ...process.env, ...options.env, API_KEY: apiKey },
    stdio: [isOnTerminal ? "pipe" : "ignore", "pipe", "pipe"],
  });
  const stack = new Stack(child, apiKey);
  try {
    await until(
      async () => ({ written: stack.written, ended: stack.hasEnded }),
      ({ written, ended }) => ended || upAt.test(written),
      "local/start.ts says where it is up",
      startMs,
    );
    if (stack.hasEnded) throw new Error(`local/start.ts ended: ${stack.written}`);
  } catch (error) {
    await stack.kill();
    throw error;
  }
  return stack;
}

/**
 * Of util-linux, which Debian calls essential: it ends as the command does, and passes on what is typed. `exec`, because a
 * shell that stays beside the command would get the Ctrl-C as well, and its end would be told for that of the command.
 */
const onTerminal = (command: readonly string[]): string[] => [
  "script",
  "--quiet",
  "--return",
  "--command",
  `exec ${command.map((word) => `'${word}'`).join(" ")}`,
  "/dev/null",
];
const ctrlC = "\x03";

export class Stack {
  readonly apiKey: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<Exit>;
  #written = "";

  constructor(child: ChildProcess, apiKey: string) {
    this.#child = child;
    this.apiKey = apiKey;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.#written += text));
    }
    const killWithUs = () => child.kill("SIGKILL");
    process.once("exit", killWithUs);
    // "close" and not "exit": by then everything that it wrote has been read.
    this.#exit = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        process.removeListener("exit", killWithUs);
        resolve({ code, signal });
      });
    });
  }

  /** Standard output and standard error so far. */
  get written(): string {
    return this.#written;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get url(): string {
    return upAt.exec(this.#written)?.[1] ?? "http://not-up.invalid";
  }

  /** The address that signs in with one click; printed on a terminal only. */
  get signInAddress(): string | undefined {
    return signInAt.exec(this.#written)?.[1];
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** `kill -9`: what it wrote is in the hands of the system by then. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exit;
  }

  /** Ends it as Ctrl-C does. @throws Error unless it ends in time with exit code 0 */
  async end(): Promise<void> {
    if (this.#child.stdin === null) this.#child.kill("SIGTERM");
    else this.#child.stdin.write(ctrlC);
    const timer = new AbortController();
    const late = wait(endMs, "late" as const, { signal: timer.signal }).catch(() => "late" as const);
    const exit = await Promise.race([this.#exit, late]);
    timer.abort();
    const leaks = leaksIn(this.#written, this.apiKey);
    if (leaks.length > 0) throw new Error(`the log holds what no log may:\n${leaks.slice(0, 10).join("\n")}`);
    if (exit !== "late" && exit.code === 0) return;
    await this.kill();
    const how = exit === "late" ? `did not end within ${endMs} ms` : `ended with ${exit.code ?? exit.signal ?? ""}`;
    throw new Error(`local/start.ts ${how} after it was told to; it wrote:\n${this.#written}`);
  }
}

const askEveryMs = 25;

/**
 * Asks until the answer is as wanted.
 *
 * @throws Error with `what` and the last answer when it is not within `ms`
 */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  holds: (answer: Answer) => boolean,
  what: string,
  ms = 30_000,
): Promise<Answer> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms until ${what}; the last answer: ${inShort(answer)}`);
    await wait(askEveryMs);
  }
}

const inShort = (answer: unknown): string => JSON.stringify(answer, undefined, 1).slice(0, 4_000);
