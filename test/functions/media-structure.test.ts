import { defaultSizeLimits } from "../../core/media.ts";
import { checkBytes } from "../../functions/media-check.ts";
import { isCutShort } from "../../functions/media-structure.ts";
import * as files from "../support/files.ts";

/** Pictures and videos that are only a head, beside those that viewers show whatever is odd about them. */

const verdictOf = (bytes: Uint8Array, contentType: string) =>
  checkBytes(bytes, { contentType, purpose: "media" }, defaultSizeLimits);

const { png, jpg, gif, webp, mp4, box } = files;
const ofType = {
  "image/png": png,
  "image/jpeg": jpg,
  "image/gif": gif,
  "image/webp": webp,
  "video/mp4": mp4,
} as const;

/** Below so many bytes of it a file is not even told to be one. */
const magicLength = { "image/png": 8, "image/jpeg": 3, "image/gif": 6, "image/webp": 12, "video/mp4": 12 } as const;

const scanAt = jpg.indexOf(Buffer.from([0xff, 0xda])) + 10;
/** The largest part that nobody sees a pixel of: a JPEG is shown from its scan on, a GIF without its trailer. */
const lastHead = (type: string, bytes: Buffer) =>
  type === "image/jpeg" ? scanAt : bytes.length - (type === "image/gif" ? 2 : 1);
const cuts = Object.entries(ofType).flatMap(([type, bytes]) =>
  [...bytes.keys()]
    .filter((length) => length >= magicLength[type as keyof typeof ofType] && length <= lastHead(type, bytes))
    .map((length) => [type, length] as const),
);

test.each(Object.entries(ofType))(
  "a whole %s passes, and so does one with something behind it",
  async (type, bytes) => {
    expect(await verdictOf(bytes, type)).toMatchObject({ ok: true });
    expect(await verdictOf(Buffer.concat([bytes, Buffer.alloc(3)]), type)).toMatchObject({ ok: true });
    expect(await verdictOf(Buffer.concat([bytes, Buffer.from("\xab\xcd and more", "latin1")]), type)).toMatchObject({
      ok: true,
    });
  },
);

test("each of them that ends before its content does is unreadable", async () => {
  expect(cuts.length).toBeGreaterThan(300);
  for (const [type, length] of cuts) {
    expect([type, length, await verdictOf(ofType[type as keyof typeof ofType].subarray(0, length), type)]).toEqual([
      type,
      length,
      { ok: false, reason: "unreadable" },
    ]);
  }
});

const chunk = (name: string, data: Buffer, length = data.length) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length);
  head.write(name, 4, "latin1");
  return Buffer.concat([head, data, Buffer.alloc(4)]);
};
const pngHead = png.subarray(0, 33);
const riff = (...chunks: readonly Buffer[]) => {
  const content = Buffer.concat([Buffer.from("WEBP"), ...chunks]);
  const head = Buffer.from("RIFF\0\0\0\0");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
};
const ftyp = (brand: string) => box("ftyp", Buffer.from(`${brand}\0\0\u0002\0${brand}`, "latin1"));
const beyond = (name: string) => {
  const one = box(name, Buffer.alloc(16));
  one.writeUInt32BE(1_000);
  return one;
};

