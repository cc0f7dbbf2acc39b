import { CsvError, parse } from "csv-parse";
import { unguardCell } from "./csv-export.ts";
import {
  csvProblemOf,
  detectDelimiter,
  hasBinaryBytes,
  linesCountedTwice,
  parserOptions,
  toldDelimiter,
  type CsvProblem,
  type CsvRow,
  type Encoding,
} from "./csv-import.ts";

/** CSV of any size, read as it comes, from its beginning or from behind any of its records. */

/** Where reading goes on: a byte of the file, and the line that ends right before it. */
export interface ReadPoint {
  readonly byte: number;
  readonly line: number;
}

/** How a file is written. */
export interface CsvLayout {
  readonly encoding: Encoding;
  readonly delimiter: string;
}

export interface StreamedRow extends CsvRow {
  /** Bytes of the parser's input up to behind this record; see `ReadRecords.pointAfter`. */
  readonly end: number;
}

type Bytes = AsyncIterable<Uint8Array>;

/** The encoding of a file by its byte order mark or its bytes, all of them; `undefined` when it is no text. */
export async function detectEncoding(file: Bytes): Promise<Encoding | undefined> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let isUtf8 = true;
  let isFirst = true;
  for await (const bytes of atLeast(file, 4)) {
    if (isFirst && bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
    if (isFirst && bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
    isFirst = false;
    if (hasBinaryBytes(bytes)) return undefined;
    isUtf8 &&= decodes(utf8, bytes);
  }
  return isUtf8 && decodes(utf8) ? "utf-8" : "windows-1252";
}

function decodes(decoder: InstanceType<typeof TextDecoder>, bytes?: Uint8Array): boolean {
  try {
    if (bytes === undefined) decoder.decode();
    else decoder.decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const bomBytes = { "utf-8": 3, "utf-16le": 2, "utf-16be": 2, "windows-1252": 0 } as const satisfies Record<
  Encoding,
  number
>;
/** A first line of contacts is shorter, and so is what tells the delimiter. */
const headBytes = 128 * 1024;

/** Layout and beginning of a file, from its first bytes. @param told delimiter of whoever imports */
export async function readHead(
  file: Bytes,
  encoding: Encoding,
  told?: string,
): Promise<{ readonly layout: CsvLayout; readonly start: ReadPoint }> {
  let head: Uint8Array = new Uint8Array();
  for await (const bytes of atLeast(file, headBytes)) {
    head = bytes;
    break;
  }
  const hasMark =
    encoding === "utf-8" ? head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf : encoding !== "windows-1252";
  const byte = hasMark ? bomBytes[encoding] : 0;
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(head.subarray(byte));
  const written = toldDelimiter.exec(text);
  // Behind what tells the delimiter, but before that line's end: lines are counted as the file has them.
  const rest = written === null ? text : text.slice(written[0].length);
  const delimiter = told ?? written?.[2] ?? written?.[3] ?? detectDelimiter(rest);
  const lines = written?.[1] === undefined ? 0 : written[1].split(/\r\n|\n|\r/).length - 1;
  const skipped = written === null ? 0 : sourceBytes(encoding, written[0]);
  return { layout: { encoding, delimiter }, start: { byte: byte + skipped, line: lines } };
}

const sourceBytes = (encoding: Encoding, text: string): number =>
  encoding === "utf-8" ? Buffer.byteLength(text) : encoding === "windows-1252" ? text.length : 2 * text.length;

/** Joins small chunks until there are so many bytes, or none left. */
async function* atLeast(file: Bytes, size: number): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of file) {
    kept.push(bytes);
    length += bytes.length;
    if (length < size) continue;
    yield Buffer.concat(kept);
    kept = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(kept);
}

/** One reading of a file from a point on. */
export class RecordReader {
  readonly #layout: CsvLayout;
  readonly #from: ReadPoint;
  /** Decoded parts not yet behind the last point asked for: where each begins, in the parser's bytes and the source's. */
  #parts: { readonly start: number; readonly source: number; readonly text: string; readonly bytes: number }[] = [];

  constructor(layout: CsvLayout, from: ReadPoint) {
    this.#layout = layout;
    this.#from = from;
  }

  /**
   * The records from the point on, as many at a time as a chunk of the file holds.
   *
   * @param file its bytes from the point on
   * @throws CsvUnreadable
   */
  async *read(file: Bytes): AsyncGenerator<readonly StreamedRow[]> {
    const { encoding, delimiter } = this.#layout;
    let rows: StreamedRow[] = [];
    let countedTwice = 0;
    let line = this.#from.line;
    const parser = parse({
      ...parserOptions(delimiter),
      bom: false,
      on_record: (record: string[], { lines, bytes }) => {
        countedTwice += linesCountedTwice(record);
        line = this.#from.line + lines - countedTwice;
        rows.push({ line, cells: record.map(unguardCell), end: bytes });
        return null;
      },
    });
    parser.resume();
    const failed = new Promise<never>((_, reject) => {
      parser.once("error", reject);
    });
    failed.catch(() => undefined);
    const taken = (give: (done: () => void) => void) => Promise.race([failed, new Promise<void>(give)]);
    try {
      for await (const bytes of this.#decoded(file, encoding)) {
        await taken((done) =>
          parser.write(bytes, () => {
            done();
          }),
        );
        if (rows.length > 0) yield rows;
        rows = [];
      }
      await taken((done) =>
        parser.end(() => {
          done();
        }),
      );
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      // What was read before is kept; the problem is told behind it.
      if (rows.length > 0) yield rows;
      const { line: at, ...problem } = csvProblemOf(error, countedTwice, line - this.#from.line + 1);
      throw new CsvUnreadable({ ...problem, line: this.#from.line + at });
    }
    if (rows.length > 0) yield rows;
  }

  /** The chunks as UTF-8. */
  async *#decoded(file: Bytes, encoding: Encoding): AsyncGenerator<Uint8Array> {
    if (encoding === "utf-8") {
      yield* file;
      return;
    }
    const decoder = new TextDecoder(encoding, { ignoreBOM: true });
    let start = 0;
    let source = 0;
    const part = (text: string): Buffer => {
      const bytes = Buffer.from(text);
      this.#parts.push({ start, source, text, bytes: bytes.length });
      start += bytes.length;
      source += sourceBytes(encoding, text);
      return bytes;
    };
    for await (const chunk of file) yield part(decoder.decode(chunk, { stream: true }));
    yield part(decoder.decode());
  }

  /** Where reading goes on behind a row; rows are asked for in their order. */
  pointAfter({ end, line }: StreamedRow): ReadPoint {
    const { byte } = this.#from;
    if (this.#layout.encoding === "utf-8") return { byte: byte + end, line };
    this.#parts = this.#parts.filter(({ start, bytes }) => start + bytes >= end);
    const [part] = this.#parts;
    if (part === undefined) throw new Error("a row that was not read");
    const before = Buffer.from(part.text)
      .subarray(0, end - part.start)
      .toString();
    return { byte: byte + part.source + sourceBytes(this.#layout.encoding, before), line };
  }
}

/** The file stops being a list of contacts there. */
export class CsvUnreadable extends Error {
  override readonly name = "CsvUnreadable";
  readonly problem: CsvProblem;

  constructor(problem: CsvProblem) {
    super(`line ${problem.line}: ${problem.came}`);
    this.problem = problem;
  }
}
