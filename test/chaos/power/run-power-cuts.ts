import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { killTheStack } from "../../e2e/campaigns/kills.ts";
import { openDisk } from "./disk.ts";

/**
 * `npm run chaos -- --power-cuts N`: the whole of `npm start` is killed in the middle of a broadcast, and its disk loses what
 * was not synced.
 *
 * @returns the exit code
 */
export async function runPowerCuts(cuts: number, isUnsynced: boolean): Promise<number> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    console.error("--power-cuts makes an ext4 file system of its own and mounts it: it wants Linux, and root");
    return 1;
  }
  const unsynced = pathToFileURL(resolve("test/chaos/power/unsynced.ts")).href;
  const moments = Array.from({ length: cuts }, () => 200 + Math.random() * 1_500);
  const disk = openDisk();
  try {
    const nodeFlags = isUnsynced ? ["--import", unsynced] : [];
    const { broken, inDoubt, standstillsMs } = await killTheStack(moments, 40 * cuts, { disk, nodeFlags }).catch(
      // What a request needs may be lost altogether.
      (error: unknown) => ({ broken: [(error as Error).message], inDoubt: 0, standstillsMs: [0] }),
    );
    const longest = (Math.max(...standstillsMs) / 1000).toFixed(1);
    if (broken.length > 0) {
      console.error(`${cuts} power cuts broke ${broken.length} promises:\n  ${broken.join("\n  ")}`);
    }
    console.log(`power cut   ${cuts} times, ${inDoubt} in doubt, longest standstill ${longest} s
${broken.length === 0 ? "1 passed, 0 failed" : "0 passed, 1 failed"}`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    disk.close();
  }
}
