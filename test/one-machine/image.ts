import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";

/** What a Dockerfile says, as far as one-machine/ uses it. */

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** One line each, without comments. */
const instructionsOf = (dockerfile: string): readonly Instruction[] =>
  dockerfile
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .flatMap((line) => {
      const [, word, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
      return word === undefined || rest === undefined ? [] : [{ word, rest }];
    });

/**
 * Carries the Dockerfile out as Docker would, but for what its last stage runs (the browser of Debian): each stage's /app in a
 * folder, what is copied from the checkout or an earlier stage, and what is run there, with npm of this machine and this Node.
 *
 * @param app where /app of the last stage shall lie
 */
export function buildImage(dockerfile: string, dir: string, app: string): void {
  const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const stages = instructionsOf(dockerfile).filter(({ word }) => word === "FROM").length;
  const folders = new Map<string, string>();
  let folder = app;
  let count = 0;
  for (const { word, rest } of instructionsOf(dockerfile)) {
    if (word === "FROM") {
      count += 1;
      folder = count === stages ? app : join(dir, `stage-${count}`);
      mkdirSync(folder);
      folders.set(/ AS (\S+)$/.exec(rest)?.[1] ?? String(count), folder);
    } else if (word === "COPY") copy(rest, folders, folder);
    else if (word === "RUN" && count < stages) {
      execFileSync("sh", ["-c", rest], { cwd: folder, env: { ...process.env, PATH: path }, stdio: "inherit" });
    }
  }
}

function copy(rest: string, folders: ReadonlyMap<string, string>, folder: string): void {
  const [, stage, paths = ""] = /^(?:--from=(\S+) )?(.+)$/.exec(rest) ?? [];
  const sources = paths.split(" ");
  const target = sources.pop() ?? "";
  const from = stage === undefined ? "." : folders.get(stage);
  if (from === undefined) throw new Error(`no stage is called ${stage}`);
  for (const source of sources) {
    const to = target.endsWith("/") ? join(target, basename(source)) : target;
    cpSync(join(from, source.replace(/^\/app\//, "")), join(folder, to), { recursive: true, filter: isSent });
  }

  function isSent(path: string): boolean {
    return stage !== undefined || !/(^|\/)(node_modules|dist)(\/|$)/.test(path);
  }
}
