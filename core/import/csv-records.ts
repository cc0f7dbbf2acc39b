import { unguardCell } from "./csv-export.ts";
import { LineSplitter, type Line, type ReadPoint } from "./csv-lines.ts";

/** CSV of any size to records, read as it comes, from its beginning or from behind any of its records. */

/** Longest record: a contact with as many fields as it can have, each as long as it can be. A longer line is none. */
export const maxRecordBytes = 512 * 1024;

/** How a file is written. */
export interface CsvLayout {
  readonly encoding: string;
  readonly delimiter: string;
  /** By which a line is recognised as a row of its own; absent in jobs of before, whose quotes may hold any lines. */
  readonly shape?: RowShape;
}

/** What a row of contacts has at least. */
export interface RowShape {
  readonly cells: number;
  /** Place of the number, counted from 0. */
  readonly number: number;
}

export interface CsvRow {
  /** Line of the file, counted from 1, on which the record begins. */
  readonly line: number;
  /** Of a record that can't be read: what stands between the delimiters, as near as can be known. */
  readonly cells: readonly string[];
  /** Why the record can't be read. */
  readonly problem?: string;
}

export interface StreamedRow extends CsvRow {
  /** Byte of the file behind the record, and the line that ends there. */
  readonly end: number;
  readonly lastLine: number;
}

export const pointAfter = ({ end, lastLine }: StreamedRow): ReadPoint => ({ byte: end, line: lastLine });

/** A record whose quotes are not closed on its last line. */
interface OpenRecord {
  readonly lines: Line[];
  readonly cells: string[];
  /** What stands behind the opening quote so far. */
  readonly cell: string;
  readonly length: number;
}

/**
 * Cuts a file into records. What is no record costs the line on which it begins: reading goes on with the next line.
 * Lines without any value are passed over.
 */
export class RecordParser {
  readonly #delimiter: string;
  readonly #shape: RowShape | undefined;
  readonly #splitter: LineSplitter;
  #open: OpenRecord | undefined;

  constructor({ encoding, delimiter, shape }: CsvLayout, from: ReadPoint) {
    this.#delimiter = delimiter;
    this.#shape = shape;
    this.#splitter = new LineSplitter(encoding, from, maxRecordBytes);
  }

  /** @throws CsvUnreadable */
  push(bytes: Uint8Array): StreamedRow[] {
    return this.#take(this.#splitter.push(bytes), false);
  }

  /** The records that were waiting for more. @throws CsvUnreadable */
  end(): StreamedRow[] {
    return this.#take(this.#splitter.end(), true);
  }

