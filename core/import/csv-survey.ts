import { shortened } from "../characters.ts";
import { columnViews, renamedColumns, type ColumnMap, type ColumnMapping, type ColumnView } from "./csv-column-map.ts";
import { isHeaderUnsure, mapColumns } from "./csv-columns.ts";
import { EncodingSurvey, markBytes, type FoundEncoding, type ImportWarning } from "./csv-encoding.ts";
import type { ReadPoint } from "./csv-lines.ts";
import { CsvUnreadable } from "./csv-problem.ts";
import { pointAfter, RecordParser, type CsvLayout, type CsvRow } from "./csv-records.ts";
import { readRow } from "./csv-row.ts";

/** What a file is, found before its rows are taken: encoding, delimiter, columns, and how its first rows are read. */

/** What a person says of a file. */
export interface FileOptions {
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  readonly header?: boolean | undefined;
  readonly mapping?: ColumnMapping | undefined;
  readonly defaultCountry?: string | undefined;
}

/** One of the first rows, as it is read; long values cut. */
export interface FirstRow {
  readonly line: number;
  readonly number: string;
  readonly name?: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Why it becomes no contact. */
  readonly problem?: string;
}

export interface Survey {
  readonly layout: CsvLayout;
  readonly start: ReadPoint;
  /** Where the rows of contacts begin: behind the header. */
  readonly next: ReadPoint;
  readonly columns: ColumnMap;
  /** What a person is shown of it. */
  readonly told: {
    readonly encoding: string;
    readonly delimiter: string;
    readonly header: boolean;
    readonly columns: readonly ColumnView[];
    readonly firstRows: readonly FirstRow[];
    readonly warnings: readonly ImportWarning[];
  };
}

/** A first line of contacts is shorter, and so are the rows that show the columns. */
const headBytes = 128 * 1024;
const rowsLookedAt = 100;
const rowsShown = 5;

const textWanted =
  "a CSV file in UTF-8, UTF-16 (with a mark, or named by the option encoding) or Windows-1252; Excel makes one by Save as, CSV UTF-8";

/** Takes all bytes of a file once, part by part, and keeps its beginning. */
export class FileSurvey {
  readonly #options: FileOptions;
  readonly #encodings: EncodingSurvey;
  readonly #parts: Uint8Array[] = [];
  #kept = 0;
  #length = 0;

  constructor(options: FileOptions = {}) {
    this.#options = options;
    this.#encodings = new EncodingSurvey(options.encoding);
  }

