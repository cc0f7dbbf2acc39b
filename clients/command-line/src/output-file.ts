import { access, constants, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { CommandError, exitCodes, reasonOf } from "./failure.ts";

/** A file that a person named for a command's output. */

/** Before the work whose result goes there. @throws CommandError */
export async function assertWritable(file: string): Promise<void> {
  try {
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw notWritten(file, error);
  }
}

/** There as a whole or not at all. @throws CommandError */
export async function writeWhole(file: string, content: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, content);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw notWritten(file, error);
  }
}

function notWritten(file: string, error: unknown): CommandError {
  const isOfFolder = (error as NodeJS.ErrnoException).code !== "EISDIR";
  const reason = isOfFolder ? `the folder ${dirname(file)}: ${reasonOf(error)}` : reasonOf(error);
  return new CommandError(`${file} can't be written: ${reason}`, {
    code: "FILE_NOT_WRITTEN",
    exitCode: exitCodes.refused,
  });
}
