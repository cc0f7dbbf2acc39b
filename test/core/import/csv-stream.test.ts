import fc from "fast-check";
import { EncodingSurvey } from "../../../core/import/csv-encoding.ts";
import { isCsvProblem, readCsv } from "../../support/csv.ts";
import {
  pointAfter,
  RecordParser,
  type CsvLayout,
  type CsvRow,
  type StreamedRow,
} from "../../../core/import/csv-records.ts";
import type { ReadPoint } from "../../../core/import/csv-lines.ts";
import { surveyOf } from "../../../core/import/csv-survey.ts";

async function* chunksOf(bytes: Uint8Array, size: number, from = 0): AsyncGenerator<Uint8Array> {
  for (let start = from; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const encoders = {
  "utf-8": (text: string) => Buffer.from(text),
  "utf-8 with a mark": (text: string) => Buffer.from(`\uFEFF${text}`),
  "utf-16le": (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le"),
  "utf-16be": (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
  "windows-1252": (text: string) => Buffer.from(`${text}\n"é"`, "latin1"),
} as const;

/** What the whole file holds, its header line too. */
function wholeOf(bytes: Uint8Array): readonly CsvRow[] | { readonly line: number; readonly came: string } {
  const table = readCsv(bytes);
  return isCsvProblem(table) ? table : table.rows;
}

function recordsOf(layout: CsvLayout, from: ReadPoint, bytes: Uint8Array, size: number): readonly StreamedRow[] {
  const parser = new RecordParser(layout, from);
  const rows: StreamedRow[] = [];
  for (let at = from.byte; at < bytes.length; at += size) rows.push(...parser.push(bytes.subarray(at, at + size)));
  return [...rows, ...parser.end()];
}

async function streamedOf(bytes: Uint8Array, size: number) {
  const { layout, start } = await surveyOf(chunksOf(bytes, size), {});
  return { layout, rows: recordsOf(layout, start, bytes, size) };
}

const bare = (rows: readonly CsvRow[]) => rows.map(({ line, cells }) => ({ line, cells }));

const anyCell = fc.string({ unit: fc.constantFrom("a", "é", '""', ",", "\n", "\r\n", " ", "=", "'"), maxLength: 6 });
const anyLine = fc.oneof(
  fc.tuple(anyCell, anyCell).map(([a, b]) => `62812345678,"${a}","${b}"`),
  fc.constantFrom("628123,x,y", "", ",,", "628,'=a", '628,"x', '"Si" Ayu,628', '628,"x"y,"z"', '"', '628,x"y'),
);
const anyFile = fc
  .tuple(
    fc.constantFrom("", "sep=;\r\n", "sep=,\n", "\n\n"),
    fc.array(anyLine, { maxLength: 12 }),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([head, lines, end]) => head + ["number,name,kota", ...lines].join(end));
const anyEncoding = fc.constantFrom(...(Object.keys(encoders) as (keyof typeof encoders)[]));

test("read in pieces of any size, a file holds the rows and lines that it holds when read at once", async () => {
  await fc.assert(
    fc.asyncProperty(anyFile, anyEncoding, fc.integer({ min: 1, max: 40 }), async (text, encoding, size) => {
      const bytes = encoders[encoding](text);
      const whole = wholeOf(bytes);
      if (!Array.isArray(whole)) return;
      const { rows } = await streamedOf(bytes, size);
      expect(bare(rows.slice(1))).toEqual(bare(whole));
    }),
    { numRuns: 300 },
  );
});

test("reading goes on behind any row with the rows and lines that come after it", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyFile,
      anyEncoding,
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      async (text, encoding, size, pick) => {
        const bytes = encoders[encoding](text);
        if (!Array.isArray(wholeOf(bytes))) return;
        const { layout, rows } = await streamedOf(bytes, size);
        const at = pick % Math.max(rows.length, 1);
        const row = rows[at];
        if (row === undefined) return;
        const rest = recordsOf(layout, pointAfter(row), bytes, size);
        expect(bare(rest)).toEqual(bare(rows.slice(at + 1)));
      },
    ),
    { numRuns: 300 },
  );
});

test("every line that says something is of one record, in their order, whatever its quotes do", () => {
  const piece = fc.constantFrom("a", '"', '""', ",", "\n", "\r\n", "\r", " ", '"\n', ',"');
  fc.assert(
    fc.property(fc.string({ unit: piece, maxLength: 30 }), (text) => {
      const bytes = Buffer.from(text);
      const rows = recordsOf({ encoding: "utf-8", delimiter: "," }, { byte: 0, line: 0 }, bytes, 7);
      let before: ReadPoint = { byte: 0, line: 0 };
      for (const row of rows) {
        const { byte, line } = pointAfter(row);
        expect(byte).toBeGreaterThan(before.byte);
        expect(line).toBeGreaterThan(before.line);
        expect(row.cells.some((cell) => cell.trim() !== "") || row.problem !== undefined).toBe(true);
        before = { byte, line };
      }
      expect(before.byte).toBeLessThanOrEqual(bytes.length);
      const letters = (all: readonly string[]) => all.join("").replace(/[^a]/g, "").length;
      expect(letters(rows.flatMap(({ cells }) => cells))).toBe(letters([text]));
    }),
    { numRuns: 1_000 },
  );
});

const encodingOf = (bytes: Uint8Array, size: number, told?: string) => {
  const survey = new EncodingSurvey(told);
  for (let at = 0; at < bytes.length; at += size) survey.push(bytes.subarray(at, at + size));
  const { encoding, warning } = survey.finish();
  return [survey.otherKind ?? encoding, ...(warning === undefined ? [] : [warning.code])];
};

test.each([
  ["UTF-8", Buffer.from("Zoë"), ["utf-8"]],
  [
    "UTF-8 by its mark, with a broken byte",
    Buffer.from("\xef\xbb\xbfAyu \xe9", "latin1"),
    ["utf-8", "broken_characters"],
  ],
  [
    "UTF-8 with one byte that is broken",
    Buffer.from([...Buffer.from("é".repeat(20)), 0xe9]),
    ["utf-8", "broken_characters"],
  ],
  ["UTF-8 and one row of Latin-1", Buffer.from("nama\nJosÃ©\nJos\xe9\n", "latin1"), ["utf-8", "broken_characters"]],
  [
    "UTF-8 in one row, and Latin-1",
    Buffer.from("nama\nJosÃ©\nJos\xe9\nRen\xe9\n", "latin1"),
    ["windows-1252", "encoding_unsure"],
  ],
  ["UTF-16 by its mark, cut in two", Buffer.from("\uFEFFa\ud800b", "utf16le"), ["utf-16le", "broken_characters"]],
  [
    "Windows-1252",
    Buffer.from("nama\nZo\xeb O\x92Brien \x93Z\x94 Acme\xae J\xe4\xe4skel\xe4inen \x80 5 caf\xe9", "latin1"),
    ["windows-1252"],
  ],
  ["the first half of a character", Buffer.from("aé").subarray(0, 2), ["windows-1252"]],
  ["Windows-1251", Buffer.from("Name;Phone\n\xc8\xe2\xe0\xed;+79", "latin1"), ["windows-1252", "encoding_unsure"]],
  ["Windows-1251, one short name", Buffer.from("\xdf\xed;+79", "latin1"), ["windows-1252", "encoding_unsure"]],
  ["Windows-1250", Buffer.from("\xa3\xf3d\x9f", "latin1"), ["windows-1252", "encoding_unsure"]],
  ["Shift JIS", Buffer.from([0x93, 0x63, 0x92, 0x86, 0x2c, 0x8f, 0x61]), ["windows-1252", "encoding_unsure"]],
  ["GBK", Buffer.from([0xc0, 0xee, 0xc3, 0xf7]), ["windows-1252", "encoding_unsure"]],
  ["one control byte in a short file", Buffer.from("number\n628123456789\n\0"), ["utf-8"]],
  ["many control bytes", Buffer.from("number\n\0\u0001\0\u0002\0\0\0\0"), ["no text"]],
  ["a workbook", Buffer.from("PK\u0003\u0004 and more", "latin1"), ["an Excel workbook or another packed file"]],
])("%s is told by its bytes, in pieces of any size", (_, bytes, wanted) => {
  expect(encodingOf(bytes, 4_096)).toEqual(wanted);
  expect(encodingOf(Buffer.concat([bytes, Buffer.alloc(5, "\n")]), 7)[0]).toBe(wanted[0]);
});

test("an encoding that is told holds, but for a file whose mark says another", () => {
  expect(encodingOf(Buffer.from("\xc8\xe2", "latin1"), 9, "windows-1251")).toEqual(["windows-1251"]);
  expect(encodingOf(Buffer.from("\uFEFFé"), 9, "windows-1251")).toEqual(["utf-8", "encoding_overruled"]);
  expect(encodingOf(Buffer.from("\uFEFFé"), 9, "utf-8")).toEqual(["utf-8"]);
  expect(encodingOf(Buffer.from("Ayu \xe9", "latin1"), 1, "shift_jis")).toEqual(["shift_jis", "broken_characters"]);
  expect(encodingOf(Buffer.from("Zoë", "utf16le"), 1, "utf-16le")).toEqual(["utf-16le"]);
  expect(encodingOf(Buffer.from("é"), 1, "euc-kr")).not.toEqual(["utf-8"]);
  expect(encodingOf(Buffer.from("Ayu \xe9", "latin1"), 9, "utf-8")).toEqual(["utf-8", "broken_characters"]);
});

test.each([
  ["windows-1251", [0xc8, 0xe2, 0xe0, 0xed], "Иван"],
  ["shift_jis", [0x93, 0x63, 0x83, 0x7c], "田ポ"],
  ["gbk", [0xc0, 0xee, 0xc3, 0xf7], "李明"],
  ["euc-kr", [0xb1, 0xe8], "김"],
  ["utf-16le", [...Buffer.from("Zoë", "utf16le")], "Zoë"],
  ["utf-16be", [...Buffer.from("Zoë", "utf16le").swap16()], "Zoë"],
])("text in %s is read from behind any record, though the file does not say so", (encoding, name, read) => {
  const isWide = encoding.startsWith("utf-16");
  const ascii = (text: string) => {
    const bytes = Buffer.from(text, isWide ? "utf16le" : "latin1");
    return encoding === "utf-16be" ? bytes.swap16() : bytes;
  };
  const row = (number: string) => [ascii(number), ascii(","), Buffer.from(name), ascii("\r\n")];
  const bytes = Buffer.concat([ascii("number,name\n"), ...row("628123456781"), ...row("628123456782")]);
  const table = readCsv(bytes, { encoding });
  if (isCsvProblem(table)) throw new Error(table.came);
  expect(table.rows.map(({ cells }) => cells[1])).toEqual([read, read]);
  const { layout, start } = table.survey;
  const [, first] = recordsOf(layout, start, bytes, 3);
  if (first === undefined) throw new Error("no row");
  expect(recordsOf(layout, pointAfter(first), bytes, 5).map(({ cells, line }) => [line, ...cells])).toEqual([
    [3, "628123456782", read],
  ]);
});
