import { existsSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { create } from "tar";
import { lockDataDir } from "../lock.ts";
import { keptParts, restoringDir } from "./parts.ts";

/**
 * Writes a backup of a data directory that no stack uses. It is whole or not there, and its owner alone reads it: who has it
 * has the linked accounts.
 *
 * @throws DataDirInUse while a stack runs on it
 * @throws Error that says what to do
 */
export async function makeBackup(dataDir: string, file: string): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} exists: give the backup a name of its own`);
  if (!existsSync(join(dataDir, "dynamodb"))) throw new Error(`${dataDir} holds no data of \`npm start\``);
  const lock = await lockDataDir(dataDir);
  try {
    if (existsSync(join(dataDir, restoringDir))) throw new Error(brokenRestore(dataDir));
    const parts = keptParts.filter((part) => existsSync(join(dataDir, part)));
    const making = await open(`${file}.new`, "w", 0o600);
    try {
      for await (const piece of create({ cwd: dataDir, gzip: true }, parts)) await making.write(piece);
      await making.sync();
    } finally {
      await making.close();
    }
    await rename(`${file}.new`, file);
  } finally {
    lock.release();
  }
}

/** Why nothing may run on such a data directory. */
export const brokenRestore = (dataDir: string): string =>
  `a restore into ${dataDir} broke off: run it again, \`npm run restore -- --from FILE --data ${dataDir}\``;
