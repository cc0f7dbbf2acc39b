import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { commandLine } from "../../command-line.ts";
import { measureAsCaller } from "./caller.ts";
import { printTable, type Figure } from "./figure.ts";
import { measureBadKeys } from "./bad-keys.ts";
import { measureBrowser } from "./browser.ts";
import { measureBundles } from "./bundles.ts";
import { measureConsole } from "./console.ts";
import { measureDirects } from "./directs.ts";
import { measureImport } from "./imports.ts";
import { measureMedia } from "./media.ts";
import { measureThroughput } from "./throughput.ts";
import { measureUnits } from "./units.ts";

// Entry point of `npm run bench`: every figure beside what it is held against, as a table and as .data/bench.json.

commandLine(
  `npm run bench
Measures every figure beside the bare loop or the bound that it is held against: a table, and .data/bench.json. Takes no
options; IMPORT_ROWS=1000000 sets the rows of the import.`,
  {},
);

process.env["POWERTOOLS_LOG_LEVEL"] ??= "ERROR";
const figures: Figure[] = [];
for (const measure of [
  measureUnits,
  measureMedia,
  measureBundles,
  measureThroughput,
  measureImport,
  measureAsCaller,
  measureDirects,
  measureBadKeys,
  measureBrowser,
  measureConsole,
]) {
  figures.push(...(await measure()));
}
const about = { at: new Date().toISOString(), node: process.version, cpus: cpus().length, model: cpus()[0]?.model };
await mkdir(".data", { recursive: true });
await writeFile(".data/bench.json", `${JSON.stringify({ about, figures }, null, 2)}\n`);
printTable(figures);
const missed = figures.filter(({ kept }) => !kept).length;
console.log(`\n${figures.length - missed} passed, ${missed} failed (.data/bench.json)`);
process.exit(missed === 0 ? 0 : 1);
