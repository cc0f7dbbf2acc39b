import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { contentTypeOfName, defaultSizeLimits } from "../../../core/content/media.ts";
import { checkBytes } from "../../../functions/content/media-check.ts";
import { isCutShort } from "../../../functions/content/media-structure.ts";
import * as files from "../../support/files.ts";

/** Pictures and videos that are only a head, beside those that viewers show whatever is odd about them. */

const verdictOf = (bytes: Uint8Array, contentType: string) =>
  checkBytes(bytes, { contentType, purpose: "media" }, defaultSizeLimits);

const { png, jpg, gif, webp, mp4, box, track } = files;
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
const head = (width: number, height: number, { bits = 8, colour = 2, interlaced = 0 } = {}) => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([bits, colour, 0, 0, interlaced], 8);
  return chunk("IHDR", data);
};
const pngOf = (ofPicture: Buffer, packed: Buffer) =>
  Buffer.concat([png.subarray(0, 8), ofPicture, chunk("IDAT", packed), chunk("IEND", Buffer.alloc(0))]);
/** The JPEG of one pixel, said to be of another size. */
const withSize = (height: number, width: number) => {
  const bytes = Buffer.from(jpg);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
};
const riff = (...chunks: readonly Buffer[]) => {
  const content = Buffer.concat([Buffer.from("WEBP"), ...chunks]);
  const head = Buffer.from("RIFF\0\0\0\0");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
};
const ftyp = (brand: string) => box("ftyp", Buffer.from(`${brand}\0\0\u0002\0${brand}`, "latin1"));
const data = box("mdat", Buffer.alloc(1));
const piece = box("moof", box("traf", box("trun", Buffer.alloc(8))));
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
  ["a video without its data", "video/mp4", Buffer.concat([ftyp("isom"), box("moov", track(1))])],
  [
    "a video with data beyond its end",
    "video/mp4",
    Buffer.concat([ftyp("isom"), box("moov", track(1)), beyond("mdat")]),
  ],
  [
    "a video with a box of no length",
    "video/mp4",
    Buffer.concat([ftyp("isom"), Buffer.from("\0\0\0\x04moov", "latin1")]),
  ],
  ["a video whose movie is empty", "video/mp4", Buffer.concat([ftyp("isom"), box("moov"), data])],
  [
    "a video without a track",
    "video/mp4",
    Buffer.concat([ftyp("isom"), box("moov", box("mvhd", Buffer.alloc(100))), data]),
  ],
  ["a video with an empty track", "video/mp4", Buffer.concat([ftyp("isom"), box("moov", box("trak")), data])],
  ["a video without samples", "video/mp4", Buffer.concat([ftyp("isom"), box("moov", track(0)), data])],
  ["a video whose data is empty", "video/mp4", Buffer.concat([ftyp("isom"), box("moov", track(1)), box("mdat")])],
  ["a video in pieces without a track", "video/mp4", Buffer.concat([ftyp("iso5"), box("moov"), piece, data])],
  [
    "a video in pieces that are empty",
    "video/mp4",
    Buffer.concat([ftyp("iso5"), box("moov", track(0)), box("moof"), data]),
  ],
  ["a PNG whose pixels are noise", "image/png", pngOf(head(1, 1), Buffer.from("no pixels at all"))],
  ["a PNG whose pixels are one byte", "image/png", pngOf(head(1, 1), Buffer.from([0x78]))],
  ["a PNG that lacks its last row", "image/png", pngOf(head(3, 3), deflateSync(Buffer.alloc(3 * 10 - 1)))],
  [
    "an interlaced PNG that lacks a byte",
    "image/png",
    pngOf(head(3, 3, { interlaced: 1 }), deflateSync(Buffer.alloc(3 * 9 + 4))),
  ],
  ["a PNG without width", "image/png", pngOf(head(0, 1), deflateSync(Buffer.alloc(1)))],
  ["a PNG of 0 by 0", "image/png", pngOf(head(0, 0), deflateSync(Buffer.alloc(1)))],
  ["a PNG of no colour type", "image/png", pngOf(head(1, 1, { colour: 5 }), deflateSync(Buffer.alloc(4)))],
  [
    "a PNG that announces a thousandfold",
    "image/png",
    pngOf(head(100_000, 100_000), deflateSync(Buffer.alloc(30_000))),
  ],
  ["a JPEG of 2000 by 2000 with two bytes of scan", "image/jpeg", withSize(2_000, 2_000)],
  ["a JPEG without height", "image/jpeg", withSize(0, 1)],
  [
    "a GIF of 0 by 0",
    "image/gif",
    Buffer.concat([gif.subarray(0, gif.indexOf(0x2c) + 5), Buffer.alloc(4), gif.subarray(gif.indexOf(0x2c) + 9)]),
  ],
  ["a video of a phone that is its head", "video/3gpp", ftyp("3gp5")],
  ["a sound that is its head", "audio/mp4", ftyp("M4A ")],
])("%s is unreadable", async (_what, type, bytes) => {
  expect(await verdictOf(bytes, type)).toEqual({ ok: false, reason: "unreadable" });
});

