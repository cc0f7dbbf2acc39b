import { createHash, randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createJson, readJson, stateDir, writeJson } from "./places.ts";

/**
 * An import that is under way, by the file's bytes, its list and its options: a command that was killed is repeated as it was
 * typed, and goes on with the same upload and the same job. Once its end was shown, the file is forgotten, so that the same
 * command imports anew.
 */
export interface ImportEntry {
  readonly key: string;
  /** epoch ms */
  readonly begunAt: number;
  /** Where the list that it was to go into was not there: the command makes it, so that it may take it away again. */
  readonly makesList?: true | undefined;
  readonly listId?: string;
  /** Of the upload, where the file went that way and was checked. */
  readonly uploadKey?: string;
  readonly importId?: string;
}

/** As long as the API keeps the answer to a key, less an hour. */
const keptMs = 23 * 3_600_000;

export interface ImportJournal {
  readonly entry: ImportEntry;
  keep(more: Partial<ImportEntry>): Promise<void>;
  /** What it goes on with is no longer there: the entry is as of a new import. */
  restart(): Promise<void>;
  /** Its end was shown, or it was refused. */
  forget(): Promise<void>;
}

export async function openImport(env: NodeJS.ProcessEnv, identity: unknown, now: number): Promise<ImportJournal> {
  const name = createHash("sha256").update(JSON.stringify(identity)).digest("hex");
  const file = join(stateDir(env), "imports", `${name}.json`);
  const fresh = (): ImportEntry => ({ key: randomBytes(16).toString("hex"), begunAt: now });
  let entry = fresh();
  if (!(await createJson(file, entry))) {
    const found = await readJson<ImportEntry>(file);
    if (found !== undefined && now - found.begunAt < keptMs) entry = found;
    else await writeJson(file, entry);
  }
  const write = async (next: ImportEntry) => {
    entry = next;
    await writeJson(file, entry);
  };
  return {
    get entry() {
      return entry;
    },
    keep: (more) => write({ ...entry, ...more }),
    restart: () => write(fresh()),
    forget: () => rm(file, { force: true }),
  };
}
