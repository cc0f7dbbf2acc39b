import { readFile } from "node:fs/promises";
import { totalmem } from "node:os";

/**
 * How many sessions fit into a memory, in bytes. A browser with the real page takes several hundred MB; the figure leaves
 * room below the mark at which one is opened anew (web-settings.ts), for not all of them grow at once.
 */
export const capacityFor = (memoryBytes: number): number =>
  Math.max(1, Math.floor((memoryBytes - keptForWorker) / perSession));

const mebibyte = 1024 * 1024;
/** Node itself with one media file in hand, and the system. */
const keptForWorker = 768 * mebibyte;
const perSession = 700 * mebibyte;

/** What this process may use: its container's limit where there is one, else the machine's memory. */
export async function memoryLimit(file = "/sys/fs/cgroup/memory.max"): Promise<number> {
  const text = await readFile(file, "utf8").catch(() => "max");
  const limit = Number(text.trim());
  return Number.isFinite(limit) && limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
