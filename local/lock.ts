import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Clock } from "../core/time/clock.ts";

export interface DataDirLock {
  release(): void;
}

/** Another `npm start` holds the data directory. */
export class DataDirInUse extends Error {
  override readonly name = "DataDirInUse";
}

/** SQLite's primary result code for a lock that another process holds (https://sqlite.org/rescode.html#busy). */
const sqliteBusy = 5;

/**
 * Keeps a data directory for this process alone, on Linux and macOS. Node has no flock, so the lock is SQLite's: an
 * exclusive transaction on an empty file that stays open, which the kernel knows as fcntl locks on that file. The
 * kernel drops them with the process however it dies, so there is nothing stale to judge, and they hold between
 * containers that share the directory (an abstract socket would not: it belongs to a network namespace).
 */
export async function lockDataDir(dir: string): Promise<DataDirLock> {
  await mkdir(dir, { recursive: true });
  const file = new DatabaseSync(join(dir, "lock"), { timeout: 0 });
  try {
    // The journal would be a second file beside the lock; nothing is ever written that it could undo.
    file.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    file.close();
    if (!isBusy(cause)) throw new Error(`cannot lock the data directory ${dir}`, { cause });
    throw new DataDirInUse(
      `the data directory ${dir} is in use by another \`npm start\`: stop that one, or give this one its own with --data DIR or --memory`,
      { cause },
    );
  }
  return {
    release: () => {
      file.close();
    },
  };
}

const againMs = 100;
/** Of a holder that got its signal just now, and of one that is ending (see Undoing). */
const patience = { servingMs: 1_000, endingMs: 10_000 };

/**
 * Locks it once a holder that is ending has ended: a restart at once after a signal is no mistake.
 * @throws DataDirInUse when its holder goes on serving
 */
export async function lockWhenFree(
  dir: string,
  isServed: () => Promise<boolean>,
  clock: Pick<Clock, "elapsed" | "wait">,
): Promise<DataDirLock> {
  const startedAt = clock.elapsed();
  for (;;) {
    try {
      return await lockDataDir(dir);
    } catch (error) {
      if (!(error instanceof DataDirInUse)) throw error;
      const waitedMs = clock.elapsed() - startedAt;
      if (waitedMs >= ((await isServed()) ? patience.servingMs : patience.endingMs)) throw error;
      await clock.wait(againMs);
    }
  }
}

const isBusy = (error: unknown): boolean => (error as { readonly errcode?: number }).errcode === sqliteBusy;
