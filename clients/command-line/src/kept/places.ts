import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/** Where this program keeps what it has to know the next time: by the XDG Base Directory Specification. */

const name = "whatsapp-broadcast";
/** A path that is not absolute counts as none, says the specification. */
const baseOf = (env: NodeJS.ProcessEnv, variable: string, ...usual: string[]): string => {
  const given = env[variable] ?? "";
  return join(isAbsolute(given) ? given : join(homedir(), ...usual), name);
};

/** What a person sets: addresses and keys. */
export const configDir = (env: NodeJS.ProcessEnv): string => baseOf(env, "XDG_CONFIG_HOME", ".config");
/** What commands remember of their own work, so that a repeat goes on with it. */
export const stateDir = (env: NodeJS.ProcessEnv): string => baseOf(env, "XDG_STATE_HOME", ".local", "state");

/** undefined where there is none */
export async function readJson<Content>(file: string): Promise<Content | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Readable by its owner only, and there as a whole or not at all, also after a power cut. */
export async function writeJson(file: string, content: unknown): Promise<void> {
  const written = await writtenBeside(file, content);
  await rename(written, file);
}

/** The same unless the file is there: then false, and it stays as it is. */
export async function createJson(file: string, content: unknown): Promise<boolean> {
  const written = await writtenBeside(file, content);
  try {
    await link(written, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(written, { force: true });
  }
}

async function writtenBeside(file: string, content: unknown): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  const handle = await open(beside, "wx", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(content)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return beside;
}
