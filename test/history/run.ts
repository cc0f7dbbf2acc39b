import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { commandLine, numberOf } from "../../command-line.ts";
import { Checker, inWords } from "./checker.ts";
import { parseLine } from "./lines.ts";
import { modelHistory } from "./reference-model.ts";

// Entry point of `npm run history`: judges histories that were kept in files, or measures how fast one is judged.

const usage = `npm run history -- [--file FILE]... [--measure LINES]
Judges histories (docs/history.md), such as those that npm run chaos -- --histories DIR keeps.
  --file FILE      one of them; may be given several times
  --measure LINES  so many lines of a correct history that is made up: says how long it took`;
const line = commandLine(usage, {
  file: { type: "string", multiple: true, default: [] },
  measure: { type: "string", default: "0" },
});
const { values } = line;
const measure = numberOf(line, "measure", values.measure, { min: 0, max: 100_000_000, whole: true });

async function judgeFile(file: string): Promise<Checker> {
  const checker = new Checker();
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    checker.feed(parseLine(text, number));
  }
  return checker;
}

function judgeModel(lines: number): Checker {
  const checker = new Checker();
  let left = lines;
  // Read from text, as from a file.
  for (const made of modelHistory({ sessions: Infinity, campaignsEach: 10, contactsEach: 1_000 }, Math.random)) {
    if (left === 0) break;
    left -= 1;
    checker.feed(parseLine(JSON.stringify(made), lines - left));
  }
  return checker;
}

let broken = 0;
const tell = (what: string, { verdicts, seen }: Checker, ms: number) => {
  broken += verdicts.length;
  for (const verdict of verdicts) console.error(inWords(verdict));
  const kinds = [...seen].map(([kind, count]) => `${kind} ${count}`).join(", ");
  const megabytes = (process.memoryUsage().rss / 1_048_576).toFixed(0);
  console.log(
    `${what}: ${kinds}; ${(ms / 1_000).toFixed(1)} s, ${megabytes} MB; rules broken ${verdicts.length} times`,
  );
};
for (const file of values.file) {
  const startedAt = performance.now();
  tell(file, await judgeFile(file), performance.now() - startedAt);
}
if (measure > 0) {
  const startedAt = performance.now();
  tell(`${measure} lines`, judgeModel(measure), performance.now() - startedAt);
}
process.exit(broken === 0 ? 0 : 1);
