import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { bundleSizes } from "../../infra/bundle-files.ts";
import { bundleDir } from "../../infra/config.ts";
import { median, type Figure } from "./figure.ts";

const maxBytes = 1_024 * 1_024;
const maxImportMs = 150;
const starts = 15;

/**
 * What a fresh process says of loading a bundle: CPU ms of the thread that loads, which is what it would take by the clock if
 * nothing else ran on this machine. What V8's other threads do meanwhile does not make anybody wait.
 */
const loading = `
const before = process.threadCpuUsage();
require(process.argv[1]);
const { user, system } = process.threadCpuUsage(before);
console.log((user + system) / 1000);
process.exit(0);
`;

/** Size of every Lambda's bundle, and what loading it costs a fresh process: half of a cold start is that. */
export async function measureBundles(): Promise<readonly Figure[]> {
  execFileSync(process.execPath, ["infra/bundle.ts"], { stdio: "ignore" });
  const sizes = bundleSizes(JSON.parse(readFileSync(join(bundleDir, "metafile.json"), "utf8")) as Metafile);
  const importMs = Object.fromEntries(sizes.map(({ entry, name }) => [name, median(timesOf(entry))]));
  const kiB = Object.fromEntries(sizes.map(({ name, bytes }) => [name, bytes / 1_024]));
  const largest = Math.max(...Object.values(kiB));
  const slowest = Math.max(...Object.values(importMs));
  return [
    {
      name: "largest Lambda bundle",
      value: largest,
      unit: "KiB",
      against: "all its files, some of which a start does not read; the bundling refuses more",
      bound: `<= ${maxBytes / 1_024}`,
      kept: largest <= maxBytes / 1_024,
      details: kiB,
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
