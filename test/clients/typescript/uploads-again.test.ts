import { createClient, UploadError, type Media } from "../../../clients/typescript/src/index.ts";
import * as files from "../../support/files.ts";

/** `uploadFile` under a key that came before: the API answers the permission of that time, whatever has become of the file. */

type Row = Partial<Media> & { readonly filename: string };

/** An API that remembers keys, and the bucket; a file is ready as soon as it is there. */
function anApi() {
  const firstAnswers = new Map<string, object>();
  const rows = new Map<string, Row>();
  const calls: string[] = [];
  let startsAt = Date.now();
  const minutes = (count: number) => new Date(startsAt + count * 60_000).toISOString();
  const announce = (key: string) => {
    const first = firstAnswers.get(key);
    const headers: Record<string, string> = first === undefined ? {} : { "idempotency-replayed": "true" };
    const filename = `med_${rows.size + 1}.jpg`;
    const permission = { url: `https://bucket.test/${filename}`, fields: { key: filename }, expiresAt: minutes(15) };
    const data = first ?? { filename, state: "awaiting_upload", ...permission };
    if (first === undefined) rows.set(filename, { filename, state: "awaiting_upload" });
    firstAnswers.set(key, data);
    calls.push(first === undefined ? `permission ${filename}` : "the same permission");
    return Response.json({ success: true, data }, { status: 201, headers });
  };
  const fetch = async (input: string | URL | Request, { method = "GET", headers }: RequestInit = {}) => {
    const { hostname, pathname } = new URL(input instanceof Request ? input.url : input);
    const filename = pathname.split("/").at(-1) ?? "";
    if (hostname === "bucket.test") {
      calls.push(`file ${filename}`);
      rows.set(filename, { filename, state: "ready" });
      return new Response(null, { status: 204 });
    }
    if (method === "POST") return announce(new Headers(headers).get("idempotency-key") ?? "");
    const data = rows.get(filename);
    const error = { code: "MEDIA_NOT_FOUND", details: [], requestId: "r" };
    return data === undefined
      ? Response.json({ success: false, message: "no", error }, { status: 404 })
      : Response.json({ success: true, data });
  };
  const shop = createClient({ baseUrl: "https://api.test", apiKey: "k", fetch }).session("shop");
  const upload = (idempotencyKey = "poster-1") =>
    shop.uploadFile({ file: new Blob([files.jpg]), filename: "foto.jpg" }, { idempotencyKey });
  /** A call that got its permission so many minutes ago, and came no further. */
  const cutOff = async (minutesAgo: number) => {
    startsAt = Date.now() - minutesAgo * 60_000;
    await shop.createUpload(
      { filename: "foto.jpg", contentType: "image/jpeg", size: files.jpg.length },
      { idempotencyKey: "poster-1" },
    );
    startsAt = Date.now();
    calls.length = 0;
  };
  return { upload, cutOff, rows, calls };
}

test("what was uploaded is answered, and not uploaded again", async () => {
  const { upload, calls } = anApi();
  const first = await upload();
  calls.length = 0;
  expect(await upload()).toEqual(first);
  expect(calls).toEqual(["the same permission"]);
});

test("a permission that still holds is used", async () => {
  const { upload, cutOff, calls } = anApi();
  await cutOff(5);
  expect(await upload()).toMatchObject({ filename: "med_1.jpg", state: "ready" });
  expect(calls).toEqual(["the same permission", "file med_1.jpg"]);
});

test.each<[what: string, minutesAgo: number, row: Omit<Row, "filename"> | undefined]>([
  ["is over", 16, { state: "awaiting_upload" }],
  ["is about to end", 14.5, { state: "awaiting_upload" }],
  ["is over, as the API says by its own clock", 5, { state: "rejected", reason: "not_uploaded" }],
  ["is over, and its file forgotten", 600, undefined],
])("a permission that %s is asked for anew, and each later call comes to the same file", async (_, ago, row) => {
  const { upload, cutOff, rows, calls } = anApi();
  await cutOff(ago);
  const filename = "med_1.jpg";
  if (row === undefined) rows.delete(filename);
  else rows.set(filename, { filename, ...row });
  rows.set("med_0.jpg", { filename: "med_0.jpg" });
  const uploaded = await upload();
  const { filename: anew } = uploaded;
  expect(anew).not.toBe(filename);
  expect(calls).toEqual(["the same permission", `permission ${anew}`, `file ${anew}`]);
  calls.length = 0;
  expect(await upload()).toEqual(uploaded);
  expect(calls).toEqual(["the same permission", "the same permission"]);
});

test("the longest key that can be makes another one of no more characters", async () => {
  const { upload, cutOff, rows } = anApi();
  const longest = "k".repeat(255);
  await cutOff(0);
  const first = await upload(longest);
  rows.set(first.filename, { filename: first.filename, state: "rejected", reason: "not_uploaded" });
  expect((await upload(longest)).filename).not.toBe(first.filename);
});

test("a file that was found to be another stays refused", async () => {
  const { upload, cutOff, rows, calls } = anApi();
  await cutOff(5);
  rows.set("med_1.jpg", { filename: "med_1.jpg", state: "rejected", reason: "mismatch", found: "application/zip" });
  await expect(upload()).rejects.toThrow(UploadError);
  expect(calls).toEqual(["the same permission"]);
});
