/** What the tests of documents read of a page: its fenced examples and the rows of its tables. */

export interface Fence {
  /** What stands behind the three backticks: a language, and what the example is of. */
  readonly info: string;
  readonly text: string;
}

export const fencesOf = (page: string): Fence[] =>
  [...page.matchAll(/^ *```(.*)\n([\s\S]*?)^ *```$/gm)].map(([, info = "", text = ""]) => ({ info, text }));

/** A row's cells, without the code marks of those that are one piece of code; a `\|` is a `|`. */
const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"))
    .map((cell) => /^`([^`]*)`$/.exec(cell)?.[1] ?? cell);

/** The rows of each table that has all of these columns; each row by its columns' names. */
export function rowsWith<const Column extends string>(
  page: string,
  columns: readonly Column[],
): Readonly<Record<Column, string>>[] {
  const tables = [...page.matchAll(/^\|.*\|\n\| *-.*\|\n(?:\|.*\|\n?)*/gm)].map(([table]) => table.trim().split("\n"));
  return tables.flatMap(([head = "", , ...lines]) => {
    const names = cellsOf(head);
    if (!columns.every((column) => names.includes(column))) return [];
    return lines.map((line) => {
      const cells = cellsOf(line);
      return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""])) as Record<Column, string>;
    });
  });
}

/** How many lines of tables there are. */
export const rowsOf = (page: string): number => [...page.matchAll(/^\|.*\|$/gm)].length;
