import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Tool } from "./judge.ts";

/** Java, Python, curl and PHP of this machine, where they are new enough. */

interface Wanted {
  /** Where to look, first the most exact. */
  readonly programs: readonly string[];
  readonly parameters: readonly string[];
  /** Finds the version in what it writes. */
  readonly version: RegExp;
  readonly atLeast: readonly [number, number];
}

const wanted: Readonly<Record<Tool, Wanted>> = {
  java: {
    programs: ["java"],
    parameters: ["-version"],
    version: /version "(\d+)(?:\.(\d+))?/,
    atLeast: [17, 0],
  },
  python: {
    programs: ["python3", "python3.13", "python3.12", "python3.11", "python"],
    parameters: ["-c", "import ensurepip, platform; print('version', platform.python_version())"],
    version: /version (\d+)\.(\d+)/,
    atLeast: [3, 11],
  },
  curl: { programs: ["curl"], parameters: ["--version"], version: /curl (\d+)\.(\d+)/, atLeast: [7, 50] },
  php: { programs: ["php"], parameters: ["--version"], version: /PHP (\d+)\.(\d+)/, atLeast: [8, 1] },
};

export type Found = { readonly program: string } | { readonly lacks: string };

/** @param env where PATH stands, and JAVA_HOME, whose Java comes first */
export async function findTool(tool: Tool, env: NodeJS.ProcessEnv = process.env): Promise<Found> {
  const { programs, parameters, version, atLeast } = wanted[tool];
  const home = tool === "java" ? env["JAVA_HOME"] : undefined;
  const seen: string[] = [];
  for (const program of [...(home === undefined ? [] : [join(home, "bin", "java")]), ...programs]) {
    const written = await promisify(execFile)(program, parameters, { env }).then(
      ({ stdout, stderr }) => stdout + stderr,
      () => undefined,
    );
    const [, major, minor = "0"] = version.exec(written ?? "") ?? [];
    if (major === undefined) continue;
    const [wantedMajor, wantedMinor] = atLeast;
    const isNewEnough = Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor);
    if (isNewEnough) return { program };
    seen.push(`${program} is ${major}.${minor}`);
  }
  const came = seen.length === 0 ? "none was found" : seen.join(", ");
  return { lacks: `${tool} ${atLeast.join(".")} or newer is wanted, ${came}` };
}