  push(bytes: Uint8Array): void {
    this.#encodings.push(bytes);
    this.#length += bytes.length;
    if (this.#kept >= headBytes) return;
    this.#parts.push(bytes);
    this.#kept += bytes.length;
  }

  /** @throws CsvUnreadable */
  finish(): Survey {
    const options = this.#options;
    const isWide = options.encoding?.startsWith("utf-16") === true;
    const kind = this.#encodings.otherKind;
    if (kind !== undefined && !(isWide && kind === "no text")) {
      const came = `bytes that are no text${kind === "no text" ? "" : `: ${kind}`}`;
      throw new CsvUnreadable({ line: 1, came, wanted: textWanted });
    }
    const found = this.#encodings.finish();
    const head = Buffer.concat(this.#parts);
    const { layout: written, start } = layoutOf(head, found, options.delimiter);
    const rowsOf = (layout: CsvLayout) => {
      const parser = new RecordParser(layout, start);
      const rows = parser.push(head.subarray(start.byte));
      if (this.#length === head.length || rows.length === 0) rows.push(...parser.end());
      return rows.slice(0, rowsLookedAt + 1);
    };
    const [first, ...others] = rowsOf(written);
    if (first === undefined) {
      throw new CsvUnreadable({ line: 1, came: "an empty file", wanted: "a header line and at least one contact" });
    }
    const columns = mapColumns(first.cells, { ...options, rows: others.map(({ cells }) => cells) });
    if ("wanted" in columns) throw new CsvUnreadable({ line: first.line, ...columns });
    // Once the columns are known, rows that a stray quote keeps together can be separated.
    const layout = { ...written, shape: { cells: usualWidth(first, others), number: columns.number } };
    const [top = first, ...below] = rowsOf(layout);
    const shown = whatIsTold(top, below, columns, found, options);
    const next = columns.hasHeader ? pointAfter(top) : start;
    return { layout, start, next, columns, told: { ...written, header: columns.hasHeader, ...shown } };
  }
}

export async function surveyOf(file: AsyncIterable<Uint8Array>, options: FileOptions): Promise<Survey> {
  const survey = new FileSurvey(options);
  for await (const bytes of file) survey.push(bytes);
  return survey.finish();
}

/** Cells that most rows have: spreadsheets put delimiters behind the last column of a header or of the rows. */
function usualWidth(first: CsvRow, others: readonly CsvRow[]): number {
  const widths = others.map(({ cells }) => cells.length).toSorted((a, b) => a - b);
  return Math.min(first.cells.length, widths[Math.floor(widths.length / 2)] ?? Infinity);
}

/** A file that is there as a whole, with its rows of contacts. @throws CsvUnreadable */
export function readWhole(
  bytes: Uint8Array,
  options: FileOptions,
): { readonly survey: Survey; readonly rows: readonly CsvRow[] } {
  const whole = new FileSurvey(options);
  whole.push(bytes);
  const survey = whole.finish();
  const parser = new RecordParser(survey.layout, survey.next);
  const rows = parser.push(bytes.subarray(survey.next.byte));
  rows.push(...parser.end());
  return { survey, rows };
}

function whatIsTold(
  first: CsvRow,
  others: readonly CsvRow[],
  columns: ColumnMap,
  { warning }: FoundEncoding,
  options: FileOptions,
): Pick<Survey["told"], "columns" | "firstRows" | "warnings"> {
  const { mapping, defaultCountry } = options;
  const views = columnViews(first.cells, columns);
  const isUnsure = isHeaderUnsure(first.cells, columns, options);
  const rows = columns.hasHeader ? others : [first, ...others];
  return {
    columns: views,
    firstRows: rows.slice(0, rowsShown).map((row) => firstRow(row, columns, defaultCountry)),
    warnings: [
      ...(warning === undefined ? [] : [warning]),
      ...(isUnsure ? [{ code: "header_unsure" as const, line: first.line }] : []),
      ...renamedColumns(
        views,
        others.map(({ cells }) => cells),
        mapping,
      ),
    ],
  };
}

const mostShown = 80;
const cut = (text: string): string => shortened(text, mostShown);

function firstRow({ line, cells, problem }: CsvRow, columns: ColumnMap, defaultCountry: string | undefined): FirstRow {
  const read = readRow(cells, columns, defaultCountry, problem);
  if (!read.ok) return { line, number: cut(read.number), problem: read.reason };
  const { number, name, fields } = read.row;
  const shown = Object.entries(fields).map(([field, value]) => [field, cut(value)] as const);
  return { line, number, ...(name === undefined ? {} : { name: cut(name) }), fields: Object.fromEntries(shown) };
}

/** Excel's own first line, which names the delimiter; other spreadsheets quote it or fill it up with delimiters. */
const toldDelimiter = /^([\r\n]*)(?:sep=([^\r\n"])\2*|"sep=([^\r\n"])"[^\r\n]*)(?=[\r\n]|$)/iu;

function layoutOf(
  head: Uint8Array,
  { encoding }: FoundEncoding,
  told: string | undefined,
): { readonly layout: CsvLayout; readonly start: ReadPoint } {
  const byte = markBytes(encoding, head);
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(head.subarray(byte));
  const written = toldDelimiter.exec(text);
  // Behind what names the delimiter, but before that line's end: lines are counted as the file has them.
  const rest = written === null ? text : text.slice(written[0].length);
  const delimiter = told ?? written?.[2] ?? written?.[3] ?? detectDelimiter(rest);
  const lines = written?.[1] === undefined ? 0 : written[1].split(/\r\n|\n|\r/).length - 1;
  const skipped = written === null ? 0 : bytesOf(encoding, written[0]);
  return { layout: { encoding, delimiter }, start: { byte: byte + skipped, line: lines } };
}

const bytesOf = (encoding: string, text: string): number =>
  encoding.startsWith("utf-16") ? 2 * text.length : encoding === "utf-8" ? Buffer.byteLength(text) : text.length;

/** The likeliest delimiter of a header line. */
export function detectDelimiter(text: string): string {
  const unquoted = text.slice(0, 64 * 1024).replace(/(^|[,;\t|\r\n])[ ]*"(?:[^"]|"")*"/g, "$1");
  const firstLine = /[^\r\n]*\S[^\r\n]*/.exec(unquoted)?.[0] ?? "";
  const count = (delimiter: string) => firstLine.split(delimiter).length - 1;
  const candidates = [",", ";", "\t", "|"];
  return candidates.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best), ",");
}
