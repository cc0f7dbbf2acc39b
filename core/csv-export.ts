/** Rows to CSV that a spreadsheet opens without running anything, and back. */

const runsAsFormula = /^'*[=+\-@\t\r]/;
const guarded = /^'+[=+\-@\t\r]/;

/** A cell that a spreadsheet would run as a formula gets a leading apostrophe. */
export const guardCell = (cell: string): string => (runsAsFormula.test(cell) ? `'${cell}` : cell);

/** Takes guardCell's apostrophe off again: unguardCell(guardCell(x)) is x for every x. */
export const unguardCell = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);

const quoteCell = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** One line, RFC 4180, with its line end. */
export const csvLine = (cells: readonly (string | number | undefined)[]): string =>
  `${cells.map((cell) => quoteCell(guardCell(cell === undefined ? "" : String(cell)))).join(",")}\r\n`;

/** What Excel needs to read UTF-8. */
export const byteOrderMark = "\uFEFF";
