import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, numberOf } from "../../command-line.ts";
import { inWords, lossesOf } from "./losses.ts";
import { roll } from "./roll.ts";
import { installedVersion, lastRecorded, today } from "./versions.ts";

// Entry point of `npm run upgrade`: a former version beside this one, on the same stores, under kills, in both directions.

const usage = `npm run upgrade -- [--of REVISION] [--seeds N] [--from N] [--slow N] [--histories DIR]
Workers and Lambdas of another version, installed once under .data/versions, run beside those of these sources on one set of
services. Under broadcasts and requests processes of both are killed, and the ones that follow are more and more often of the
other version: from the former to this one where the seed is even, back where it is odd.
  --of REVISION    a commit or a tag (default: the last one that test/recorded holds)
  --seeds N        how many (default 20)
  --from N         the first of them (default 0)
  --slow N         all times are so many times as long, on a machine that is busy (default 1)
  --histories DIR  keeps the histories of the seeds that broke a promise (docs/history.md)`;
const line = commandLine(usage, {
  of: { type: "string" },
  seeds: { type: "string", default: "20" },
  from: { type: "string", default: "0" },
  slow: { type: "string", default: "1" },
  histories: { type: "string" },
});
const { values } = line;
const number = (name: "seeds" | "from") => numberOf(line, name, values[name], { min: 0, max: 1_000_000 });
const [seeds, first] = [number("seeds"), number("from")];
const slow = numberOf(line, "slow", values.slow, { min: 1, max: 50, whole: false });
// The processes of a roll end with this one.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

/** Of those that processes logged in a seed that broke a promise. */
const shownErrors = 5;

const former = await installedVersion(values.of ?? (await lastRecorded()), console.log);
const lost = await lossesOf(former);
for (const sentence of inWords(lost)) console.log(sentence);

const columns = ["seeds", "passed", "seconds", "kills", "gave up", "recipients", "in doubt"] as const;
type Sums = Record<(typeof columns)[number], number>;
const sums = new Map<string, Sums>();
const widthOf = `${former.name} to ${today.name}`.length;
for (let seed = first; seed < first + seeds; seed += 1) {
  const [from, to] = seed % 2 === 0 ? [former, today] : [today, former];
  const startedAt = Date.now();
  const result = await roll({ seed, from, to, former, lost, slow });
  const { broken, history } = result;
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  const way = `${from.name} to ${to.name}`;
  const sum = sums.get(way) ?? (Object.fromEntries(columns.map((column) => [column, 0])) as Sums);
  sums.set(way, sum);
  for (const [column, count] of [
    ["seeds", 1],
    ["passed", broken.length === 0 ? 1 : 0],
    ["seconds", seconds],
    ["kills", result.kills],
    ["gave up", result.gaveUp],
    ["recipients", result.recipients],
    ["in doubt", result.inDoubt],
  ] as const) {
    sum[column] += count;
  }
  const told = `seed ${seed}, ${way}, ${seconds} s, ${result.recipients} recipients, ${result.inDoubt} in doubt, ${history.length} lines`;
  if (broken.length === 0) {
    console.log(`${told}: every promise held`);
    continue;
  }
  console.error(`${told}: ${broken.length} promises broken\n  ${broken.join("\n  ")}`);
  for (const error of result.errors.slice(-shownErrors)) console.error(`    logged by a ${error.slice(0, 1_000)}`);
  if (values.histories === undefined) continue;
  mkdirSync(values.histories, { recursive: true });
  const file = join(values.histories, `upgrade-${former.name}-${seed}.jsonl`);
  writeFileSync(file, history.map((one) => `${JSON.stringify(one)}\n`).join(""));
}
console.log(`\n${"".padEnd(widthOf)}  ${columns.join("  ")}`);
for (const [way, sum] of sums) {
  const cells = columns.map((column) => String(sum[column]).padStart(column.length));
  console.log(`${way.padEnd(widthOf)}  ${cells.join("  ")}`);
}
const failed = [...sums.values()].reduce((count, sum) => count + sum.seeds - sum.passed, 0);
console.log(`\n${seeds - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
