import { UploadError } from "./errors.ts";

/** What people have as a file, as one kind of thing: its name, type and size, and its bytes once or again. */

/** In Node a string is a path; a stream can be read once and needs `size`. */
export type FileSource =
  Blob | Uint8Array | ArrayBuffer | string | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

export interface FileFacts {
  /** Of the file on its sender's computer; a `File` and a path have one. */
  readonly filename?: string | undefined;
  /** Such as `image/png`; known of a `File` and of the usual endings of names. */
  readonly contentType?: string | undefined;
  /** In bytes; checked where it is known otherwise, and needed of a stream. */
  readonly size?: number | undefined;
}

export interface UploadFile {
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  /** Absent of a stream, whose bytes are there once. */
  readonly blob?: Blob;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

const office = "application/vnd.openxmlformats-officedocument";
const openDocument = "application/vnd.oasis.opendocument";
/** What the API takes, by the endings of names. */
const typesByEnding: Readonly<Record<string, string>> = {
  ...{ jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", gif: "image/gif", webp: "image/webp" },
  ...{ mp4: "video/mp4", m4v: "video/mp4", "3gp": "video/3gpp" },
  ...{ mp3: "audio/mpeg", ogg: "audio/ogg", oga: "audio/ogg", opus: "audio/ogg", m4a: "audio/mp4" },
  ...{ aac: "audio/aac", amr: "audio/amr" },
  ...{ pdf: "application/pdf", rtf: "application/rtf", txt: "text/plain", csv: "text/csv" },
  ...{ doc: "application/msword", xls: "application/vnd.ms-excel", ppt: "application/vnd.ms-powerpoint" },
  docx: `${office}.wordprocessingml.document`,
  xlsx: `${office}.spreadsheetml.sheet`,
  pptx: `${office}.presentationml.presentation`,
  ...{ odt: `${openDocument}.text`, ods: `${openDocument}.spreadsheet`, odp: `${openDocument}.presentation` },
};

/** @throws UploadError naming what is missing, or a size that is another */
export async function uploadFileOf(source: FileSource, given: FileFacts): Promise<UploadFile> {
  const known = await knownOf(source);
  const filename = given.filename ?? known.filename;
  if (filename === undefined || filename === "") throw new UploadError("a file without a name came, wanted `filename`");
  const ending = filename.slice(filename.lastIndexOf(".") + 1).toLowerCase();
  // A Blob's type is "" where nothing is known of it.
  const ofBlob = known.blob?.type === "" ? undefined : known.blob?.type;
  const contentType = given.contentType ?? ofBlob ?? typesByEnding[ending];
  if (contentType === undefined) {
    throw new UploadError(`the type of ${filename} is not known by its ending, wanted \`contentType\``);
  }
  const size = known.blob?.size ?? given.size;
  if (size === undefined) throw new UploadError(`${filename} came as a stream, wanted its \`size\` in bytes as well`);
  if (given.size !== undefined && given.size !== size) {
    throw new UploadError(`${filename} has ${size} bytes, wanted ${given.size} as \`size\` says`);
  }
  if (!Number.isInteger(size) || size < 1) throw new UploadError(`${filename} has ${size} bytes, wanted at least 1`);
  const { blob, stream } = known;
  if (blob !== undefined) return { filename, contentType, size, blob, chunks: () => chunksOf(blob.stream()) };
  return { filename, contentType, size, chunks: () => exactly(size, filename, chunksOf(stream)) };
}

type Known = { readonly filename?: string } & (
  | { readonly blob: Blob; readonly stream?: never }
  | { readonly blob?: never; readonly stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> }
);

async function knownOf(source: FileSource): Promise<Known> {
  if (typeof source === "string") return await fileAt(source);
  if (source instanceof Blob) {
    return "name" in source && typeof source.name === "string"
      ? { filename: source.name, blob: source }
      : { blob: source };
  }
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    // A browser's types know no Blob of memory that threads share, Node's do.
    const bytes: unknown = source;
    return { blob: new Blob([bytes as ArrayBuffer]) };
  }
  return { stream: source };
}

interface FileSystem {
  openAsBlob(path: string): Promise<Blob>;
}
interface Runtime {
  readonly process?: { getBuiltinModule?(name: string): FileSystem };
}

/** Its bytes stay on the disk until they are sent. Bundlers for pages find no import of Node's here. */
async function fileAt(path: string): Promise<Known> {
  const files = (globalThis as Runtime).process?.getBuiltinModule?.("node:fs");
  if (files === undefined)
    throw new UploadError("a path came, which needs Node 20.16 or newer: give a Blob or its bytes");
  try {
    return { filename: path.split(/[/\\]/).at(-1) ?? path, blob: await files.openAsBlob(path) };
  } catch (error) {
    throw new UploadError(`${path} can't be read: ${String(error)}`);
  }
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (Symbol.asyncIterator in stream) {
    yield* stream;
    return;
  }
  const reader = (stream as ReadableStream<Uint8Array>).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

async function* exactly(size: number, filename: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of chunks) {
    count += chunk.length;
    if (count > size) break;
    yield chunk;
  }
  if (count === size) return;
  throw new UploadError(
    `${filename} has ${count > size ? "more than " : ""}${Math.min(count, size)} bytes, wanted ${size} as \`size\` says`,
  );
}
