import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, UploadError, type FileSource } from "../../../clients/typescript/src/index.ts";
import * as files from "../../support/files.ts";

/** How files of any kind reach a bucket from Node: byte for byte, by a form whose length is said before. */

interface Came {
  readonly headers: IncomingHttpHeaders;
  readonly form: FormData;
}

const came: Came[] = [];
/** The next answers of the bucket; 204 when there are none. */
const answers: { readonly status: number; readonly text: string }[] = [];
const bucket = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const read = new Response(Buffer.concat(chunks), {
      headers: { "content-type": request.headers["content-type"] ?? "" },
    });
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it warns servers of the forms of strangers
    void read.formData().then((form) => {
      came.push({ headers: request.headers, form });
      const { status, text } = answers.shift() ?? { status: 204, text: "" };
      response.writeHead(status).end(text);
    });
  });
});
const dir = mkdtempSync(join(tmpdir(), "upload-"));
const path = join(dir, "foto.jpg");
beforeAll(async () => {
  writeFileSync(path, files.jpg);
  bucket.listen(0, "127.0.0.1");
  await once(bucket, "listening");
});
afterAll(() => {
  bucket.closeAllConnections();
  bucket.close();
  rmSync(dir, { recursive: true });
});
beforeEach(() => {
  came.length = 0;
  answers.length = 0;
});

