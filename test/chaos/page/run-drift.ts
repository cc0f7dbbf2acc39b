import { pageContract } from "../../../worker/whatsapp/page-contract.ts";
import { driftChaos, driftTable, mutantsOf, type DriftVerdict } from "./drift.ts";

/** The part of `npm run chaos` that changes WhatsApp's page, on the durations of production. */

const stacks = 2;
const sessionsEach = 4;

/**
 * @param only the number of a single change; all of them at 0
 * @returns the exit code
 */
export async function runDrift(only: number): Promise<number> {
  const all = mutantsOf(pageContract);
  const mutants = only === 0 ? all : all.slice(only - 1, only);
  const startedAt = Date.now();
  const tell = ({ mutant, seen, broken }: DriftVerdict) => {
    const { module, member, how } = mutant;
    const name = [module, member].filter((one) => one !== undefined).join(".");
    console.log(`${all.indexOf(mutant) + 1}  ${name} ${how}: ${seen}${broken.map((line) => `\n    ${line}`).join("")}`);
  };
  const few = mutants.length < sessionsEach * stacks;
  const verdicts = await driftChaos({
    mutants,
    stacks: few ? 1 : stacks,
    sessionsEach: Math.min(sessionsEach, mutants.length),
    staysMs: 20_000,
    tell,
  });
  const broken = verdicts.filter((verdict) => verdict.broken.length > 0).length;
  console.log(["", ...driftTable(verdicts), ""].join("\n"));
  console.log(
    `${((Date.now() - startedAt) / 60_000).toFixed(0)} min; ${verdicts.length - broken} passed, ${broken} failed`,
  );
  return broken === 0 && verdicts.length === mutants.length ? 0 : 1;
}
