import { Readable } from "node:stream";
import {
  createClient,
  type FileSource,
  type UploadInput,
  type UploadOptions,
} from "../../../clients/typescript/src/index.ts";
import * as files from "../../support/files.ts";

/** How an upload ends before its time, in Node and in a page: at once, with the reason, and with nothing left open. */

const size = files.jpg.length;
const reason = new Error("left the page");

/** What is sent to the bucket until it is all there, or given up. */
const posts: { bytes: number; state: "begun" | "given up" | "done" }[] = [];
const begin = () => {
  const post: (typeof posts)[number] = { bytes: 0, state: "begun" };
  posts.push(post);
  return post;
};

/** As the platform's own: it reads a stream that it is to send, and ends it when it is told to end. */
async function fetch(input: string | URL | Request, { method, body, signal }: RequestInit = {}): Promise<Response> {
  if ((input as string).startsWith("https://api.test")) {
    const permission = { url: "https://bucket.test/", fields: { key: "k" } };
    return Response.json({ success: true, data: { filename: "med_1.jpg", state: "ready", ...permission } });
  }
  expect(method).toBe("POST");
  const post = begin();
  signal?.addEventListener("abort", () => (post.state = "given up"));
  signal?.throwIfAborted();
  const chunks = body instanceof FormData ? [files.jpg] : (body as unknown as AsyncIterable<Uint8Array>);
  for await (const { length } of chunks) {
    if (signal?.aborted === true) throw new TypeError("fetch failed");
    post.bytes += length;
  }
  signal?.throwIfAborted();
  post.state = "done";
  return new Response(null, { status: 204 });
}

class PageRequest {
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null } = { onprogress: null };
  status = 204;
  responseText = "";
  onload: (() => void) | null = null;
  onabort: (() => void) | null = null;
  #post = begin();
  open(method: string) {
    expect(method).toBe("POST");
  }
  send() {
    queueMicrotask(() => {
      this.upload.onprogress?.({ loaded: size / 2, total: size });
      if (this.#post.state === "begun") this.#post.state = "done";
      this.onload?.();
    });
  }
  abort() {
    this.#post.state = "given up";
    this.onabort?.();
  }
}

const places = ["Node", "a page"] as const;
const enter = (place: (typeof places)[number]) => {
  if (place === "Node") return;
  const bare = Object.create(process, { versions: { value: {} } }) as NodeJS.Process;
  jest.replaceProperty(globalThis, "process", bare);
  Object.assign(globalThis, { XMLHttpRequest: PageRequest });
};
beforeEach(() => {
  posts.length = 0;
});
afterEach(() => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(globalThis, "XMLHttpRequest");
});

const upload = (file: FileSource, options: UploadOptions, more: Partial<UploadInput> = {}) =>
  createClient({ baseUrl: "https://api.test", apiKey: "k", fetch })
    .session("shop")
    .uploadFile({ file, filename: "foto.jpg", size, ...more }, options);

/** Streams that give one byte, and then nothing more. */
interface Stalled {
  readonly source: FileSource;
  readonly isClosed: () => boolean;
}
const ofTheWeb = (bytes: number): Stalled => {
  let closed = false;
  const source = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(new Uint8Array(bytes));
    },
    cancel: () => {
      closed = true;
    },
  });
  return { source, isClosed: () => closed };
};
const stalled: readonly (readonly [kind: string, make: () => Stalled])[] = [
  ["a stream of the web", () => ofTheWeb(1)],
  [
    "a stream of Node's",
    () => {
      const source = new Readable({ read: () => undefined });
      source.push(new Uint8Array(1));
      return { source, isClosed: () => source.destroyed };
    },
  ],
  [
    "an iterator",
    () => {
      let closed = false;
      let count = 0;
      const next = () =>
        (count += 1) === 1
          ? Promise.resolve({ done: false as const, value: new Uint8Array(1) })
          : new Promise<never>(() => undefined);
      const end = async () => {
        closed = true;
        return { done: true as const, value: undefined };
      };
      return { source: { [Symbol.asyncIterator]: () => ({ next, return: end }) }, isClosed: () => closed };
    },
  ],
];

describe.each(places)("in %s", (place) => {
  test.each(stalled)("a caller that leaves while bytes are awaited of %s", async (_, make) => {
    const { source, isClosed } = make();
    enter(place);
    const abort = new AbortController();
    const uploading = upload(source, { signal: abort.signal });
    setImmediate(() => {
      abort.abort(reason);
    });
    await expect(uploading).rejects.toBe(reason);
    expect(isClosed()).toBe(true);
    expect(posts.filter(({ state }) => state !== "given up")).toEqual([]);
  });

  test("a stream of which nothing was read yet is closed as well", async () => {
    for (const [, make] of stalled) {
      const { source, isClosed } = make();
      enter(place);
      await expect(upload(source, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      expect(isClosed()).toBe(true);
    }
    expect(posts).toEqual([]);
  });

  test("a stream that has ended is sent, and one that is too long is closed", async () => {
    enter(place);
    await upload(Readable.from([files.jpg]), {});
    expect(posts).toMatchObject([{ state: "done" }]);
    const { source, isClosed } = ofTheWeb(3);
    await expect(upload(source, {}, { size: 2 })).rejects.toThrow("more than 2 bytes");
    expect(isClosed()).toBe(true);
  });

  test.each(["in the middle", "at the end"])("what onProgress throws %s ends it, once, and is thrown", async (when) => {
    enter(place);
    const mistake = new TypeError("no element");
    const onProgress = ({ sent, total }: { readonly sent: number; readonly total: number }) => {
      if ((when === "at the end") === (sent === total)) throw mistake;
    };
    const uploading = upload(new Blob([files.jpg]), { onProgress });
    await expect(uploading).rejects.toBe(mistake);
    expect(posts.map(({ state }) => state)).toEqual([when === "at the end" ? "done" : "given up"]);
  });
});
