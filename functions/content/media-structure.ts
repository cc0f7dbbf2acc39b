import { isWholeJpeg } from "./jpeg-structure.ts";
import { isWholeMovie } from "./movie-structure.ts";
import { isWholePng } from "./png-structure.ts";

/** Whether the bytes of a picture or a video hold one behind their head: structure alone, no pixel is decoded. */

/** What file-type calls files that are made of the boxes of ISO 14496-12 and played by WhatsApp. */
const boxed = ["video/mp4", "video/x-m4v", "video/3gpp", "video/3gpp2", "audio/mp4", "audio/x-m4a"];

/**
 * True for a picture or a video that no program can show, because its content is missing or ends too early. What follows a
 * complete file is no matter, nor is a JPEG or a GIF that lacks only its last marker: viewers show these.
 *
 * @param found the media type that the bytes begin as
 */
export async function isCutShort(bytes: Uint8Array, found: string): Promise<boolean> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = (head: string) => file.subarray(0, head.length).toString("latin1") === head;
  if (starts("\x89PNG\r\n\x1a\n")) return !(await isWholePng(file));
  if (starts("\xff\xd8\xff")) return !isWholeJpeg(file);
  if (starts("GIF87a") || starts("GIF89a")) return !isWholeGif(file);
  if (starts("RIFF") && file.subarray(8, 12).toString("latin1") === "WEBP") return !isWholeWebp(file);
  return boxed.includes(found) && !isWholeMovie(file);
}

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
      const hasPixels = file.readUInt16LE(at + 5) > 0 && file.readUInt16LE(at + 7) > 0;
      hasFrame ||= hasPixels && end > data + 1;
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

const nameAt = (file: Buffer, at: number): string => file.subarray(at, at + 4).toString("latin1");