const large = Buffer.alloc(17);
large.writeUInt32BE(1);
large.write("mdat", 4, "latin1");
large.writeBigUInt64BE(17n, 8);

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
    Buffer.concat([ftyp("isom"), box("free"), box("mdat", Buffer.alloc(9)), box("moov", track(9))]),
  ],
  [
    "a video whose data goes to the end",
    "video/mp4",
    Buffer.concat([ftyp("isom"), box("moov", track(3)), Buffer.from("\0\0\0\0mdat123", "latin1")]),
  ],
  ["a video with a length of 64 bits", "video/mp4", Buffer.concat([ftyp("isom"), large, box("moov", track(1))])],
  [
    "a video in pieces",
    "video/mp4",
    Buffer.concat([ftyp("iso5"), box("moov", track(0)), piece, data, piece, data, beyond("moof")]),
  ],
  ["a video of a phone", "video/3gpp", Buffer.concat([ftyp("3gp5"), box("moov", track(1)), data])],
])("%s passes", async (_what, type, bytes) => {
  expect(await verdictOf(bytes, type)).toMatchObject({ ok: true });
});

/** Rows of a pass by the picture itself: which columns and rows it takes (ISO/IEC 15948, figure 4.8). */
const adam7 = ["16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777"];
const interlacedLength = (width: number, height: number, bitsOfPixel: number) => {
  const across = new Map<string, number>();
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const key = `${adam7[row % 8]?.[column % 8] ?? ""}/${row}`;
      across.set(key, (across.get(key) ?? 0) + 1);
    }
  }
  return [...across.values()].reduce((sum, pixels) => sum + 1 + Math.ceil((pixels * bitsOfPixel) / 8), 0);
};

test.each([
  [1, 0],
  [2, 3],
  [4, 3],
  [8, 4],
  [16, 2],
  [16, 6],
])("a PNG of %d bits and colour type %d has all its rows or is unreadable, interlaced or not", async (bits, colour) => {
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 0;
  for (const [width, height] of [
    [1, 1],
    [2, 5],
    [5, 2],
    [9, 9],
    [17, 3],
  ] as const) {
    for (const interlaced of [0, 1]) {
      const row = 1 + Math.ceil((width * samples * bits) / 8);
      const length = interlaced === 1 ? interlacedLength(width, height, samples * bits) : height * row;
      const ofPicture = head(width, height, { bits, colour, interlaced });
      const whole = pngOf(ofPicture, deflateSync(Buffer.alloc(length)));
      const short = pngOf(ofPicture, deflateSync(Buffer.alloc(length - 1)));
      expect([width, height, interlaced, await isCutShort(whole, "image/png")]).toEqual([
        width,
        height,
        interlaced,
        false,
      ]);
      expect([width, height, interlaced, await isCutShort(short, "image/png")]).toEqual([
        width,
        height,
        interlaced,
        true,
      ]);
    }
  }
});

test("a PNG that unpacks to gigabytes is looked at in part only", async () => {
  const bomb = pngOf(head(60_000, 60_000), deflateSync(Buffer.alloc(100 * 1024 * 1024)));
  // It lacks nearly all of its rows, which only a look at all of them would tell.
  expect(await isCutShort(bomb, "image/png")).toBe(false);
});

/** Written by Pillow 12 and FFmpeg 7: each form of file that phones, cameras and editors write. */
const written = join(import.meta.dirname, "../../fixtures/media");
test.each(readdirSync(written))("a real file, %s, passes", async (name) => {
  const bytes = readFileSync(join(written, name));
  expect(await verdictOf(bytes, contentTypeOfName(name) ?? "")).toMatchObject({ ok: true });
});

test("what is no picture and no video is never cut short", async () => {
  for (const bytes of [files.pdf, files.docx, files.ogg, Buffer.from("text"), Buffer.alloc(0), Buffer.alloc(3, 0xff)]) {
    expect(await isCutShort(bytes, "application/pdf")).toBe(false);
  }
});
