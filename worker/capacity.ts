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

/**
 * Bytes that this process may use: the least of its setting, its container's limit and the machine's memory.
 *
 * @param toldMiB memory of the task, 0 where it is not set: on Fargate the container's cgroup often bears no limit, and the machine is larger
 *   than the task (dotnet/runtime#83563, paketo-buildpacks/libjvm#86)
 */
export async function memoryLimit(toldMiB = 0, file = "/sys/fs/cgroup/memory.max"): Promise<number> {
  const text = await readFile(file, "utf8").catch(() => "max");
  const limits = [Number(text.trim()), toldMiB * mebibyte].filter((limit) => Number.isFinite(limit) && limit > 0);
  return Math.min(totalmem(), ...limits);
}
