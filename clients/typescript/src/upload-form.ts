import { NetworkError, UploadError } from "./errors.ts";
import type { UploadFile } from "./upload-source.ts";

/** The form that puts a file into the bucket: the permission's fields, then the file. */

export interface Permission {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** @param sent bytes of the file */
export type OnProgress = (progress: { readonly sent: number; readonly total: number }) => void;

interface Sending {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: OnProgress | undefined;
}

/** @throws UploadError when the bucket refuses it, NetworkError when no answer came, the file's or `onProgress`' own error, or the signal's reason */
export async function sendForm(permission: Permission, file: UploadFile, sending: Sending): Promise<void> {
  const { signal } = sending;
  signal?.throwIfAborted();
  let answer: FormAnswer;
  // What sends a stream hides the error that the stream, or the caller's own code, threw behind one of its own.
  let thrown: unknown;
  const keep = (error: unknown) => (thrown = error);
  const watched = { ...file, chunks: () => watching(file.chunks(), keep) };
  const onProgress = sending.onProgress && telling(sending.onProgress, keep);
  try {
    answer = await sendBy(permission, watched, { ...sending, onProgress });
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    if (thrown !== undefined) throw thrown as Error;
    throw new NetworkError(`the upload of ${file.filename} broke off: ${String(error)}`, { cause: error });
  }
  const { status, text } = answer;
  if (status >= 200 && status < 300) {
    sending.onProgress?.({ sent: file.size, total: file.size });
    return;
  }
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "";
  const what = `the upload of ${file.filename} was answered ${status} ${code}`.trim();
  if (status >= 500) throw new NetworkError(what);
  throw new UploadError(what);
}

async function* watching(chunks: AsyncIterable<Uint8Array>, onError: (error: unknown) => void) {
  try {
    yield* chunks;
  } catch (error) {
    onError(error);
    throw error;
  }
}

const telling =
  (onProgress: OnProgress, onError: (error: unknown) => void): OnProgress =>
  (progress) => {
    try {
      onProgress(progress);
    } catch (error) {
      onError(error);
      throw error;
    }
  };

interface FormAnswer {
  readonly status: number;
  readonly text: string;
}

interface Runtime {
  readonly process?: { readonly versions?: { readonly node?: string } };
  readonly XMLHttpRequest?: new () => PageRequest;
}

/** In a page only XMLHttpRequest tells how far it is; in Node a form that is written here does, and takes a stream as it comes. */
async function sendBy(permission: Permission, file: UploadFile, sending: Sending): Promise<FormAnswer> {
  const { process, XMLHttpRequest } = globalThis as unknown as Runtime;
  const { fetch, onProgress } = sending;
  const signal = sending.signal ?? null;
  const isNode = process?.versions?.node !== undefined;
  if (isNode && (file.blob === undefined || onProgress !== undefined)) {
    const { boundary, length, chunks } = written(permission, file, onProgress);
    const headers = {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      // The bucket takes no form whose length it is not told.
      "content-length": String(length),
    };
    // `duplex` and such a body are Node's, and in no browser's types.
    const init = { method: "POST", headers, body: chunks, duplex: "half", signal } as unknown as RequestInit;
    return await answerOf(await fetch(permission.url, init));
  }
  const blob = file.blob ?? (await collected(file));
  const form = new FormData();
  for (const [name, value] of Object.entries(permission.fields)) form.set(name, value);
  form.set("file", blob, file.filename);
  if (XMLHttpRequest !== undefined && onProgress !== undefined) {
    return await sendFromPage(new XMLHttpRequest(), permission.url, form, file, onProgress, sending.signal);
  }
  return await answerOf(await fetch(permission.url, { method: "POST", body: form, signal }));
}

const answerOf = async (response: Response): Promise<FormAnswer> => ({
  status: response.status,
  text: await response.text(),
});

async function collected(file: UploadFile): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of file.chunks()) parts.push(chunk as Uint8Array<ArrayBuffer>);
  return new Blob(parts);
}

/** The form as bytes, with their number. */
function written({ fields }: Permission, file: UploadFile, onProgress: OnProgress | undefined) {
  const boundary = `form-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(36)).join("")}`;
  const line = (name: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`;
  const encoder = new TextEncoder();
  const members = Object.entries(fields).map(([name, value]) => `${line(name)}\r\n\r\n${value}\r\n`);
  const filename = file.filename.replace(/["\r\n]/g, (letter) => encodeURIComponent(letter));
  const type = `content-type: ${file.contentType}`;
  const head = encoder.encode(`${members.join("")}${line("file")}; filename="${filename}"\r\n${type}\r\n\r\n`);
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  async function* chunks() {
    yield head;
    let sent = 0;
    for await (const chunk of file.chunks()) {
      onProgress?.({ sent, total: file.size });
      yield chunk;
      sent += chunk.length;
    }
    yield tail;
  }
  return { boundary, length: head.length + file.size + tail.length, chunks: chunks() };
}

/** The part of XMLHttpRequest that is used, so that the types need no browser. */
interface PageRequest {
  readonly status: number;
  readonly responseText: string;
  readonly upload: { onprogress: ((event: { readonly loaded: number; readonly total: number }) => void) | null };
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  open(method: string, url: string): void;
  send(form: FormData): void;
  abort(): void;
}

const sendFromPage = (
  request: PageRequest,
  url: string,
  form: FormData,
  file: UploadFile,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<FormAnswer> =>
  new Promise((resolve, reject) => {
    const abort = () => {
      request.abort();
    };
    signal?.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = ({ loaded, total }) => {
      // The form around the file counts in these numbers.
      const ofForm = total - file.size;
      try {
        onProgress({ sent: Math.min(file.size, Math.max(0, loaded - ofForm)), total: file.size });
      } catch (error) {
        reject(new Error("onProgress threw", { cause: error }));
        request.abort();
      }
    };
    request.onload = () => {
      signal?.removeEventListener("abort", abort);
      resolve({ status: request.status, text: request.responseText });
    };
    request.onerror = request.onabort = () => {
      signal?.removeEventListener("abort", abort);
      reject(new Error("the browser sent it to no end"));
    };
    request.open("POST", url);
    request.send(form);
  });
