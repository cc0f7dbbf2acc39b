/** Rows to CSV that a spreadsheet opens without running anything, and back. */

/**
 * Where a spreadsheet may begin to read a cell, and what it would run from there. It begins at the start and, opened with
 * another separator than the comma, behind each of these in the middle: quotes that do not open a cell keep nothing
 * together then. Full-width signs run where the spreadsheet's language is Chinese, Japanese or Korean. Spaces and quotes
 * before the sign are passed over.
 */
const begins = String.raw`(?:^|(?<=[;|\t\r\n]))`;
const runs = String.raw`(?='*(?:[^\S\t\r\n]|")*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])`;
const breaks = String.raw`(?='*[\t\r\n])`;

// An apostrophe separates nothing, so one more or less of them moves no other place where a cell may begin.
const unguarded = new RegExp(`${begins}${runs}|^${breaks}`, "g");
const guarded = new RegExp(`${begins}'${runs}|^'${breaks}`, "g");

/** An apostrophe in front of a text that a spreadsheet would run as a formula, wherever it may begin to read. */
export const guardCell = (cell: string): string => cell.replace(unguarded, "'");

/** Takes guardCell's apostrophes off again: unguardCell(guardCell(x)) is x for every x. */
export const unguardCell = (cell: string): string => cell.replace(guarded, "");

const quoteCell = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** One line, RFC 4180, with its line end. */
export const csvLine = (cells: readonly (string | number | undefined)[]): string =>
  `${cells.map((cell) => quoteCell(guardCell(cell === undefined ? "" : String(cell)))).join(",")}\r\n`;

/** What Excel needs to read UTF-8. */
export const byteOrderMark = "\uFEFF";
