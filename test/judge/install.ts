import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "./judge.ts";

/** What the judges need, installed by the ordinary clients of npm and PyPI, once for each state of the pinned versions. */

type Run = Context["run"];

/**
 * A folder by the hash of what it is made of, whole or not there. Its own place belongs to that: a moved one is made anew.
 *
 * @param by the version of the program that makes it
 */
async function once(
  dir: string,
  pins: readonly string[],
  by: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([dir, by]));
  for (const file of pins) hash.update(await readFile(file));
  const folder = join(dir, hash.digest("hex").slice(0, 12));
  if (existsSync(join(folder, "whole"))) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await make(folder);
  await mkdir(join(folder, "whole"));
  return folder;
}

async function orFail(what: string, ended: ReturnType<Run>): Promise<void> {
  const { code, written } = await ended;
  if (code !== 0) throw new Error(`${what} can't be installed (exit code ${code}):\n${written.slice(-2_000)}`);
}

export async function npmInstalled(dir: string, source: string, { run, say }: Pick<Context, "run" | "say">) {
  const pins = ["package.json", "package-lock.json"];
  const folder = await once(
    join(dir, "npm"),
    pins.map((name) => join(source, name)),
    process.version,
    async (made) => {
      say(`installing the npm packages of ${source} ...`);
      for (const name of pins) await copyFile(join(source, name), join(made, name));
      const command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"];
      await orFail(source, run("npm-ci", command, { cwd: made }));
    },
  );
  return join(folder, "node_modules");
}

/** @param python the program that makes the environment */
export async function pipInstalled(
  dir: string,
  requirements: string,
  python: string,
  { run, say }: Pick<Context, "run" | "say">,
) {
  // An environment knows its own place, so it is made where it stays.
  const { written: version } = await run("python", [python, "--version"]);
  const folder = await once(join(dir, "pip"), [requirements], version, async (made) => {
    say(`installing the Python packages of ${requirements} ...`);
    await orFail(requirements, run("venv", [python, "-m", "venv", join(made, "venv")]));
    const pip = [join(made, "venv", "bin", "pip"), "install", "--quiet", "--disable-pip-version-check"];
    await orFail(requirements, run("pip", [...pip, "--require-hashes", "--requirement", requirements]));
  });
  return join(folder, "venv", "bin");
}
