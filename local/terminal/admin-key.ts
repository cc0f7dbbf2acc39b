import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "../../aws/env.ts";

export interface AdminKey {
  readonly key: string;
  /** Where a person finds it, as `npm start` says it. */
  readonly where: string;
  /** As a word of a shell, which gives it. */
  readonly shell: string;
}

interface Place {
  /** Nothing is kept when absent. */
  readonly dataDir: string | undefined;
  /** Whether the key may be written out: a person reads it, or it opens nothing but a simulation on this machine. */
  readonly mayBeShown: boolean;
}

/**
 * The admin key: of `API_KEY`, of the file that `API_KEY_FILE` names, or made once and kept beside the data, readable by its
 * owner only. It is written out only where it stands nowhere else and may be shown.
 *
 * @throws Error that says what to do
 */
export async function adminKey(env: Environment, { dataDir, mayBeShown }: Place): Promise<AdminKey> {
  const { API_KEY: given = "", API_KEY_FILE: file = "" } = env;
  if (given !== "" && file !== "") throw new Error("both API_KEY and API_KEY_FILE are set, wanted one of them");
  if (given !== "") return { key: given, where: "$API_KEY", shell: '"$API_KEY"' };
  if (file !== "") return { key: await keyIn(file), where: `in ${file}`, shell: `"$(cat ${file})"` };
  const fresh = `admin-${randomBytes(18).toString("base64url")}`;
  if (dataDir === undefined) {
    if (mayBeShown) return { key: fresh, where: fresh, shell: fresh };
    throw new Error(
      "--memory keeps no admin key, and there is no terminal to show one on: set API_KEY or API_KEY_FILE, or give a folder by --data",
    );
  }
  const kept = join(dataDir, "admin-key");
  await mkdir(dataDir, { recursive: true });
  const key = (await isWritten(kept, fresh)) ? fresh : await keyIn(kept);
  const where = key === fresh ? `in ${kept}` : `in ${kept} (made earlier)`;
  return { key, where, shell: `"$(cat ${kept})"` };
}

async function isWritten(file: string, key: string): Promise<boolean> {
  try {
    const opened = await open(file, "wx", 0o600);
    try {
      await opened.writeFile(`${key}\n`);
      await opened.sync();
    } finally {
      await opened.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/** @throws Error where it holds none: an empty key would be one that all know */
async function keyIn(file: string): Promise<string> {
  const key = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Error(`the admin key can't be read from ${file}`, { cause });
  });
  if (key.trim() === "") throw new Error(`${file} holds no admin key: write one into it, or remove the file`);
  return key.trim();
}
