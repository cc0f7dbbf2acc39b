import { parse, CsvError } from "csv-parse/sync";
import { contactProblem, isFieldName, maxFields, type ContactRow } from "./contact.ts";
import { brief } from "./errors.ts";
import { parsePhone } from "./phone.ts";
import { unguardCell } from "./csv-export.ts";

/** CSV as people write it, to accepted and rejected rows. */

/** Number and name, and the contact's own fields. */
export const maxColumns = maxFields + 2;
/** Longest record; a longer line is no contact. */
export const maxRecordBytes = 64 * 1024;

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

/** Which column is what. */
export interface ColumnMap {
  readonly number: number;
  readonly name?: number;
  /** Column index and the field's name. */
  readonly fields: readonly (readonly [number, string])[];
  /** False when the first row is a contact already. */
  readonly hasHeader: boolean;
}

export interface CsvTable {
  readonly columns: ColumnMap;
  readonly rows: readonly CsvRow[];
}

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** Names that people give the column of numbers and of names, folded as foldHeader does. */
const numberHeaders = new Set(
  [
    "number phone phonenumber phoneno phone1 phone1value telephone telephonenumber tel telno msisdn",
    "mobile mobilenumber mobileno mobilephone mobilephonenumber cellphone cellphonenumber contactnumber contactno",
    "wa wanumber whatsapp whatsappnumber whatsappno whatsappphone whatsappphonenumber",
    "nomor nomorhp nomorwa nomorwhatsapp nomortelepon nomortelp nomorponsel nomorhandphone nomorkontak",
    "nohp nowa nowhatsapp notelp notelepon noponsel nohandphone nokontak nohpwa nowahp notelphp nohptelp",
    "hp hpwa wahp telepon telp telphp hptelp teleponhp handphone ponsel",
  ].flatMap((names) => names.split(" ")),
);
const nameHeaders = new Set("name nama fullname namalengkap contact kontak".split(" "));
const foldHeader = (header: string): string =>
  header
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

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
const hasBinaryBytes = (bytes: Uint8Array): boolean =>
  bytes.some((byte) => byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b);

/** Excel's own first line, which tells the delimiter; other spreadsheets quote it or fill it up with delimiters. */
const toldDelimiter = /^([\r\n]*)(?:sep=([^\r\n"])\2*|"sep=([^\r\n"])"[^\r\n]*)(?=[\r\n]|$)/iu;

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
export function readCsv(bytes: Uint8Array, delimiter?: string): CsvTable | CsvProblem {
  const decoded = decodeText(bytes);
  if (decoded === undefined) {
    return { line: 1, came: "bytes that are no text", wanted: "a CSV file: text in UTF-8, UTF-16 or Windows-1252" };
  }
  const told = toldDelimiter.exec(decoded.text);
  // Only the line's end stays, so that lines are counted as the file has them.
  const text = told === null ? decoded.text : (told[1] ?? "") + decoded.text.slice(told[0].length);
  const rows = parseRecords(text, delimiter ?? told?.[2] ?? told?.[3] ?? detectDelimiter(text));
  if ("wanted" in rows) return rows;
  const first = rows[0];
  if (first === undefined) return { line: 1, came: "an empty file", wanted: "a header line and at least one contact" };
  const columns = mapColumns(first.cells);
  if ("wanted" in columns) return { line: first.line, ...columns };
  return { columns, rows: columns.hasHeader ? rows.slice(1) : rows };
}

export const isCsvProblem = (table: CsvTable | CsvProblem): table is CsvProblem => "wanted" in table;

function parseRecords(text: string, delimiter: string): CsvRow[] | CsvProblem {
  const rows: CsvRow[] = [];
  // The parser counts a line end of two characters twice where it stands within quotes.
  let countedTwice = 0;
  try {
    parse(text, {
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
      on_record: (record: string[], { lines }) => {
        countedTwice += record.reduce((sum, cell) => sum + cell.split("\r\n").length - 1, 0);
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
function csvProblemOf(error: CsvError, countedTwice: number, after: number): CsvProblem {
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

/** Finds the columns by the header's names; without a header, by where the first row has a number. */
export function mapColumns(first: readonly string[]): ColumnMap | Omit<CsvProblem, "line"> {
  if (first.length > maxColumns) {
    return {
      came: `${first.length} columns`,
      wanted: `at most ${maxColumns} columns: number, name and ${maxFields} fields`,
    };
  }
  const folded = first.map(foldHeader);
  const number = folded.findIndex((header) => numberHeaders.has(header));
  if (number >= 0) {
    const name = folded.findIndex((header) => nameHeaders.has(header));
    const fields = first.flatMap((header, index) =>
      index === number || index === name || header.trim() === "" ? [] : [[index, header.trim()] as const],
    );
    const bad = fields.find(([, field]) => !isFieldName(field));
    if (bad !== undefined)
      return { came: `a column named ${brief(bad[1])}`, wanted: "names of letters, digits, _ and -" };
    const twice = fields.find(([index, field]) => fields.some(([other, same]) => other < index && same === field));
    if (twice !== undefined)
      return { came: `two columns named ${brief(twice[1])}`, wanted: "a name of its own for each" };
    return { number, ...(name >= 0 ? { name } : {}), fields, hasHeader: true };
  }
  const written = first.findIndex((cell) => /^[+\d\s().-]{8,}$/.test(cell) && cell.replace(/\D/g, "").length >= 8);
  if (written < 0) {
    return {
      came: `columns ${brief(first.join(", "))}`,
      wanted: "a column of numbers named number, phone, nomor, no hp, whatsapp or the like",
    };
  }
  const name = first.findIndex((cell, index) => index !== written && /\p{L}/u.test(cell));
  return { number: written, ...(name >= 0 ? { name } : {}), fields: [], hasHeader: false };
}

export type ReadRow =
  | { readonly ok: true; readonly row: ContactRow }
  | { readonly ok: false; readonly number: string; readonly reason: string };

/** One record as a contact, or why it is none. Empty cells are fields that the contact doesn't have. */
export function readRow(cells: readonly string[], columns: ColumnMap, defaultCountry?: string): ReadRow {
  const written = cells[columns.number] ?? "";
  const phone = parsePhone(written, defaultCountry);
  if (!phone.ok) return { ok: false, number: written, reason: `wanted ${phone.wanted}` };
  const name = columns.name === undefined ? undefined : cells[columns.name];
  const fields = Object.fromEntries(
    columns.fields.flatMap(([index, field]) => {
      const value = cells[index];
      return value === undefined || value === "" ? [] : [[field, value] as const];
    }),
  );
  const row = { number: phone.number, ...(name === undefined || name === "" ? {} : { name }), fields };
  const problem = contactProblem(row);
  return problem === undefined ? { ok: true, row } : { ok: false, number: written, reason: `wanted ${problem}` };
}