/** A client whose API gives the permission, and says that the file was checked. */
function aClient(checked: object = { state: "ready" }) {
  const asked: unknown[] = [];
  const url = () => `http://127.0.0.1:${(bucket.address() as AddressInfo).port}/`;
  const play = async (input: string | URL | Request, init: RequestInit = {}) => {
    if (input === url()) return await fetch(input, init);
    const isPermission = init.method === "POST";
    if (isPermission) asked.push(JSON.parse(init.body as string));
    const permission = { filename: "med_1.jpg", url: url(), fields: { key: "uploads/1", policy: "p" } };
    return Response.json({ success: true, data: isPermission ? permission : { filename: "med_1.jpg", ...checked } });
  };
  const shop = createClient({ baseUrl: "http://api.test", apiKey: "k", fetch: play }).session("shop");
  return { asked, shop };
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const wanted = { filename: "foto.jpg", contentType: "image/jpeg", size: files.jpg.length };

test.each<[what: string, source: () => FileSource, facts: { filename?: string; contentType?: string; size?: number }]>([
  ["a File", () => new File([files.jpg], "foto.jpg", { type: "image/jpeg" }), {}],
  ["a Blob with a name", () => new Blob([files.jpg]), { filename: "foto.jpg" }],
  ["a Buffer", () => Buffer.from(files.jpg), { filename: "foto.jpg" }],
  ["a path", () => path, {}],
  ["a stream of Node's", () => createReadStream(path), { filename: "foto.jpg", size: files.jpg.length }],
  ["a stream", () => new Blob([files.jpg]).stream(), { filename: "foto.jpg", size: files.jpg.length }],
])("%s arrives as it is, with progress and without", async (_, source, facts) => {
  for (const withProgress of [true, false]) {
    const { asked, shop } = aClient();
    const progress: number[] = [];
    const onProgress = ({ sent }: { sent: number }) => progress.push(sent);
    await shop.uploadFile({ file: source(), ...facts }, withProgress ? { onProgress } : {});
    expect(asked).toEqual([wanted]);
    const [{ headers, form } = { headers: {}, form: new FormData() }] = came.splice(0);
    expect(Number(headers["content-length"])).toBeGreaterThan(files.jpg.length);
    expect([...form.keys()]).toEqual(["key", "policy", "file"]);
    const file = form.get("file") as File;
    expect([file.name, sha256(new Uint8Array(await file.arrayBuffer()))]).toEqual(["foto.jpg", sha256(files.jpg)]);
    if (withProgress) expect([progress[0], progress.at(-1)]).toEqual([0, files.jpg.length]);
  }
});

test.each<[what: string, source: FileSource, facts: { filename?: string; size?: number }, why: string]>([
  ["no name", new Blob([files.jpg]), {}, "wanted `filename`"],
  ["an unknown ending", new Blob([files.jpg]), { filename: "foto.xyz" }, "wanted `contentType`"],
  ["another size", new Blob([files.jpg]), { filename: "foto.jpg", size: 3 }, "wanted 3 as `size` says"],
  ["nothing in it", new Uint8Array(), { filename: "foto.jpg" }, "has 0 bytes, wanted at least 1"],
  ["a stream without a size", new Blob([files.jpg]).stream(), { filename: "foto.jpg" }, "wanted its `size`"],
  ["a path that is none", join(dir, "gone.jpg"), {}, "gone.jpg can't be read"],
])("%s is said before anything is sent", async (_, file, facts, why) => {
  const { asked, shop } = aClient();
  const upload = shop.uploadFile({ file, ...facts });
  await expect(upload).rejects.toThrow(UploadError);
  await expect(upload).rejects.toThrow(why);
  expect(asked).toEqual([]);
});

test.each([-1, 1])("a stream with %d bytes beside its size breaks off", async (difference) => {
  const { shop } = aClient();
  const size = files.jpg.length + difference;
  const upload = shop.uploadFile({ file: createReadStream(path), filename: "foto.jpg", size });
  await expect(upload).rejects.toThrow(UploadError);
  await expect(upload).rejects.toThrow("as `size` says");
});

test("a bucket that is busy gets a file again, and a stream, which is read, not", async () => {
  const busy = { status: 503, text: "<Error><Code>SlowDown</Code></Error>" };
  answers.push(busy);
  await aClient().shop.uploadFile({ file: path });
  expect(came).toHaveLength(2);
  answers.push(busy);
  const upload = aClient().shop.uploadFile({
    file: createReadStream(path),
    filename: "foto.jpg",
    size: files.jpg.length,
  });
  await expect(upload).rejects.toThrow("was answered 503 SlowDown");
});

test("a bucket that refuses says why", async () => {
  answers.push({ status: 403, text: "<Error><Code>AccessDenied</Code></Error>" });
  await expect(aClient().shop.uploadFile({ file: path })).rejects.toThrow("was answered 403 AccessDenied");
});

test("a file that is not what it says it is is an error with what was found", async () => {
  const { shop } = aClient({ state: "rejected", reason: "mismatch", found: "application/zip" });
  await expect(shop.uploadFile({ file: path })).rejects.toMatchObject({
    message: "foto.jpg was rejected: mismatch, found application/zip",
    media: { reason: "mismatch" },
  });
});

test("a caller that has left ends an upload", async () => {
  const abort = new AbortController();
  const onProgress = () => {
    abort.abort(new Error("left the page"));
  };
  const upload = aClient().shop.uploadFile({ file: path }, { signal: abort.signal, onProgress });
  await expect(upload).rejects.toThrow("left the page");
});

test.each<[what: string, file: () => FileSource]>([
  ["a path", () => path],
  ["a stream", () => createReadStream(path)],
])("what a caller throws at the progress of %s ends the upload, once", async (_, file) => {
  let told = 0;
  const onProgress = () => {
    told += 1;
    throw new Error("the bar is gone");
  };
  const facts = { filename: "foto.jpg", size: files.jpg.length };
  const upload = aClient().shop.uploadFile({ file: file(), ...facts }, { onProgress });
  await expect(upload).rejects.toThrow(/^the bar is gone$/);
  expect([told, came]).toEqual([1, []]);
});

test("in a page, too, what a caller throws at the progress ends the upload", async () => {
  const abort = jest.fn();
  class PageRequest {
    readonly upload: { onprogress?: (event: object) => void } = {};
    readonly open = jest.fn();
    readonly abort = abort;
    send() {
      this.upload.onprogress?.({ loaded: 5, total: 100 });
    }
  }
  const { node } = process.versions;
  Object.assign(globalThis, { XMLHttpRequest: PageRequest });
  Object.defineProperty(process.versions, "node", { value: undefined });
  try {
    const onProgress = () => {
      throw new Error("the bar is gone");
    };
    const upload = aClient().shop.uploadFile({ file: new File([files.jpg], "foto.jpg") }, { onProgress });
    await expect(upload).rejects.toThrow(/^the bar is gone$/);
    expect(abort).toHaveBeenCalledTimes(1);
  } finally {
    Object.defineProperty(process.versions, "node", { value: node });
    Reflect.deleteProperty(globalThis, "XMLHttpRequest");
  }
});
