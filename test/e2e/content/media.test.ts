import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as files from "../../support/files.ts";
import { until } from "../../support/stack.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** Files: uploaded in both ways, checked by their bytes, listed, deleted. */

interface MediaView {
  readonly filename: string;
  readonly originalName: string;
  readonly state: string;
  readonly reason?: string;
  readonly found?: string;
  readonly kind: string;
  readonly note?: string;
  readonly sha256?: string;
  readonly uploadKey: string;
}

interface Permission extends MediaView {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

const upload = `${person.broadcastOf("shop")}/upload`;

const { client } = aShop({ linked: true });

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function form(bytes: Uint8Array, name: string, type: string, fields: Readonly<Record<string, string>> = {}): FormData {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.set(field, value);
  data.set("file", new Blob([new Uint8Array(bytes)], { type }), name);
  return data;
}

const send = async (bytes: Uint8Array, name: string, type: string) =>
  (await client.send<DataOf<MediaView>>("POST", upload, { body: form(bytes, name, type) })).data;

const permission = async (bytes: Uint8Array, filename: string, contentType: string) =>
  (await client.post<DataOf<Permission>>(upload, { filename, contentType, size: bytes.length })).data;

/** As a page's script does it. @returns S3's status and answer */
async function post({ url, fields }: Permission, bytes: Uint8Array, changed: Readonly<Record<string, string>> = {}) {
  const body = form(bytes, "x", "application/octet-stream", { ...fields, ...changed });
  const response = await fetch(url, { method: "POST", body, headers: { origin: "https://toko.example" } });
  return {
    status: response.status,
    text: await response.text(),
    allowed: response.headers.get("access-control-allow-origin"),
  };
}

const one = async (filename: string) => (await client.get<DataOf<MediaView>>(`${upload}/${filename}`)).data;

const untilChecked = (filename: string) =>
  until(
    () => one(filename),
    ({ state }) => state === "ready" || state === "rejected",
    `${filename} is checked`,
  );

test("a file in a form is ready at once, under a name of ours, and keeps its own for people", async () => {
  const name = "Приглашение 邀请 – été.png";
  const media = await send(files.png, name, "image/png");
  expect(media).toMatchObject({ originalName: name, state: "ready", kind: "image", sha256: sha256(files.png) });
  expect(media.filename).toMatch(/^med_[0-9A-Z]{26}\.png$/);
  expect(await one(media.filename)).toEqual(media);
});

test.each([
  ["page.png", "image/png", Buffer.from("<html><script>alert(1)</script></html>"), "disguised"],
  ["pdf.png", "image/png", files.pdf, "mismatch"],
  ["kosong.png", "image/png", Buffer.alloc(0), "empty"],
])("%s in a form is rejected with the reason, and can't be sent", async (name, type, bytes, reason) => {
  const media = await send(bytes, name, type);
  expect(media).toMatchObject({ state: "rejected", reason });
  const listId = await person.aList(client, "shop", name, person.numbersOf(1, 1));
  const { status, body } = await client.ask("POST", `${person.broadcastOf("shop")}/send`, {
    json: { listId, media: { filename: media.filename }, message: "Halo" },
  });
  expect([status, body.error.code, body.error["state"]]).toEqual([409, "MEDIA_NOT_READY", "rejected"]);
});

test("a picture under another picture's name is taken as what it is, with a note, in both ways", async () => {
  const taken = { state: "ready", kind: "image", contentType: "image/jpeg" };
  const note = expect.stringMatching(/image\/png.*image\/jpeg/) as string;
  expect(await send(files.jpg, "foto.png", "image/png")).toMatchObject({ ...taken, note });
  const permitted = await permission(files.jpg, "foto.png", "image/png");
  expect((await post(permitted, files.jpg)).status).toBe(204);
  expect(await untilChecked(permitted.filename)).toMatchObject({ ...taken, note, sha256: sha256(files.jpg) });
  expect(await send(files.png, "foto.png", "image/png")).not.toHaveProperty("note");
});

const heic = Buffer.concat([Buffer.from("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "latin1"), Buffer.alloc(40)]);
const mov = Buffer.concat([Buffer.from("\0\0\0\u0014ftypqt  \0\0\0\0qt  ", "latin1"), Buffer.alloc(40)]);

test.each([
  ["IMG_1.HEIC", "image/heic", heic, "JPEG"],
  ["IMG_1.HEIC", "application/octet-stream", heic, "JPEG"],
  ["film.mov", "video/quicktime", mov, "MP4"],
  ["semua.zip", "application/zip", files.zip({ "a.txt": "a" }), "ekstrak"],
])("%s as %s is refused with what to upload instead", async (name, type, bytes, instead) => {
  const inForm = await client.ask("POST", upload, { body: form(bytes, name, type) });
  const announced = await client.ask("POST", upload, {
    json: { filename: name, contentType: type, size: bytes.length },
  });
  for (const { status, body } of [inForm, announced]) {
    expect([status, body.error.details[0]?.pointer]).toEqual([422, "/contentType"]);
    expect(body.error.details[0]?.wanted).toContain(instead);
  }
});

test.each([
  ["foto.jpg", "image/jpeg", heic, "JPEG"],
  ["film.mp4", "video/mp4", mov, "MP4"],
  ["brosur.pdf", "application/pdf", files.zip({ "a.txt": "a" }), "ekstrak"],
])("%s whose bytes are another kind's is rejected with what to upload instead", async (name, type, bytes, instead) => {
  const media = await send(bytes, name, type);
  expect(media).toMatchObject({
    state: "rejected",
    reason: "mismatch",
    note: expect.stringContaining(instead) as string,
  });
});

test("a page uploads with the permission, and S3 lets it read the answer", async () => {
  const permitted = await permission(files.jpg, "foto.jpeg", "image/jpeg");
  expect(permitted).toMatchObject({ state: "awaiting_upload", originalName: "foto.jpeg" });
  const minutes = (Date.parse(permitted.expiresAt) - Date.now()) / 60_000;
  expect(minutes > 14 && minutes <= 15).toBe(true);
  expect(await post(permitted, files.jpg)).toMatchObject({ status: 204, allowed: "https://toko.example" });
  expect(await untilChecked(permitted.filename)).toMatchObject({ state: "ready", sha256: sha256(files.jpg) });
});

test("curl uploads with the permission", async () => {
  const dir = await mkdtemp(join(tmpdir(), "curl-"));
  try {
    const path = join(dir, "brosur.pdf");
    await writeFile(path, files.pdf);
    const { url, fields, filename } = await permission(files.pdf, "brosur.pdf", "application/pdf");
    const given = Object.entries(fields).flatMap(([name, value]) => ["-F", `${name}=${value}`]);
    const args = ["-sS", "-o", "/dev/null", "-w", "%{http_code}", ...given, "-F", `file=@${path}`, url];
    expect((await promisify(execFile)("curl", args)).stdout).toBe("204");
    expect(await untilChecked(filename)).toMatchObject({ state: "ready", kind: "document" });
  } finally {
    await rm(dir, { recursive: true });
  }
});

test.each([
  ["a larger file", (one: Permission) => post(one, Buffer.concat([files.png, files.png])), 400, "EntityTooLarge"],
  ["a smaller file", (one: Permission) => post(one, files.png.subarray(1)), 400, "EntityTooSmall"],
  ["another key", (one: Permission) => post(one, files.png, { key: "media/x" }), 403, "AccessDenied"],
  ["another type", (one: Permission) => post(one, files.png, { "Content-Type": "text/html" }), 403, "AccessDenied"],
  ["a field more", (one: Permission) => post(one, files.png, { acl: "public-read" }), 403, "Extra input fields: acl"],
  ["another policy", (one: Permission) => post(one, files.png, { Policy: "e30=" }), 403, "SignatureDoesNotMatch"],
])("%s than the permission is for is refused by S3", async (_what, upload, status, says) => {
  const permitted = await permission(files.png, "a.png", "image/png");
  const refused = await upload(permitted);
  expect([refused.status, refused.text]).toEqual([status, expect.stringContaining(says)]);
  expect((await one(permitted.filename)).state).toBe("awaiting_upload");
});

test("what arrives and is not what it was said to be is rejected, and stays so", async () => {
  const page = Buffer.from("<html><body>Halo</body></html>");
  const permitted = await permission(page, "foto.png", "image/png");
  expect((await post(permitted, page)).status).toBe(204);
  expect(await untilChecked(permitted.filename)).toMatchObject({ state: "rejected", reason: "disguised" });
});

test("a file that was checked is not changed by who still holds the permission", async () => {
  const permitted = await permission(files.png, "a.png", "image/png");
  await post(permitted, files.png);
  const checked = await untilChecked(permitted.filename);
  const page = Buffer.alloc(files.png.length, "<html>");
  expect((await post(permitted, page)).status).toBe(204);
  expect(await one(permitted.filename)).toEqual(checked);
});

test.each([
  [{ filename: "a.html", contentType: "text/html", size: 5 }, "/contentType"],
  [{ filename: "a.png", contentType: "image/png", size: 5 * 1024 * 1024 + 1 }, "/size"],
  [{ filename: "a.png", contentType: "image/png", size: 0 }, "/size"],
  [{ filename: "a\u0000.png", contentType: "image/png", size: 5 }, "/filename"],
  [{ filename: "a.png", contentType: "image/png", size: 5, purpose: "contacts" }, "/contentType"],
  [{ filename: "a.png", contentType: "image/png", size: 5, acl: "x" }, "/acl"],
])("an upload of %j is refused by its field", async (json, pointer) => {
  const { status, body } = await client.ask("POST", upload, { json });
  expect([status, body.error.details[0]?.pointer]).toEqual([422, pointer]);
});

test("a file is listed, and gone once it is deleted", async () => {
  const media = await send(files.docx, "surat.docx", "application/octet-stream");
  expect(media).toMatchObject({ state: "ready", kind: "document" });
  const listed = await client.get<DataOf<readonly MediaView[]>>(`${upload}?limit=1`);
  expect(listed.data).toEqual([media]);
  expect(await client.send("DELETE", `${upload}/${media.filename}`)).toMatchObject({ data: { deleted: true } });
  expect((await client.ask("GET", `${upload}/${media.filename}`)).body.error.code).toBe("MEDIA_NOT_FOUND");
  expect((await client.ask("DELETE", `${upload}/${media.filename}`)).status).toBe(404);
  expect((await client.ask("GET", `${upload}/..%2F..%2Fx`)).status).toBe(404);
});

test("a file that templates use is not deleted; the answer names them, in both languages", async () => {
  const media = await send(files.png, "templat.png", "image/png");
  const base = `${person.broadcastOf("shop")}/templates`;
  const asked = { name: "Bergambar", body: "Halo {{ name }}", media: { filename: media.filename } };
  const { data } = await client.post<DataOf<{ templateId: string }>>(base, asked);
  await client.post(base, { name: "Tanpa gambar", body: "Halo {{ name }}" });
  for (const [language, word] of [
    ["en", "1 templates"],
    ["id", "1 templat"],
  ] as const) {
    const headers = { "accept-language": language };
    const { status, body } = await client.ask("DELETE", `${upload}/${media.filename}`, { headers });
    expect([status, body.error.code, body.error["usedBy"]]).toEqual([409, "MEDIA_IN_USE", [data.templateId]]);
    expect(body.message).toContain(word);
  }
  expect(await one(media.filename)).toMatchObject({ state: "ready" });
  await client.send("PUT", `${base}/${data.templateId}`, { json: { media: null } });
  expect((await client.ask("DELETE", `${upload}/${media.filename}`)).status).toBe(200);
});

test("a campaign's file arrives with its caption, byte for byte", async () => {
  const media = await send(files.pdf, "Daftar harga.pdf", "application/pdf");
  const numbers = person.numbersOf(7, 3);
  const listId = await person.aList(client, "shop", "Bergambar", numbers);
  const { data } = await client.post<DataOf<person.Taken>>(`${person.broadcastOf("shop")}/send`, {
    listId,
    message: "Halo {{ name }}",
    media: { filename: media.filename },
    pacing: { minGapMs: 0, maxGapMs: 0 },
  });
  await person.untilStatus(client, "shop", data.campaignId, "completed");
  const arrived = await person.untilDeliveries(client, "shop", 3);
  expect(arrived).toMatchObject(
    numbers.map((to, index) => ({
      to,
      type: "document",
      body: `Halo Nama ${index}`,
      mediaSha256: sha256(files.pdf),
    })),
  );
});
