import { contentTypeOfName, defaultSizeLimits, knownContentType } from "../../../core/content/media.ts";
import { checkBytes } from "../../../functions/content/media-check.ts";
import * as files from "../../support/files.ts";

const office = "application/vnd.openxmlformats-officedocument";
const docxType = `${office}.wordprocessingml.document`;

const good = {
  "image/png": files.png,
  "image/jpeg": files.jpg,
  "image/webp": files.webp,
  "image/gif": files.gif,
  "video/mp4": files.mp4,
  "audio/ogg": files.ogg,
  "application/pdf": files.pdf,
  [docxType]: files.docx,
  [`${office}.spreadsheetml.sheet`]: files.xlsx,
  "text/plain": Buffer.from("Harga naik 2 < 3, bukan?\n"),
  "text/csv": Buffer.from("\ufeffnomor;nama\n0812;Siti\n"),
} as const;

const check = (bytes: Uint8Array, contentType: string, purpose: "media" | "contacts" = "media") =>
  checkBytes(bytes, { contentType, purpose }, defaultSizeLimits);

test.each(Object.entries(good))("a file that is %s by its bytes is taken as that", async (contentType, bytes) => {
  expect(await check(bytes, contentType)).toEqual({
    ok: true,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
  });
});

const pairs = Object.keys(good).flatMap((said) =>
  Object.keys(good)
    .filter((is) => is !== said && !(is.startsWith("text/") && said.startsWith("text/")))
    .map((is) => [is, said] as const),
);

const arePictures = (pair: readonly string[]) => pair.every((type) => type.startsWith("image/"));

test.each(pairs.filter((pair) => !arePictures(pair)))("a file that is %s is not taken for %s", async (is, said) => {
  expect(await check(good[is as keyof typeof good], said)).toMatchObject({ ok: false, reason: "mismatch" });
});

test.each(pairs.filter(arePictures))(
  "a picture that is %s and said to be %s is taken as what it is",
  async (is, said) => {
    const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown;
    expect(await check(good[is as keyof typeof good], said)).toEqual({
      ok: true,
      sha256,
      contentType: is,
      announcedAs: said,
    });
  },
);

const disguises = {
  "a page": "<!DOCTYPE html><html><body>Halo</body></html>",
  "a page behind space": "\n\n  <html><script>alert(1)</script></html>",
  "a picture that runs scripts": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  "an XML document": '<?xml version="1.0"?><x/>',
  PHP: "<?php system($_GET['c']); ?>",
  "a shell script": "#!/bin/sh\nrm -rf /\n",
  "a text with a script in it": "Halo <script>alert(1)</script>",
} as const;

test.each(
  Object.entries(disguises).flatMap(([what, text]) => Object.keys(good).map((said) => [what, said, text] as const)),
)("%s is not taken for %s", async (_what, said, text) => {
  expect(await check(Buffer.from(text), said)).toMatchObject({ ok: false, reason: "disguised" });
});

test("a picture with a page in it is refused", async () => {
  const polyglot = Buffer.concat([files.gif, Buffer.from("/*<script>alert(1)</script>*/")]);
  expect(await check(polyglot, "image/gif")).toMatchObject({ ok: false, reason: "disguised", found: "markup" });
});

test.each([
  ["nothing", Buffer.alloc(0), "empty"],
  ["a byte too many", Buffer.alloc(defaultSizeLimits.image + 1), "too_large"],
  ["a program", Buffer.concat([Buffer.from("MZ\x90\0\x03\0", "latin1"), Buffer.alloc(200)]), "mismatch"],
  ["an archive", files.zip({ "a.txt": "a" }), "mismatch"],
  ["noise", Buffer.from([0x80, 0x81, 0xfe, 0xff, 0, 1, 2]), "mismatch"],
])("%s is no picture", async (_what, bytes, reason) => {
  expect(await check(bytes, "image/png")).toMatchObject({ ok: false, reason });
});

test("contacts are a text, whatever their cells hold", async () => {
  expect(await check(Buffer.from("number,name\n0812,<script>\n"), "text/csv", "contacts")).toMatchObject({ ok: true });
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("number\n0812\n", "utf16le")]);
  expect(await check(utf16, "text/csv", "contacts")).toMatchObject({ ok: true });
  const cyrillic = Buffer.from("Name;Phone\n\xc8\xe2\xe0\xed;+79123456789\n", "latin1");
  expect(await check(cyrillic, "text/csv", "contacts")).toMatchObject({ ok: true });
  expect(await check(Buffer.from("number,name\n0812,A\0yu\n"), "text/csv", "contacts")).toMatchObject({ ok: true });
  expect(await check(cyrillic, "text/csv")).toMatchObject({ ok: false });
  expect(await check(files.xlsx, "text/csv", "contacts")).toMatchObject({ ok: false, reason: "mismatch" });
  expect(await check(files.png, "text/csv", "contacts")).toMatchObject({ ok: false, reason: "mismatch" });
  expect(await check(Buffer.alloc(50, 1), "text/csv", "contacts")).toMatchObject({ ok: false, reason: "mismatch" });
});

test("an old Office file is told by its streams from other things in its container", async () => {
  const container = (stream: string) =>
    Buffer.concat([
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      Buffer.alloc(600),
      Buffer.from(stream, "utf16le"),
      Buffer.alloc(600),
    ]);
  expect(await check(container("WordDocument"), "application/msword")).toMatchObject({ ok: true });
  expect(await check(container("Workbook"), "application/msword")).toMatchObject({ ok: false, reason: "mismatch" });
  expect(await check(container("Installer"), "application/msword")).toMatchObject({ ok: false, reason: "mismatch" });
});

test("media types go by one name, whatever browsers call them", () => {
  expect(knownContentType("IMAGE/JPG", "media")).toBe("image/jpeg");
  expect(knownContentType("audio/ogg; codecs=opus", "media")).toBe("audio/ogg");
  expect(knownContentType("application/vnd.ms-excel", "contacts")).toBe("text/csv");
  expect(
    ["text/html", "image/svg+xml", "application/javascript", "constructor", ""].map((type) =>
      knownContentType(type, "media"),
    ),
  ).toEqual(Array.from({ length: 5 }, () => undefined));
  expect(["Foto.JPEG", "a.b.docx", "noext", "x.exe"].map(contentTypeOfName)).toEqual([
    "image/jpeg",
    docxType,
    undefined,
    undefined,
  ]);
});
