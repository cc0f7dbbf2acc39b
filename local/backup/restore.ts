import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { extract } from "tar";
import { lockDataDir } from "../lock.ts";
import { endWhatRan, type Ended } from "./end-what-ran.ts";
import { keptParts, otherParts, restoringDir } from "./parts.ts";

/**
 * Puts a backup back into a data directory that holds no data. It starts with sending halted and with what was not over ended
 * (see endWhatRan). One that breaks off leaves a directory on which nothing starts, and can be run again.
 *
 * @throws DataDirInUse while a stack runs on it
 * @throws Error that says what to do
 */
export async function restoreBackup(file: string, dataDir: string, now: number): Promise<Ended> {
  if (!existsSync(file)) throw new Error(`${file} does not exist`);
  const lock = await lockDataDir(dataDir);
  try {
    const restoring = join(dataDir, restoringDir);
    const all = [...keptParts, ...otherParts];
    const there = all.filter((part) => part !== "stack.json" && existsSync(join(dataDir, part)));
    if (there.length > 0 && !existsSync(restoring)) {
      throw new Error(
        `${dataDir} holds data (${there.join(", ")}): move that folder away first, and keep it until the restored one is right`,
      );
    }
    await rm(restoring, { recursive: true, force: true });
    await mkdir(restoring, { recursive: true, mode: 0o700 });
    await extract({ file, cwd: restoring, strict: true });
    if (!existsSync(join(restoring, "dynamodb"))) {
      await rm(restoring, { recursive: true });
      throw new Error(`${file} is no backup of \`npm run backup\``);
    }
    const ended = await endWhatRan(restoring, now);
    for (const part of all) await rm(join(dataDir, part), { recursive: true, force: true });
    for (const part of keptParts) {
      if (existsSync(join(restoring, part))) await rename(join(restoring, part), join(dataDir, part));
    }
    await rm(restoring, { recursive: true });
    return ended;
  } finally {
    lock.release();
  }
}
