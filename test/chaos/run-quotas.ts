import { runQuotas, usedAtLeast } from "./quotas.ts";

/**
 * `npm run chaos -- --quotas N`: so many seeds of a broadcast to strangers under WhatsApp's quotas, timelocks and restrictions.
 *
 * @returns the exit code
 */
export async function runQuotaSeeds(from: number, seeds: number): Promise<number> {
  let [broken, newChats, refused, readings, cycles, used, allowed] = [0, 0, 0, 0, 0, 0, 0];
  let least = 1;
  const startedAt = Date.now();
  for (let seed = from; seed < from + seeds; seed += 1) {
    try {
      const result = await runQuotas(seed);
      newChats += result.newChats;
      refused += result.refused;
      readings += result.readings;
      cycles += result.cycles;
      used += result.used;
      allowed += result.allowed;
      least = Math.min(least, result.used / result.allowed);
      if (result.broken.length === 0) continue;
      console.error(`seed ${seed} broke ${result.broken.length} promises:\n  ${result.broken.join("\n  ")}`);
    } catch (error) {
      console.error(`seed ${seed} did not come to its end: ${String(error)}`);
    }
    broken += 1;
  }
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.log(`
seeds       ${seeds} (${from} to ${from + seeds - 1}), ${((Date.now() - startedAt) / 1000).toFixed(0)} s
new chats   ${newChats}; ${refused} messages met a limit that was not told by then; limits were read ${readings} times
quotas      ${used} of ${allowed} used in ${cycles} cycles: ${percent(used / allowed)}, in the worst seed ${percent(least)} (wanted ${percent(usedAtLeast)})

${seeds - broken} passed, ${broken} failed`);
  return broken === 0 ? 0 : 1;
}
