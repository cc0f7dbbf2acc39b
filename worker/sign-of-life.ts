import { writeFile } from "node:fs/promises";
import type { Clock } from "../core/time/clock.ts";
import type { Log } from "./log.ts";

/** The task's health check calls a file old after a minute (infra/sending.ts). */
const everyMs = 10_000;

/**
 * Writes the file again and again, until aborted: a process that hangs cannot. It says nothing of slot, sessions and tables,
 * without which a worker is none the less well.
 */
export async function giveSignsOfLife(
  file: string,
  clock: Clock,
  log: Pick<Log, "warn">,
  signal?: AbortSignal,
): Promise<void> {
  while (signal?.aborted !== true) {
    try {
      await writeFile(file, new Date(clock.now()).toISOString());
    } catch (error) {
      log.warn("no sign of life given", { error: error as Error });
    }
    await clock.wait(everyMs, signal);
  }
}
