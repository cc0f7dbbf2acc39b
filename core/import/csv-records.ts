import { unguardCell } from "./csv-export.ts";
import { LineSplitter, type Line, type ReadPoint } from "./csv-lines.ts";

/** CSV of any size to records, read as it comes, from its beginning or from behind any of its records. */

/** Longest record: a contact with as many fields as it can have, each as long as it can be. A longer line is none. */
export const maxRecordBytes = 512 * 1024;

/** How a file is written. */
export interface CsvLayout {
  readonly encoding: string;
  readonly delimiter: string;
}

export interface CsvRow {
  /** Line of the file, counted from 1, on which the record ends. */
  readonly line: number;
  /** Of a record that can't be read: what stands between the delimiters, as near as can be told. */
  readonly cells: readonly string[];
  /** Why the record can't be read. */
  readonly problem?: string;
}

export interface StreamedRow extends CsvRow {
  /** Byte of the file behind the record. */
  readonly end: number;
}

export const pointAfter = ({ end, line }: StreamedRow): ReadPoint => ({ byte: end, line });

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
  readonly #splitter: LineSplitter;
  #open: OpenRecord | undefined;

  constructor({ encoding, delimiter }: CsvLayout, from: ReadPoint) {
    this.#delimiter = delimiter;
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
        left.push(...this.#giveUp(this.#open, "a quote that is never closed", rows));
        continue;
      }
      const { cells, cell, isOpen, isBroken } = cellsOf(line.text, this.#delimiter, this.#open);
      if (!isOpen && !isBroken) {
        this.#open = undefined;
        if (cells.some((one) => one.trim() !== "")) {
          rows.push({ line: line.line, cells: cells.map(unguardCell), end: line.end });
        }
        continue;
      }
      const { lines: before = [], length = 0 } = this.#open ?? {};
      before.push(line);
      const open = { lines: before, cells, cell, length: length + line.text.length };
      if (isOpen && open.length <= maxRecordBytes) this.#open = open;
      else
        left.push(...this.#giveUp(open, isBroken ? 'text behind a closing "' : "a quote that is never closed", rows));
    }
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
        problem: `${came}; wanted quotes around whole cells, "" within`,
      });
    }
    return others.toReversed();
  }
}

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