test.each([
  ["a PNG without pixels", "image/png", Buffer.concat([pngHead, chunk("IEND", Buffer.alloc(0))])],
  [
    "a PNG with empty pixels",
    "image/png",
    Buffer.concat([pngHead, chunk("IDAT", Buffer.alloc(0)), chunk("IEND", Buffer.alloc(0))]),
  ],
  ["a PNG without its end", "image/png", Buffer.concat([pngHead, chunk("IDAT", Buffer.alloc(20))])],
  [
    "a PNG with a chunk beyond its end",
    "image/png",
    Buffer.concat([pngHead, chunk("IDAT", Buffer.alloc(20), 2_000), chunk("IEND", Buffer.alloc(0))]),
  ],
  ["a JPEG whose scan is empty", "image/jpeg", Buffer.concat([jpg.subarray(0, scanAt), Buffer.from([0xff, 0xd9])])],
  ["a JPEG without a scan", "image/jpeg", Buffer.concat([jpg.subarray(0, 20), Buffer.from([0xff, 0xd9])])],
  ["a JPEG of noise", "image/jpeg", Buffer.concat([jpg.subarray(0, 20), Buffer.alloc(5_000, 7)])],
  ["a JPEG of zeros", "image/jpeg", Buffer.concat([jpg.subarray(0, 4), Buffer.alloc(5_000)])],
  ["a GIF without a frame", "image/gif", Buffer.concat([gif.subarray(0, 19), Buffer.from([0x3b])])],
  [
    "a WebP that announces more",
    "image/webp",
    Buffer.concat([Buffer.from("RIFF\xff\0\0\0", "latin1"), webp.subarray(8)]),
  ],
  ["a WebP without a frame", "image/webp", riff(Buffer.from("VP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0", "latin1"))],
  ["a video without its movie", "video/mp4", Buffer.concat([ftyp("isom"), box("mdat", Buffer.alloc(50))])],
  ["a video without its data", "video/mp4", Buffer.concat([ftyp("isom"), box("moov", Buffer.alloc(50))])],
  ["a video with data beyond its end", "video/mp4", Buffer.concat([ftyp("isom"), box("moov"), beyond("mdat")])],
  [
    "a video with a box of no length",
    "video/mp4",
    Buffer.concat([ftyp("isom"), Buffer.from("\0\0\0\x04moov", "latin1")]),
  ],
  ["a video of a phone that is its head", "video/3gpp", ftyp("3gp5")],
  ["a sound that is its head", "audio/mp4", ftyp("M4A ")],
])("%s is unreadable", async (_what, type, bytes) => {
  expect(await verdictOf(bytes, type)).toEqual({ ok: false, reason: "unreadable" });
});

const large = Buffer.alloc(16);
large.writeUInt32BE(1);
large.write("mdat", 4, "latin1");
large.writeBigUInt64BE(16n, 8);

test.each([
  ["a JPEG without its end", "image/jpeg", jpg.subarray(0, -2)],
  ["a GIF without its end", "image/gif", gif.subarray(0, -1)],
  [
    "a JPEG with fill bytes between segments",
    "image/jpeg",
    Buffer.concat([jpg.subarray(0, 2), Buffer.alloc(9, 0xff), jpg.subarray(2)]),
  ],
  [
    "a JPEG with another in its head",
    "image/jpeg",
    Buffer.concat([jpg.subarray(0, 2), Buffer.from([0xff, 0xe1, 0, 2 + jpg.length]), jpg, jpg.subarray(2)]),
  ],
  [
    "a WebP with more than pixels",
    "image/webp",
    riff(Buffer.from("VP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0", "latin1"), webp.subarray(12)),
  ],
  [
    "a WebP whose last chunk lacks its padding",
    "image/webp",
    riff(Buffer.from("VP8L\x05\0\0\0\x2f\0\0\0\0", "latin1")),
  ],
  [
    "a video with its movie at the end",
    "video/mp4",
    Buffer.concat([ftyp("isom"), box("free"), box("mdat", Buffer.alloc(9)), box("moov")]),
  ],
  [
    "a video whose data goes to the end",
    "video/mp4",
    Buffer.concat([ftyp("isom"), box("moov"), Buffer.from("\0\0\0\0mdat123", "latin1")]),
  ],
  ["a video with a length of 64 bits", "video/mp4", Buffer.concat([ftyp("isom"), large, box("moov")])],
  [
    "a video in pieces",
    "video/mp4",
    Buffer.concat([ftyp("iso5"), box("moov"), box("moof"), box("mdat"), box("moof"), box("mdat"), beyond("moof")]),
  ],
  ["a video of a phone", "video/3gpp", Buffer.concat([ftyp("3gp5"), box("moov"), box("mdat")])],
])("%s passes", async (_what, type, bytes) => {
  expect(await verdictOf(bytes, type)).toMatchObject({ ok: true });
});

test("what is no picture and no video is never cut short", () => {
  for (const bytes of [files.pdf, files.docx, files.ogg, Buffer.from("text"), Buffer.alloc(0), Buffer.alloc(3, 0xff)]) {
    expect(isCutShort(bytes, "application/pdf")).toBe(false);
  }
});
