import { readOptions } from "./options.ts";
import { partitionLimits, problemsOf, simulate, type Result } from "./simulation.ts";

// Entry point of `npm run simulate`: how sessions are spread over many workers, and who takes them over when workers fail.
// All of it is simulated, so that a seed is repeatable.

const seconds = (ms: number | undefined): string => (ms === undefined ? "never" : `${(ms / 1_000).toFixed(0)} s`);

function print({ phases, sends, slots }: Result): void {
  for (const { name, allOwnedAfterMs, longestUnownedMs, perWorker, refusedWrites } of phases) {
    const mean = perWorker.reduce((sum, sessions) => sum + sessions, 0) / Math.max(1, perWorker.length);
    console.log(name);
    console.log(`    all owned after ${seconds(allOwnedAfterMs)}, the longest without ${seconds(longestUnownedMs)}`);
    console.log(
      `    sessions a worker: ${Math.min(...perWorker)} to ${Math.max(...perWorker)}, mean ${mean.toFixed(1)} of ${perWorker.length}`,
    );
    console.log(`    ${refusedWrites} writes refused by their condition`);
  }
  console.log("the slots' partition, a second");
  for (const [units, limit] of Object.entries(partitionLimits)) {
    const { mean, most } = slots;
    const of = units as keyof typeof mean;
    console.log(`    ${units} ${mean[of].toFixed(0)}, at most ${most[of].toFixed(0)}; DynamoDB serves ${limit}`);
  }
  console.log(`${sends} messages sent`);
}

const options = readOptions();
console.log(`${options.workers} workers, ${options.sessions} sessions, ${options.hours} h, seed ${options.seed}`);
const startedAt = performance.now();
const result = await simulate(options);
print(result);
console.log(`simulated in ${seconds(performance.now() - startedAt)}`);
const problems = problemsOf(result);
for (const problem of problems.slice(0, 20)) console.error(`BROKEN: ${problem}`);
if (problems.length > 0) console.error(`${problems.length} broken`);
process.exit(problems.length === 0 ? 0 : 1);