  #take(lines: readonly Line[], isEnd: boolean): StreamedRow[] {
    const rows: StreamedRow[] = [];
    // Reversed, so that lines of a record that is none are put back in no time.
    const left = lines.toReversed();
    for (;;) {
      const line = left.pop();
      if (line === undefined) {
        if (!isEnd || this.#open === undefined) return rows;
        left.push(...this.#giveUp(this.#open, neverClosed, rows));
        continue;
      }
      const { cells, cell, isOpen, isBroken } = cellsOf(line.text, this.#delimiter, this.#open);
      const { lines: all = [], length = 0 } = this.#open ?? {};
      all.push(line);
      const open = { lines: all, cells, cell, length: length + line.text.length };
      if (isOpen && open.length <= maxRecordBytes) {
        this.#open = open;
        continue;
      }
      const problem = isOpen ? neverClosed : isBroken ? 'text behind a closing "' : this.#swallowed(all);
      if (problem !== undefined) {
        left.push(...this.#giveUp(open, problem, rows));
        continue;
      }
      this.#open = undefined;
      if (cells.every((one) => one.trim() === "")) continue;
      rows.push({
        line: line.line - all.length + 1,
        cells: cells.map(unguardCell),
        end: line.end,
        lastLine: line.line,
      });
    }
  }

  /**
   * A quote that is never closed ends at the next stray one, hundreds of rows below; a line of an address is no row. Where the
   * record's own number stands before the quote, it is whole as it is written: a person whom a note names is none of the file's,
   * and only many rows show that they are rows. Of a row without a number, several show it: the last line of an address has the
   * cells behind it.
   */
  #swallowed([first, ...others]: readonly Line[]): string | undefined {
    const shape = this.#shape;
    if (shape === undefined || first === undefined) return undefined;
    const looksLikeRow = ({ text }: Line) => isRow(text.split(this.#delimiter), shape);
    const before = cellsOf(first.text, this.#delimiter, undefined).cells;
    const hasNumber = before.length > shape.number && hasPhoneDigits(before[shape.number] ?? "");
    const rows = others.filter(looksLikeRow).length;
    const isSwallowed = rows >= (hasNumber ? 5 : looksLikeRow(first) ? 1 : 3) && 3 * rows >= others.length;
    return isSwallowed ? "a quote that is closed in another row only" : undefined;
  }

  /** The first line as a record that can't be read; answers the lines behind it, the last first. */
  #giveUp({ lines }: OpenRecord, came: string, rows: StreamedRow[]): readonly Line[] {
    this.#open = undefined;
    const [first, ...others] = lines;
    if (first !== undefined) {
      const cells = first.text.split(this.#delimiter).map((cell) => unguardCell(cell.replaceAll('"', "").trim()));
      rows.push({
        line: first.line,
        cells,
        end: first.end,
        lastLine: first.line,
        problem: `${came}; wanted quotes around whole cells, "" within`,
      });
    }
    return others.toReversed();
  }
}

const neverClosed = "a quote that is never closed";

const hasPhoneDigits = (written: string): boolean => {
  const digits = written.replace(/\D/g, "").length;
  return digits >= 7 && digits <= 15 && !/\p{L}/u.test(written);
};

/** Whether it has all cells, and digits of a phone's length in the place of the number. */
const isRow = (cells: readonly string[], { cells: wanted, number }: RowShape): boolean =>
  cells.length >= wanted && hasPhoneDigits(cells[number] ?? "");

interface Cells {
  readonly cells: string[];
  readonly cell: string;
  readonly isOpen: boolean;
  readonly isBroken: boolean;
}

const space = /\s/;

/** The cells of a line, or of a record of which this is a further line. Quotes within an unquoted cell are of its text. */
function cellsOf(text: string, delimiter: string, open: OpenRecord | undefined): Cells {
  if (open === undefined && !text.includes('"')) {
    return { cells: text.split(delimiter).map((cell) => cell.trim()), cell: "", isOpen: false, isBroken: false };
  }
  const cells = open?.cells ?? [];
  const last = open?.lines.at(-1);
  let cell = last === undefined ? "" : `${open?.cell ?? ""}${last.lineEnd}`;
  let isQuoted = open !== undefined;
  const skipSpace = (from: number) => {
    let at = from;
    while (at < text.length && text[at] !== delimiter && space.test(text[at] ?? "")) at += 1;
    return at;
  };
  for (let at = 0; ;) {
    if (!isQuoted) {
      at = skipSpace(at);
      if (text[at] !== '"') {
        const end = text.indexOf(delimiter, at);
        cells.push(text.slice(at, end < 0 ? undefined : end).trim());
        if (end < 0) return { cells, cell: "", isOpen: false, isBroken: false };
        at = end + 1;
        continue;
      }
      at += 1;
      isQuoted = true;
      cell = "";
    }
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cells, cell: cell + text.slice(at), isOpen: true, isBroken: false };
    cell += text.slice(at, quote);
    if (text[quote + 1] === '"') {
      cell += '"';
      at = quote + 2;
      continue;
    }
    cells.push(cell);
    isQuoted = false;
    at = skipSpace(quote + 1);
    if (at >= text.length) return { cells, cell: "", isOpen: false, isBroken: false };
    if (text[at] !== delimiter) return { cells, cell: "", isOpen: false, isBroken: true };
    at += 1;
  }
}
