import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** What the console is built from, and where it lies when it is built: `npm start` and `npm run bundle` serve it from there. */

const root = import.meta.dirname;

/** A folder for each state of the sources, so that a page is built once, and never served when it is stale. */
export function consoleFolder(): string {
  const hash = createHash("sha256");
  const add = (path: string): void => {
    hash
      .update(`${path}\n`)
      .update(readFileSync(join(root, path)))
      .update("\n");
  };
  for (const folder of ["console", join("clients", "typescript", "src")]) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    for (const path of files.map((file) => join(file.parentPath, file.name).slice(root.length + 1)).sort()) add(path);
  }
  add("package-lock.json");
  return join(root, "dist", "console", hash.digest("hex").slice(0, 16));
}

let building: Promise<string> | undefined;

/**
 * The folder with the built page; builds it when it is not there, which takes some seconds.
 *
 * @param onBuilding is told that it is being built, in a sentence
 */
export function builtConsole(onBuilding: (sentence: string) => void = () => undefined): Promise<string> {
  const folder = consoleFolder();
  if (existsSync(folder)) return Promise.resolve(folder);
  if (building === undefined) onBuilding("building the console, once for this version of it ...");
  building ??= buildInto(folder).finally(() => {
    building = undefined;
  });
  return building;
}

/** In a process of its own, so that the memory that a build takes is given back. */
async function buildInto(folder: string): Promise<string> {
  await promisify(execFile)(process.execPath, [join(root, "console", "build.ts")], { cwd: root });
  return folder;
}
