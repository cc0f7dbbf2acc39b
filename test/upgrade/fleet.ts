import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Version } from "./versions.ts";

/** Processes of several versions on the same services: workers, and Lambdas behind their HTTP front. */

export type Kind = "front" | "worker";

export interface Member {
  readonly kind: Kind;
  readonly version: Version;
  readonly child: ChildProcess;
  /** Of a front. */
  readonly url: string;
}

const upWithinMs = 120_000;
/** What each of them would compile anew: this halves what a process costs until it is up. */
const compiled = join(process.cwd(), ".data", "versions", "compiled");
const ownFront = join(import.meta.dirname, "front.ts");
const recorder = pathToFileURL(join(import.meta.dirname, "recorded-worker.ts")).href;

export class Fleet {
  readonly #slow: number;
  readonly #onEnd: (pid: number) => void;
  #isOver = false;
  #dataDir = "";
  #env: Readonly<Record<string, string>> = {};
  readonly #members = new Set<Member>();
  readonly #replacing = new Set<Promise<unknown>>();
  /** By the number of the process, of all that there were. */
  readonly #versions = new Map<number, Version>();
  /** What they logged as errors. */
  readonly errors: string[] = [];
  /** Workers that gave up by themselves, because a busy machine let their lease run out. */
  gaveUp = 0;

  /**
   * @param slow so many times as long is waited for a process
   * @param onEnd is told of each process that is surely gone
   */
  constructor(slow: number, onEnd: (pid: number) => void) {
    this.#slow = slow;
    this.#onEnd = onEnd;
  }

  /** @param dataDir where the stack's file is */
  joins(dataDir: string, env: Readonly<Record<string, string>>): void {
    this.#dataDir = dataDir;
    this.#env = env;
  }

  versionOf(pid: number): Version | undefined {
    return this.#versions.get(pid);
  }

  /** Of any front, or any one of a version. Not by the seed: which process answers first is the machine's to say in any case. */
  urlOf(version?: Version): string {
    const fronts = this.members("front", version);
    return fronts[Math.floor(Math.random() * fronts.length)]?.url ?? "http://127.0.0.1:1";
  }

  /** As EventBridge Scheduler calls the Lambda. @throws Error where it failed */
  async launchCampaign(input: unknown): Promise<void> {
    const { ok } = await fetch(`${this.urlOf()}/launch-campaign`, { method: "POST", body: JSON.stringify(input) });
    if (!ok) throw new Error("the Lambda failed");
  }

  members(kind: Kind, version?: Version): readonly Member[] {
    return [...this.#members].filter((one) => one.kind === kind && (version === undefined || one.version === version));
  }

  /** @throws Error with what it wrote unless it comes up */
  async start(kind: Kind, version: Version): Promise<Member> {
    const command =
      kind === "front" ? [ownFront] : [`--import=${recorder}`, "local/worker.ts", "--data", this.#dataDir];
    const child = spawn(process.execPath, command, {
      cwd: version.dir,
      env: { ...process.env, ...this.#env, NODE_COMPILE_CACHE: compiled },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#versions.set(child.pid ?? 0, version);
    const killWithUs = () => child.kill("SIGKILL");
    process.once("exit", killWithUs);
    child.once("exit", () => {
      process.removeListener("exit", killWithUs);
      this.#onEnd(child.pid ?? 0);
    });
    const written: string[] = [];
    child.stderr.setEncoding("utf8").on("data", (text: string) => written.push(text));
    const up = new Promise<string | undefined>((resolve) => {
      const lines = createInterface({ input: child.stdout });
      lines.on("close", () => {
        resolve(undefined);
      });
      lines.on("line", (line) => {
        if (line.includes('"level":"ERROR"')) this.errors.push(`${kind} of ${version.name}: ${line}`);
        else if (/^up at | is up on /.test(line)) resolve(/^up at (\S+)$/.exec(line)?.[1] ?? "");
        else written.push(line);
      });
    });
    const url = await Promise.race([up, wait(upWithinMs * this.#slow, undefined, { ref: false })]);
    if (url === undefined) {
      child.kill("SIGKILL");
      throw new Error(`a ${kind} of ${version.name} did not come up:\n${written.join("\n").slice(-4_000)}`);
    }
    const member: Member = { kind, version, child, url };
    this.#members.add(member);
    child.once("exit", () => {
      if (!this.#members.delete(member)) return;
      this.gaveUp += 1;
      const replacing = this.#replace(kind, version);
      this.#replacing.add(replacing);
      void replacing.then(() => this.#replacing.delete(replacing));
    });
    return member;
  }

  /** As ECS does: until one is up. */
  async #replace(kind: Kind, version: Version): Promise<void> {
    while (!this.#isOver) {
      const isUp = await this.start(kind, version).then(
        () => true,
        () => false,
      );
      if (isUp) return;
    }
  }

  /** With SIGTERM a worker finishes what it has in hand. */
  async end(member: Member, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    this.#members.delete(member);
    if (member.child.exitCode !== null || member.child.signalCode !== null) return;
    const ended = once(member.child, "exit");
    member.child.kill(signal);
    await Promise.race([
      ended,
      wait(15_000 * this.#slow, undefined, { ref: false }).then(() => member.child.kill("SIGKILL")),
    ]);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#replacing);
    await Promise.all([...this.#members].map((member) => this.end(member, "SIGKILL")));
  }
}
