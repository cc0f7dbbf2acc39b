import { crc32 } from "node:zlib";

/** Small files that programs which open such files open. */

const base64 = (text: string): Buffer => Buffer.from(text, "base64");

/** One pixel. */
export const png = base64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);
export const jpg = base64(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z",
);
export const webp = base64("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
export const gif = base64("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

/** A box of MP4 (ISO 14496-12): length, name, content. */
export function box(name: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4, "latin1");
  return Buffer.concat([head, body]);
}

/** What a movie says of a track: how many samples it has, each of one byte. */
export function track(samples: number): Buffer {
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32BE(1, 4);
  sizes.writeUInt32BE(samples, 8);
  return box("trak", box("mdia", box("minf", box("stbl", box("stsz", sizes)))));
}

/** The bones of a movie: its type, its head, a track of two samples. */
export const mp4 = Buffer.concat([
  box("ftyp", Buffer.from("isom\0\0\u0002\0isomiso2mp41", "latin1")),
  box("moov", box("mvhd", Buffer.alloc(100)), track(2)),
  box("mdat", Buffer.alloc(2)),
]);

/** A page of Ogg (RFC 3533) with the head of an Opus stream (RFC 7845). */
export const ogg = (() => {
  const opusHead = Buffer.concat([
    Buffer.from("OpusHead", "latin1"),
    Buffer.from([1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]),
  ]);
  const head = Buffer.alloc(27);
  head.write("OggS", 0, "latin1");
  head[5] = 2;
  head[26] = 1;
  return Buffer.concat([head, Buffer.from([opusHead.length]), opusHead]);
})();

export const pdf = Buffer.from(
  [
    "%PDF-1.4",
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj",
    "trailer<</Root 1 0 R>>",
    "%%EOF",
  ].join("\n"),
);

/** A ZIP archive, its files stored as they are. */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const [path, data] = [Buffer.from(name), Buffer.from(content)];
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(data), 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(data.length, 22);
    head.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    parts.push(head, path, data);
    directory.push(entry, path);
    offset += head.length + path.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

/** An Office document of one kind: `word/document.xml` and the like. */
const office = (part: string, type: string): Buffer =>
  zip({
    "[Content_Types].xml": `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
    "_rels/.rels": `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`,
    [part]: `<?xml version="1.0" encoding="UTF-8"?><document/>`,
  });
export const docx = office("word/document.xml", "wordprocessingml.document");
export const xlsx = office("xl/workbook.xml", "spreadsheetml.sheet");
