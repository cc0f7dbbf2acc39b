import fc from "fast-check";
import { isCsvProblem, readCsv, type CsvRow } from "../../core/csv-import.ts";
import { CsvUnreadable, detectEncoding, readHead, RecordReader, type StreamedRow } from "../../core/csv-stream.ts";

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

async function streamedOf(bytes: Uint8Array, size: number) {
  const encoding = await detectEncoding(chunksOf(bytes, size));
  if (encoding === undefined) throw new Error("no text");
  const { layout, start } = await readHead(chunksOf(bytes, size), encoding);
  const reader = new RecordReader(layout, start);
  const rows: StreamedRow[] = [];
  for await (const some of reader.read(chunksOf(bytes, size, start.byte))) rows.push(...some);
  return { layout, start, reader, rows };
}

const bare = (rows: readonly CsvRow[]) => rows.map(({ line, cells }) => ({ line, cells }));

const anyCell = fc.string({ unit: fc.constantFrom("a", "é", '""', ",", "\n", "\r\n", " ", "=", "'"), maxLength: 6 });
const anyLine = fc.oneof(
  fc.tuple(anyCell, anyCell).map(([a, b]) => `62812345678,"${a}","${b}"`),
  fc.constantFrom("628123,x,y", "", ",,", "628,'=a"),
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
        const { layout, reader, rows } = await streamedOf(bytes, size);
        const at = pick % Math.max(rows.length, 1);
        const row = rows[at];
        if (row === undefined) return;
        const point = reader.pointAfter(row);
        const rest: CsvRow[] = [];
        for await (const some of new RecordReader(layout, point).read(chunksOf(bytes, size, point.byte))) {
          rest.push(...some);
        }
        expect(bare(rest)).toEqual(bare(rows.slice(at + 1)));
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ["a quote never closed", 'number,name\n1,ok\n2,"x\n3,y\n', 3, "a quote that is never closed"],
  ["text behind a closing quote", 'number,name\n1,ok\n2,"x"y\n3,z\n', 3, 'text behind a closing "'],
])("%s is told with its line, behind the rows before it", async (_, text, line, came) => {
  const bytes = Buffer.from(text);
  const { layout, start } = await readHead(chunksOf(bytes, 5), "utf-8");
  const rows: StreamedRow[] = [];
  const reading = async () => {
    for await (const some of new RecordReader(layout, start).read(chunksOf(bytes, 5))) rows.push(...some);
  };
  await expect(reading()).rejects.toMatchObject({ problem: { line, came } });
  await expect(reading()).rejects.toThrow(CsvUnreadable);
  expect(rows[1]?.cells).toEqual(["1", "ok"]);
});

test("bytes that are no text have no encoding, wherever they stand", async () => {
  const bytes = Buffer.concat([Buffer.from("number\n628123456789\n"), Buffer.from([0])]);
  expect(await detectEncoding(chunksOf(bytes, 3))).toBeUndefined();
  expect(await detectEncoding(chunksOf(Buffer.from("é"), 1))).toBe("utf-8");
  expect(await detectEncoding(chunksOf(Buffer.from([0x61, 0xe9]), 1))).toBe("windows-1252");
  expect(await detectEncoding(chunksOf(Buffer.from("aé").subarray(0, 2), 1))).toBe("windows-1252");
});
