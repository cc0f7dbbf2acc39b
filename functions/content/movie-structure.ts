/** Whether a file of boxes (ISO/IEC 14496-12) holds a track and its data. */

/**
 * What the movie is (`moov`), with a track whose samples stand in its table or in pieces that follow (`moof`), and data
 * (`mdat`), in any order, none of them beyond the file's end.
 */
export function isWholeMovie(file: Buffer): boolean {
  let hasTrack = false;
  let hasSamples = false;
  let hasData = false;
  for (const { name, content } of boxesIn(file)) {
    if (name === "moov") {
      hasTrack ||= holds(content, ["trak"]);
      // The head of a movie that QuickTime packed is believed.
      hasSamples ||= holds(content, ["cmov"]) || sizeTables.some((table) => holds(content, table, countsSamples));
    }
    if (name === "moof") hasSamples ||= hasTrack && holds(content, ["traf", "trun"]);
    if (name === "mdat") hasData ||= content.length > 0;
  }
  return hasSamples && hasData;
}

const sizeTables = ["stsz", "stz2"].map((table) => ["trak", "mdia", "minf", "stbl", table]);

/** Version and flags, sizes, then how many samples. */
const countsSamples = (table: Buffer): boolean => table.length >= 12 && table.readUInt32BE(8) > 0;

/** Whether boxes of these names stand one in the other, the last of them as wanted. */
function holds(
  bytes: Buffer,
  [wanted, ...within]: readonly string[],
  isRight: (content: Buffer) => boolean = () => true,
): boolean {
  for (const { name, content } of boxesIn(bytes)) {
    if (name === wanted && (within.length === 0 ? isRight(content) : holds(content, within, isRight))) return true;
  }
  return false;
}

/** The boxes up to the first that goes beyond the end, one at a time: a file may be made of millions. */
function* boxesIn(bytes: Buffer): Generator<{ readonly name: string; readonly content: Buffer }> {
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = bytes.readUInt32BE(at);
    const name = bytes.subarray(at + 4, at + 8).toString("latin1");
    if (short === 1 && at + 16 > bytes.length) return;
    // 1: the length stands behind the name, in 64 bits; 0: up to the end.
    const length = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short;
    const head = short === 1 ? 16 : 8;
    if (length < head || at + length > bytes.length) return;
    yield { name, content: bytes.subarray(at + head, at + length) };
    at += length;
  }
}
