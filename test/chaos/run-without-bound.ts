import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { allKinds, runChaos } from "./chaos.ts";
import { addFaultStates, cannotMeet, cellsOf, faultStateLines, hardlyMet, type FaultStates } from "./fault-states.ts";

/**
 * `npm run chaos -- --without-bound`: seeds with any number of faults, of which the checker of histories judges what may never
 * happen; after each comes a calm in which everything has to end. Prints what each fault met.
 *
 * @param histories the folder that is to keep the histories of the seeds that broke a promise
 * @returns the exit code
 */
export async function runWithoutBound(from: number, seeds: number, histories: string | undefined): Promise<number> {
  const met: FaultStates = new Map();
  let [broken, faults, lines, recipients, inDoubt] = [0, 0, 0, 0, 0];
  const startedAt = Date.now();
  for (let seed = from; seed < from + seeds; seed += 1) {
    const problems: string[] = [];
    try {
      const result = await runChaos(seed, { isWithoutBound: true });
      problems.push(...result.broken);
      addFaultStates(result.history, met);
      faults += Object.values(result.faults).reduce((sum, count) => sum + count, 0);
      lines += result.history.length;
      recipients += result.recipients;
      inDoubt += result.inDoubt;
      if (histories !== undefined && problems.length > 0) {
        const text = result.history.map((line) => `${JSON.stringify(line)}\n`).join("");
        writeFileSync(join(histories, `without-bound-${seed}.jsonl`), text);
      }
    } catch (error) {
      problems.push(String(error));
    }
    if (problems.length > 0) {
      broken += 1;
      console.error(`seed ${seed} broke ${problems.length} promises:\n  ${problems.join("\n  ")}`);
    }
    const done = seed - from + 1;
    if (done % 10 === 0) console.log(`${done} of ${seeds} seeds, ${broken} broke a promise`);
    if (done % 50 === 0 && done < seeds) console.log(faultStateLines(met, allKinds).join("\n"));
  }
  const { empty, wronglyExplained } = cellsOf(met, allKinds);
  for (const cell of wronglyExplained) console.error(`${cell} was met, though it is said that it can't be`);
  const linesOf = (how: string, pairs: typeof cannotMeet) =>
    pairs.map(({ kinds, state, because }) => `${how}  ${kinds.join(", ")} x ${state}: ${because}`);
  const reasons = [...linesOf("can't meet", cannotMeet), ...linesOf("hardly met", hardlyMet)];
  console.log(`
${faultStateLines(met, allKinds).join("\n")}

${reasons.join("\n")}
never met   ${empty.length === 0 ? "nothing" : empty.join(", ")}
seeds       ${seeds} (${from} to ${from + seeds - 1}), ${((Date.now() - startedAt) / 1000).toFixed(0)} s
history     ${lines} lines, ${faults} faults; recipients ${recipients}, of which in doubt ${inDoubt}

${seeds - broken} passed, ${broken + wronglyExplained.length} failed`);
  return broken + wronglyExplained.length === 0 ? 0 : 1;
}
