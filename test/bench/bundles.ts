import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleDir } from "../../infra/config.ts";
import { median, type Figure } from "./figure.ts";

const maxBytes = 1_024 * 1_024;
const maxImportMs = 150;
const starts = 15;

/** What a fresh process says of loading a bundle: CPU ms, so that what else runs on this machine does not count. */
const loading = `
const before = process.cpuUsage();
require(process.argv[1]);
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);
process.exit(0);
`;

/** Size of every Lambda's bundle, and what loading it costs a fresh process: half of a cold start is that. */
export async function measureBundles(): Promise<readonly Figure[]> {
  execFileSync(process.execPath, ["infra/bundle.ts"], { stdio: "ignore" });
  const { outputs } = JSON.parse(readFileSync(join(bundleDir, "metafile.json"), "utf8")) as {
    readonly outputs: Readonly<Record<string, { readonly bytes: number }>>;
  };
  const entries = Object.entries(outputs).map(([file, { bytes }]) => ({
    file,
    bytes,
    name: file.split("/").at(-2) ?? "",
  }));
  const importMs = Object.fromEntries(entries.map(({ file, name }) => [name, median(timesOf(file))]));
  const sizes = Object.fromEntries(entries.map(({ name, bytes }) => [name, bytes / 1_024]));
  const largest = Math.max(...Object.values(sizes));
  const slowest = Math.max(...Object.values(importMs));
  return [
    {
      name: "largest Lambda bundle",
      value: largest,
      unit: "KiB",
      against: "what a cold start reads; the bundling refuses more",
      bound: `<= ${maxBytes / 1_024}`,
      kept: largest <= maxBytes / 1_024,
      details: sizes,
    },
    {
      name: "slowest Lambda import",
      value: slowest,
      unit: "ms CPU",
      against: `a fresh process on this machine, median of ${starts}`,
      bound: `<= ${maxImportMs}`,
      kept: slowest <= maxImportMs,
      details: importMs,
    },
  ];
}

const timesOf = (file: string): readonly number[] =>
  Array.from({ length: starts }, () =>
    Number(execFileSync(process.execPath, ["-e", loading, join(process.cwd(), file)], { encoding: "utf8" })),
  );
