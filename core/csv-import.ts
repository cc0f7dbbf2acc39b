import { parse, CsvError } from "csv-parse/sync";
import { mapColumns, type ColumnMap, type ColumnMapping } from "./csv-columns.ts";
import { unguardCell } from "./csv-export.ts";

/** CSV as people write it, to accepted and rejected rows. */

/** Longest record: a contact with as many fields as it can have, each as long as it can be. A longer line is none. */
export const maxRecordBytes = 512 * 1024;

export interface CsvRow {
  /** Line of the file, counted from 1, on which the record ends. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvProblem {
  readonly line: number;
  readonly came: string;
  readonly wanted: string;
}

export interface CsvTable {
  readonly columns: ColumnMap;
  readonly rows: readonly CsvRow[];
}

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export const noText: CsvProblem = {
  line: 1,
  came: "bytes that are no text",
  wanted: "a CSV file: text in UTF-8, UTF-16 or Windows-1252",
};
export const emptyFile: CsvProblem = {
  line: 1,
  came: "an empty file",
  wanted: "a header line and at least one contact",
};

/** The text of a file, by its byte order mark or its bytes; `undefined` when it is no text. */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: Encoding } | undefined {
  const decode = (encoding: Encoding, fatal: boolean) => new TextDecoder(encoding, { fatal }).decode(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decode("utf-16le", false), encoding: "utf-16le" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decode("utf-16be", false), encoding: "utf-16be" };
  if (hasBinaryBytes(bytes)) return undefined;
  try {
    return { text: decode("utf-8", true), encoding: "utf-8" };
  } catch {
    return { text: decode("windows-1252", false), encoding: "windows-1252" };
  }
}

/** Control bytes that no text has: everything below a space but tab, line feed, vertical tab, form feed, return. */
export const hasBinaryBytes = (bytes: Uint8Array): boolean =>
  bytes.some((byte) => byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b);

/** Excel's own first line, which tells the delimiter; other spreadsheets quote it or fill it up with delimiters. */
export const toldDelimiter = /^([\r\n]*)(?:sep=([^\r\n"])\2*|"sep=([^\r\n"])"[^\r\n]*)(?=[\r\n]|$)/iu;

/** The likeliest delimiter of a header line. */
export function detectDelimiter(text: string): string {
  const firstLine = /[^\r\n]+/.exec(text)?.[0].replace(/"[^"]*"/g, "") ?? "";
  const count = (delimiter: string) => firstLine.split(delimiter).length - 1;
  const candidates = [",", ";", "\t", "|"];
  return candidates.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best), ",");
}

/**
 * Reads a whole file, or says on which line it stops being a list of contacts.
 *
 * @param delimiter one character; when absent, what the file's `sep=` line tells, or detected from the header line
 */
export function readCsv(bytes: Uint8Array, delimiter?: string, mapping?: ColumnMapping): CsvTable | CsvProblem {
  const decoded = decodeText(bytes);
  if (decoded === undefined) return noText;
  const told = toldDelimiter.exec(decoded.text);
  // Only the line's end stays, so that lines are counted as the file has them.
  const text = told === null ? decoded.text : (told[1] ?? "") + decoded.text.slice(told[0].length);
  const rows = parseRecords(text, delimiter ?? told?.[2] ?? told?.[3] ?? detectDelimiter(text));
  if ("wanted" in rows) return rows;
  const first = rows[0];
  if (first === undefined) return emptyFile;
  const columns = mapColumns(first.cells, mapping);
  if ("wanted" in columns) return { line: first.line, ...columns };
  return { columns, rows: columns.hasHeader ? rows.slice(1) : rows };
}

export const isCsvProblem = (table: CsvTable | CsvProblem): table is CsvProblem => "wanted" in table;

/** How the parser reads, whether whole texts or streams. */
export const parserOptions = (delimiter: string) => ({
  bom: true,
  delimiter,
  max_record_size: maxRecordBytes,
  // All three, wherever they stand: files are glued together of others.
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
  trim: true,
});

/** The parser counts a line end of two characters twice where it stands within quotes. */
export const linesCountedTwice = (record: readonly string[]): number =>
  record.reduce((sum, cell) => sum + cell.split("\r\n").length - 1, 0);

function parseRecords(text: string, delimiter: string): CsvRow[] | CsvProblem {
  const rows: CsvRow[] = [];
  let countedTwice = 0;
  try {
    parse(text, {
      ...parserOptions(delimiter),
      on_record: (record: string[], { lines }) => {
        countedTwice += linesCountedTwice(record);
        rows.push({ line: lines - countedTwice, cells: record.map(unguardCell) });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return csvProblemOf(error, countedTwice, (rows.at(-1)?.line ?? 0) + 1);
  }
  return rows;
}

/** @param after the line behind the last whole record: a quote that is never closed runs on to the end of the file */
export function csvProblemOf(error: CsvError, countedTwice: number, after: number): CsvProblem {
  const line = typeof error["lines"] === "number" ? error["lines"] - countedTwice : 1;
  switch (error.code) {
    case "CSV_MAX_RECORD_SIZE":
      return {
        line,
        came: `a line of more than ${maxRecordBytes} characters`,
        wanted: "shorter lines, one contact each",
      };
    case "CSV_QUOTE_NOT_CLOSED":
      return { line: after, came: "a quote that is never closed", wanted: 'a closing " for every opening one' };
    case "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE":
      return {
        line,
        came: 'text behind a closing "',
        wanted: 'a delimiter or the end of the line behind a closing ", and "" for a quote within quotes',
      };
    default:
      return { line, came: "a line that cannot be read", wanted: "a well-formed CSV file" };
  }
}
