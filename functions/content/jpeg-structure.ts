/** Whether a JPEG holds the scan that its head announces (ITU-T T.81, annex B). */

const startOfScan = 0xda;
const endOfImage = 0xd9;
/** SOF0 to SOF15, without DHT, JPG and DAC, which stand among them. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** SOF0 to SOF2: blocks of 8 by 8, each of them some bits of Huffman's code. */
const isOfBlocks = (marker: number): boolean => marker <= 0xc2;
/** TEM, RST0 to RST7 and SOI stand alone. */
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Segments up to the first scan, which has data for the size that the frame's head before it names. */
export function isWholeJpeg(file: Buffer): boolean {
  let leastData: number | undefined;
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
    if (isFrame(marker)) leastData ??= leastDataOf(marker, file.subarray(at + 2, end));
    if (marker === startOfScan) return leastData !== undefined && hasScanData(file, end, leastData);
    at = end;
  }
}

/** Fewer bytes hold no such picture, however plain it is; undefined for a head that announces none. */
function leastDataOf(marker: number, head: Buffer): number | undefined {
  if (head.length < 6) return undefined;
  const [height, width] = [head.readUInt16BE(1), head.readUInt16BE(3)];
  if (height === 0 || width === 0) return undefined;
  return isOfBlocks(marker) ? Math.ceil((Math.ceil(height / 8) * Math.ceil(width / 8)) / 8) : 1;
}

/** Scans follow each other up to the file's end: what stands between them is counted too, since it matters little. */
const hasScanData = (file: Buffer, at: number, least: number): boolean =>
  at + least <= file.length && !(file[at] === 0xff && (file[at + 1] === undefined || file[at + 1] === endOfImage));
