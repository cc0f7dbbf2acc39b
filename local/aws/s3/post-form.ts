import type { IncomingMessage } from "node:http";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";

/** A form that a browser, or curl, posts to a bucket: fields first, then the file. */
export interface PostForm {
  /** By their names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  /** Absent when none came. */
  readonly file?: Buffer;
}

/** S3 takes no more than that before the file. */
const maxFieldsBytes = 20_000;

/** @returns nothing for what is no such form */
export async function readPostForm(req: IncomingMessage, maxFileBytes: number): Promise<PostForm | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<PostForm | undefined>();
  let form: Busboy;
  try {
    form = new Busboy({
      headers: req.headers as BusboyHeaders,
      limits: { fieldSize: maxFieldsBytes, fileSize: maxFileBytes, files: 1 },
    });
  } catch {
    req.resume();
    return undefined;
  }
  const fields = new Map<string, string>();
  let file: Buffer[] | undefined;
  form.on("field", (name, value) => {
    // What comes behind the file is passed over.
    if (file === undefined) fields.set(name.toLowerCase(), value);
  });
  form.on("file", (_name, stream) => {
    const chunks: Buffer[] = [];
    file = chunks;
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("error", () => undefined);
  });
  form.on("error", () => {
    req.resume();
    resolve(undefined);
  });
  form.on("finish", () => {
    resolve(file === undefined ? { fields } : { fields, file: Buffer.concat(file) });
  });
  req.once("error", reject).pipe(form);
  return await promise;
}
