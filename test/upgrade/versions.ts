import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** A version of this system on this machine: where its sources and its packages are. */
export interface Version {
  /** The first seven digits of its commit; `today` for these very sources. */
  readonly name: string;
  readonly dir: string;
}

export const today: Version = { name: "today", dir: process.cwd() };

const run = promisify(execFile);
const git = async (...parameters: readonly string[]): Promise<string> =>
  (await run("git", [...parameters], { maxBuffer: 1024 * 1024 })).stdout.trim();

/** Of the versions that test/recorded holds, the one that was made last. */
export async function lastRecorded(): Promise<string> {
  const files = readdirSync(join(import.meta.dirname, "..", "recorded"));
  const commits = files.filter((file) => file.endsWith(".tgz")).map((file) => file.slice(0, -".tgz".length));
  return await git("rev-list", "--no-walk", "--date-order", "--max-count=1", "--abbrev-commit", ...commits);
}

/** Whether a version holds what a commit changed. */
export const isIn = async (commit: string, { name }: Version): Promise<boolean> =>
  (await git("rev-list", "--count", `${name}..${commit}`)) === "0";

/**
 * The version of a commit or a tag, with its packages, under `.data/versions`. It is installed once: that takes two minutes
 * and some 800 MB.
 *
 * @param say is told that it is being installed, in a sentence
 */
export async function installedVersion(revision: string, say: (sentence: string) => void): Promise<Version> {
  const commit = await git("rev-parse", "--verify", `${revision}^{commit}`);
  const name = commit.slice(0, 7);
  const dir = join(process.cwd(), ".data", "versions", name);
  // npm writes it behind everything else.
  if (existsSync(join(dir, "node_modules", ".package-lock.json"))) return { name, dir };
  say(`installing ${name} into ${dir}, once ...`);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const archive = `${dir}.tar`;
  await git("archive", `--output=${archive}`, commit);
  await run("tar", ["-xf", archive, "-C", dir]);
  await rm(archive);
  await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: dir, maxBuffer: 16 * 1024 * 1024 });
  return { name, dir };
}
