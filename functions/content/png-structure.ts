import { createInflate } from "node:zlib";

/** Whether a PNG holds the pixels that its head announces (ISO/IEC 15948). */

/** Of a picture with more than this the rest is believed: a small file may be made to unpack to any amount. */
const mostUnpacked = 64 * 1024 * 1024;

/** Chunks of length, name, data and checksum (5.3): the head, `IDAT` with all rows, then `IEND`. */
export async function isWholePng(file: Buffer): Promise<boolean> {
  const packed: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const name = file.subarray(at + 4, at + 8).toString("latin1");
    if (at + 12 + length > file.length) return false;
    if (name === "IEND") {
      const unpacked = unpackedLength(file);
      return unpacked !== undefined && (await unpacksTo(Math.min(unpacked, mostUnpacked), Buffer.concat(packed)));
    }
    if (name === "IDAT") packed.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return false;
}

/** By colour type: samples of a pixel, and the bits that a sample may have (11.2.2). */
const colours: Readonly<Record<number, { readonly samples: number; readonly bits: readonly number[] }>> = {
  0: { samples: 1, bits: [1, 2, 4, 8, 16] },
  2: { samples: 3, bits: [8, 16] },
  3: { samples: 1, bits: [1, 2, 4, 8] },
  4: { samples: 2, bits: [8, 16] },
  6: { samples: 4, bits: [8, 16] },
};

/** The passes of Adam7: first column and row, and the steps between (8.2). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const wholePicture = [[0, 0, 1, 1]] as const;

/** Bytes of all rows, each behind the byte of its filter; undefined for a head that announces no picture. */
function unpackedLength(file: Buffer): number | undefined {
  if (file.readUInt32BE(8) !== 13 || file.subarray(12, 16).toString("latin1") !== "IHDR") return undefined;
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const [bits = 0, colour = -1, , , interlaced] = file.subarray(24, 29);
  const { samples, bits: allowed } = colours[colour] ?? { samples: 0, bits: [] };
  if (width === 0 || height === 0 || !allowed.includes(bits)) return undefined;
  let length = 0;
  for (const [column, row, acrossBy, downBy] of interlaced === 1 ? passes : wholePicture) {
    const across = Math.ceil(Math.max(0, width - column) / acrossBy);
    const down = Math.ceil(Math.max(0, height - row) / downBy);
    // A pass without columns has no rows either.
    if (across > 0) length += down * (1 + Math.ceil((across * samples * bits) / 8));
  }
  return length;
}

/** Whether so many bytes come out of it. They are counted and dropped one block after the other; the rest is not unpacked. */
async function unpacksTo(length: number, packed: Buffer): Promise<boolean> {
  const inflate = createInflate();
  let unpacked = 0;
  inflate.end(packed);
  try {
    for await (const block of inflate) {
      unpacked += (block as Buffer).length;
      if (unpacked >= length) return true;
    }
  } catch {
    // No data of that form, or they end too early: what came out before counts.
  } finally {
    inflate.destroy();
  }
  return unpacked >= length;
}
