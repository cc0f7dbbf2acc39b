import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { CommandError, exitCodes, reasonOf } from "../failure.ts";

export interface FileDigest {
  readonly sha256: string;
  readonly size: number;
}

/** Names a file by its bytes. @throws CommandError for what can't be read */
export async function digestOf(path: string): Promise<FileDigest> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new Error("it is no file");
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return { sha256: hash.digest("hex"), size: facts.size };
  } catch (error) {
    throw new CommandError(`${path} can't be read: ${reasonOf(error)}`, {
      code: "FILE_UNREADABLE",
      exitCode: exitCodes.refused,
    });
  }
}
