import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ended, RunOptions, Started } from "./judge.ts";

/** What the judges run, each in a process group of its own, so that what a program has started ends with it. */

const endMs = 10_000;

interface Noted {
  readonly pid: number;
  /** When it began, by the kernel's count: a pid that was given away since is another process. */
  readonly began: string | undefined;
}

interface Notes {
  /** Who started them. */
  readonly by: Noted;
  readonly running: readonly Noted[];
}

const noted = (pid: number): Noted => ({ pid, began: beganAt(pid) });
const isThere = ({ pid, began }: Noted): boolean => began !== undefined && beganAt(pid) === began;

export class Processes {
  readonly #dir: string;
  readonly #notes: string;
  readonly #running = new Map<number, Started>();
  #isOver = false;

  /** @param notes the file that names what runs, for the next run to end when this one is killed */
  constructor(dir: string, notes: string) {
    this.#dir = dir;
    this.#notes = notes;
  }

  /** @throws Error once all were ended: what goes on after its time starts nothing more */
  start(name: string, command: readonly string[], options: RunOptions = {}): Started {
    if (this.#isOver) throw new Error(`${name} is not started: its part is over`);
    const [program = "", ...parameters] = command;
    const child = spawn(program, parameters, {
      cwd: options.cwd ?? process.cwd(),
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const started = this.#watch(child, join(this.#dir, `${name}.log`));
    if (child.pid === undefined) return started;
    this.#running.set(child.pid, started);
    this.#note();
    void started.ended.then(() => {
      this.#running.delete(started.pid);
      this.#note();
    });
    return started;
  }

  async run(name: string, command: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return this.start(name, command, options).ended;
  }

  async endAll(): Promise<void> {
    this.#isOver = true;
    await Promise.all([...this.#running.values()].map((started) => started.end()));
  }

  /** At once, where nothing can be awaited any more. */
  killAll(): void {
    this.#isOver = true;
    for (const pid of this.#running.keys()) signal(pid, "SIGKILL");
  }

  #watch(child: ChildProcess, file: string): Started {
    const log = createWriteStream(file);
    let written = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        written += text;
        log.write(text);
      });
    }
    const pid = child.pid ?? 0;
    const ended = new Promise<Ended>((resolve) => {
      const over = (code: number | null) => {
        log.end();
        resolve({ code, written });
      };
      child.once("error", (error) => {
        written += `${error.message}\n`;
        over(1);
      });
      child.once("exit", () => {
        // What it started may hold its output open.
        signal(pid, "SIGKILL");
      });
      // "close" and not "exit": by then everything that it wrote has been read.
      child.once("close", over);
    });
    const kill = async () => {
      signal(pid, "SIGKILL");
      await ended;
    };
    const end = async () => {
      signal(pid, "SIGTERM");
      const late = setTimeout(() => {
        signal(pid, "SIGKILL");
      }, endMs);
      await ended;
      clearTimeout(late);
    };
    return { pid, written: () => written, ended, kill, end };
  }

  #note(): void {
    const notes: Notes = { by: noted(process.pid), running: [...this.#running.keys()].map(noted) };
    if (this.#running.size === 0) rmSync(this.#notes, { force: true });
    else writeFileSync(this.#notes, JSON.stringify(notes));
  }
}

/**
 * Ends what a run that was killed has left.
 *
 * @returns how many
 * @throws Error when that run goes on
 */
export function endLeftovers(file: string): number {
  if (!existsSync(file)) return 0;
  const { by, running } = JSON.parse(readFileSync(file, "utf8")) as Notes;
  if (by.pid !== process.pid && isThere(by))
    throw new Error(`another run of judges goes on in this checkout, pid ${by.pid}`);
  const left = running.filter(isThere);
  for (const { pid } of left) signal(pid, "SIGKILL");
  rmSync(file);
  return left.length;
}

/** To a whole process group. */
function signal(pid: number, name: NodeJS.Signals): void {
  if (pid === 0) return;
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Undefined where the kernel does not tell (no Linux), or when the process is gone. */
function beganAt(pid: number): string | undefined {
  try {
    // The name in brackets may hold blanks; the start is the 20th word behind it.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19];
  } catch {
    return undefined;
  }
}
