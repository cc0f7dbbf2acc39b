import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cutTornRecords, wholeLength } from "../../../worker/whatsapp/torn-logs.ts";

const blockBytes = 32_768;
const [full, first, middle, last] = [1, 2, 3, 4];

/** As LevelDB writes it, but for the checksum. */
function fragment(type: number | undefined, bytes: number): Buffer {
  const written = Buffer.alloc(7 + bytes, 0xab);
  written.writeUInt16LE(bytes, 4);
  written.writeUInt8(type ?? 0, 6);
  return written;
}

const record = fragment(full, 100);
/** One that goes on in the next block. */
const long = Buffer.concat([
  fragment(first, blockBytes - 107 - 7),
  fragment(middle, blockBytes - 7),
  fragment(last, 9),
]);

describe("a log that was written as a whole is left alone", () => {
  test.each([
    ["an empty one", Buffer.of()],
    ["a record", record],
    ["several, and one over blocks", Buffer.concat([record, long, record])],
    ["a block that is full", Buffer.concat([record, fragment(full, blockBytes - 107 - 7), record])],
    [
      "a block whose rest holds no header",
      Buffer.concat([fragment(full, blockBytes - 7 - 3), Buffer.alloc(3), record]),
    ],
  ])("%s", (_what, log) => {
    expect(wholeLength(log)).toBe(log.length);
  });
});

test("a log is cut to its last whole record, wherever it was torn", () => {
  const log = Buffer.concat([record, long]);
  const torn = Array.from({ length: log.length - record.length }, (_, index) => record.length + index);
  expect(new Set(torn.map((length) => wholeLength(log.subarray(0, length))))).toEqual(new Set([record.length]));
  expect(wholeLength(record.subarray(0, 3))).toBe(0);
});

test.each([
  ["a type that there is not", fragment(9, 50)],
  ["a length beyond its block", fragment(full, blockBytes)],
])("a log that is damaged before its end is left alone: %s", (_what, damaged) => {
  const log = Buffer.concat([record, damaged, record]).subarray(0, -5);
  expect(wholeLength(log)).toBe(log.length);
});

test("of a profile, the logs alone are cut", () => {
  const dir = mkdtempSync(join(tmpdir(), "torn-logs-"));
  try {
    const torn = Buffer.concat([record, record]).subarray(0, 150);
    const folder = join(dir, "Default", "IndexedDB", "https_web.whatsapp.com_0.indexeddb.leveldb");
    mkdirSync(folder, { recursive: true });
    const names = ["000003.log", "MANIFEST-000001", "000005.ldb", "LOG", "CURRENT"];
    for (const name of names) writeFileSync(join(folder, name), torn);
    cutTornRecords(dir);
    expect(names.map((name) => readFileSync(join(folder, name)).length)).toEqual([107, 107, 150, 150, 150]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
