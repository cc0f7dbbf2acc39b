import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { WayIn } from "./engines.ts";

/** How a worker process finds the stack that `npm start` runs on a data directory. */
export interface StackFile {
  /** What the system's code reads from the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** How another process gets to the same WhatsApp. */
  readonly wayIn: WayIn;
  /** Under which profiles lie. */
  readonly profileRoot: string;
  readonly maxWorkers: number;
}

const fileIn = (dataDir: string): string => join(dataDir, "stack.json");

/** Readable by its owner only: it opens the simulator. */
export async function writeStackFile(dataDir: string, stack: StackFile): Promise<void> {
  await writeFile(fileIn(dataDir), JSON.stringify(stack), { mode: 0o600 });
}

export async function removeStackFile(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true });
}

/** Whether a stack serves on it: the file is the first that goes when its stack ends. */
export const hasStackFile = (dataDir: string): Promise<boolean> =>
  access(fileIn(dataDir)).then(
    () => true,
    () => false,
  );

/** @throws when no stack runs there, saying what to do */
export async function readStackFile(dataDir: string): Promise<StackFile> {
  const text = await readFile(fileIn(dataDir), "utf8").catch((cause: unknown) => {
    throw new Error(`no stack runs on ${dataDir}: start one with \`npm start -- --data ${dataDir}\``, { cause });
  });
  return JSON.parse(text) as StackFile;
}
