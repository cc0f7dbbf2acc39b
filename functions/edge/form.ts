import { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import { NamedError } from "../../core/errors.ts";

/** Reads a form with a file in it. */

export interface RawFile {
  readonly bytes: Uint8Array;
  /** What the form calls the file, and says that it is; empty where it says nothing. */
  readonly name: string;
  readonly contentType: string;
  /** The other fields of a form; empty for a plain body. */
  readonly fields: Readonly<Record<string, string>>;
}

const maxFormFields = 20;

/** @throws NamedError VALIDATION_FAILED when it is broken, or has another number of files than one in a field `file` */
export async function readForm(bytes: Buffer, contentType: string): Promise<RawFile> {
  return await new Promise((resolve, reject) => {
    const refuse = (came: string, wanted: string, cause?: unknown) => {
      const details = [{ pointer: "/file", came, wanted }];
      reject(new NamedError("VALIDATION_FAILED", "the form is not as wanted", { details, cause }));
    };
    const fields: Record<string, string> = {};
    const files: Omit<RawFile, "fields">[] = [];
    let form: Busboy;
    try {
      form = new Busboy({
        headers: { "content-type": contentType },
        limits: { files: 2, fields: maxFormFields, fieldSize: 10_000 },
      });
    } catch (error) {
      refuse("a form without a boundary", "multipart/form-data with a field `file`", error);
      return;
    }
    form.on("field", (name, value) => {
      Object.defineProperty(fields, name, { value, enumerable: true, configurable: true });
    });
    const breaksOff = (error: unknown) => {
      refuse("a form that breaks off", "complete multipart/form-data", error);
    };
    form.on("file", (name, stream, fileName, _encoding, fileType) => {
      const parts: Buffer[] = [];
      // Not the form's own error; an error without a listener would end the process.
      stream.on("error", breaksOff);
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        if (name === "file") files.push({ bytes: Buffer.concat(parts), name: fileName, contentType: fileType });
      });
    });
    form.on("error", breaksOff);
    form.on("finish", () => {
      const [file, another] = files;
      if (file === undefined || another !== undefined) {
        refuse(`${files.length} files in a field \`file\``, "exactly one");
      } else {
        resolve({ ...file, fields });
      }
    });
    Readable.from([bytes]).pipe(form);
  });
}
