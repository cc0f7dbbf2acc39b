/** Whether the bytes of a picture or a video go on after their head: structure alone, nothing is decoded. */

/** What file-type calls files that are made of the boxes of ISO 14496-12 and played by WhatsApp. */
const boxed = ["video/mp4", "video/x-m4v", "video/3gpp", "video/3gpp2", "audio/mp4", "audio/x-m4a"];

/**
 * True for a picture or a video that no program can show, because its content is missing or ends too early. What follows a
 * complete file is no matter, nor is a JPEG or a GIF that lacks only its last marker: viewers show these.
 *
 * @param found the media type that the bytes begin as
 */
export function isCutShort(bytes: Uint8Array, found: string): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = (head: string) => file.subarray(0, head.length).toString("latin1") === head;
  if (starts("\x89PNG\r\n\x1a\n")) return !isWholePng(file);
  if (starts("\xff\xd8\xff")) return !isWholeJpeg(file);
  if (starts("GIF87a") || starts("GIF89a")) return !isWholeGif(file);
  if (starts("RIFF") && file.subarray(8, 12).toString("latin1") === "WEBP") return !isWholeWebp(file);
  return boxed.includes(found) && !isWholeMovie(file);
}

/** Chunks of length, name, data and checksum: some `IDAT` with data, then `IEND` (PNG, 5.3). */
function isWholePng(file: Buffer): boolean {
  let hasPixels = false;
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const name = nameAt(file, at + 4);
    if (at + 12 + length > file.length) return false;
    if (name === "IEND") return hasPixels;
    hasPixels ||= name === "IDAT" && length > 0;
    at += 12 + length;
  }
  return false;
}

const startOfScan = 0xda;
const endOfImage = 0xd9;
/** SOF0 to SOF15, without DHT, JPG and DAC, which stand among them. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** TEM, RST0 to RST7 and SOI stand alone. */
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Segments up to the first scan, which has data; a frame's head comes before it (ITU-T T.81, annex B). */
function isWholeJpeg(file: Buffer): boolean {
  let hasFrame = false;
  for (let at = 2; ;) {
    // Decoders skip what stands between segments, and the fill bytes before a marker.
    at = file.indexOf(0xff, at);
    if (at === -1) return false;
    while (file[at] === 0xff) at += 1;
    const marker = file[at];
    at += 1;
    if (marker === undefined || marker === endOfImage) return false;
    if (marker === 0 || standsAlone(marker)) continue;
    if (at + 2 > file.length) return false;
    const length = file.readUInt16BE(at);
    const end = at + length;
    if (length < 2 || end > file.length) return false;
    hasFrame ||= isFrame(marker);
    if (marker === startOfScan) return hasFrame && hasScanData(file, end);
    at = end;
  }
}

const hasScanData = (file: Buffer, at: number): boolean =>
  at < file.length && !(file[at] === 0xff && (file[at + 1] === undefined || file[at + 1] === endOfImage));

/** Whole blocks up to the trailer, one frame with data at least (GIF89a, 18 to 27). */
function isWholeGif(file: Buffer): boolean {
  if (file.length < 13) return false;
  let hasFrame = false;
  for (let at = 13 + tableLength(file, 10); ;) {
    const block = file[at];
    // Some writers leave out the trailer, and every viewer shows their files.
    if (block === undefined) return hasFrame;
    if (block === 0x2c) {
      const data = at + 10 + tableLength(file, at + 9) + 1;
      const end = endOfSubBlocks(file, data);
      if (end === undefined) return false;
      hasFrame ||= end > data + 1;
      at = end;
    } else if (block === 0x21) {
      const end = endOfSubBlocks(file, at + 2);
      if (end === undefined) return false;
      at = end;
    } else if (block === 0) {
      // Left over between blocks by some writers, and skipped by readers.
      at += 1;
    } else {
      return hasFrame;
    }
  }
}

/** Bytes of the colour table that the flags at that place announce. */
function tableLength(file: Buffer, at: number): number {
  const flags = file[at] ?? 0;
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Where the blocks of a frame's or an extension's data end; undefined when the file ends before. */
function endOfSubBlocks(file: Buffer, start: number): number | undefined {
  for (let at = start; ;) {
    const length = file[at];
    if (length === undefined) return undefined;
    at += 1 + length;
    if (length === 0) return at;
  }
}

/** Chunks within the announced length, one of them a frame (RFC 9649). */
function isWholeWebp(file: Buffer): boolean {
  const end = 8 + file.readUInt32LE(4);
  // Some writers leave out the last byte that pads a chunk.
  if (end > file.length + 1) return false;
  for (let at = 12; at + 8 <= Math.min(end, file.length);) {
    const length = file.readUInt32LE(at + 4);
    if (at + 8 + length > file.length) return false;
    if (["VP8 ", "VP8L", "ANMF"].includes(nameAt(file, at)) && length > 0) return true;
    at += 8 + length + (length % 2);
  }
  return false;
}

/** Boxes: what the movie is (`moov`) and its data (`mdat`), in either order, neither beyond the file's end. */
function isWholeMovie(file: Buffer): boolean {
  let hasMovie = false;
  let hasData = false;
  for (let at = 0; at + 8 <= file.length;) {
    const short = file.readUInt32BE(at);
    const name = nameAt(file, at + 4);
    if (short === 1 && at + 16 > file.length) break;
    // 1: the length stands behind the name, in 64 bits; 0: up to the end.
    const length = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? file.length - at : short;
    if (length < 8 || at + length > file.length) break;
    hasMovie ||= name === "moov";
    hasData ||= name === "mdat";
    at += length;
  }
  return hasMovie && hasData;
}

const nameAt = (file: Buffer, at: number): string => file.subarray(at, at + 4).toString("latin1");
