import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** A version of this system on this machine: where its sources and its packages are. */
interface Version {
  /** The first seven digits of its commit. */
  readonly name: string;
  readonly dir: string;
}

const run = promisify(execFile);
const git = async (...parameters: readonly string[]): Promise<string> =>
  (await run("git", [...parameters], { maxBuffer: 1024 * 1024 })).stdout.trim();

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
