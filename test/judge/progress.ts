import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { Verdict } from "./judge.ts";

/** Where a run stands, kept in a file after each part: the next run goes on from there when this one is interrupted. */

export interface Judged extends Verdict {
  readonly judge: string;
  readonly part: string;
  readonly seconds: number;
  /** When it ended, ISO 8601 in UTC. */
  readonly at: string;
}

interface Kept {
  /** What was judged: sources, parts and options. A run of anything else begins anew. */
  readonly of: string;
  readonly judged: readonly Judged[];
}

export class Progress {
  readonly #file: string;
  readonly #of: string;
  #judged: readonly Judged[];

  constructor(file: string, of: string) {
    this.#file = file;
    this.#of = of;
    const kept = read(file);
    this.#judged = kept?.of === of ? kept.judged.filter(({ failed }) => failed === 0) : [];
  }

  /** The parts that have passed, of a run that was interrupted. */
  passed(judge: string, part: string): Judged | undefined {
    return this.#judged.find((it) => it.judge === judge && it.part === part);
  }

  keep(judged: Judged): void {
    this.#judged = [...this.#judged, judged];
    mkdirSync(dirname(this.#file), { recursive: true });
    // Whole or not at all: a kill in the middle of writing must not lose what stood there.
    writeFileSync(`${this.#file}.new`, JSON.stringify({ of: this.#of, judged: this.#judged } satisfies Kept));
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** A run that is whole, or that a person wants anew. */
  forget(): void {
    this.#judged = [];
    rmSync(this.#file, { force: true });
  }
}

function read(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Kept;
  } catch {
    return undefined;
  }
}

/** Of every file of this checkout that git keeps or would keep. */
export async function hashOfSources(): Promise<string> {
  const { stdout } = await promisify(execFile)(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    {
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const hash = createHash("sha256");
  for (const path of [...new Set(stdout.split("\0"))].filter((name) => name !== "").sort()) {
    hash.update(`${path}\0`).update(await readFile(path).catch(() => "gone"));
  }
  return hash.digest("hex");
}
