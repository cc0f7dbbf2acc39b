import { parseArgs } from "node:util";
import { crashPoints, faultKinds, runChaos } from "./chaos.ts";

// Entry point of `npm run chaos`: many seeds through the chaos harness. `--seeds 100 --from 0`; one that breaks a promise
// is replayed with `--seeds 1 --from SEED`.

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "100" }, from: { type: "string", default: "0" } },
});
const seeds = Number(values.seeds);
const from = Number(values.from);
const total = Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Record<(typeof faultKinds)[number], number>;
const reached = new Set<string>();
let broken = 0;
let recipients = 0;
let inDoubt = 0;
const startedAt = Date.now();
for (let seed = from; seed < from + seeds; seed += 1) {
  const result = await runChaos(seed);
  for (const kind of faultKinds) total[kind] += result.faults[kind];
  for (const point of result.crashedAt) reached.add(point);
  recipients += result.recipients;
  inDoubt += result.inDoubt;
  if (result.broken.length > 0) {
    broken += 1;
    console.error(`seed ${seed} broke ${result.broken.length} promises:\n  ${result.broken.join("\n  ")}`);
  }
  if ((seed - from) % 10 === 9) console.log(`${seed - from + 1} of ${seeds} seeds, ${broken} broke a promise`);
}
const missed = crashPoints.filter((point) => !reached.has(point));
console.log(`
seeds       ${seeds} (${from} to ${from + seeds - 1}), ${((Date.now() - startedAt) / 1000).toFixed(0)} s
recipients  ${recipients}, of which in doubt ${inDoubt}
faults      ${faultKinds.map((kind) => `${kind} ${total[kind]}`).join(", ")}
crashed at  ${reached.size} of ${crashPoints.length} points${missed.length === 0 ? "" : `; not at ${missed.join(", ")}`}

${seeds - broken} passed, ${broken} failed`);
process.exit(broken === 0 ? 0 : 1);
