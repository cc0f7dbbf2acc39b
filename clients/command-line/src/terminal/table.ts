import { cutTo, padTo, printable, widthOf } from "./text.ts";

export interface Column {
  readonly title: string;
  readonly align?: "right";
  /** Never cut, such as an id, which is typed again. */
  readonly isWhole?: true;
}
export type Cell = string | number | undefined;

const between = "  ";
const narrowest = 8;

/** Columns under each other within the terminal's width: the widest give way first. */
export function tableFor(columns: readonly Column[], rows: readonly (readonly Cell[])[], width: number): string[] {
  const texts = rows.map((row) => columns.map((_, at) => printable(String(row[at] ?? ""))));
  const widths = columns.map(({ title }, at) =>
    Math.max(...[title, ...texts.map((row) => row[at] ?? "")].map(widthOf)),
  );
  const total = () => widths.reduce((sum, its) => sum + its, 0) + between.length * (columns.length - 1);
  while (total() > width) {
    const widest = widths.reduce(
      (found, its, at) => (columns[at]?.isWhole !== true && its > (widths[found] ?? 0) ? at : found),
      -1,
    );
    const its = widths[widest] ?? 0;
    if (its <= narrowest) break;
    widths[widest] = Math.max(narrowest, its - (total() - width));
  }
  const lineOf = (cells: readonly string[]) =>
    cells
      .map((cell, at) => {
        const cut = cutTo(cell, widths[at] ?? 0);
        const its = widths[at] ?? 0;
        return columns[at]?.align === "right" ? " ".repeat(Math.max(0, its - widthOf(cut))) + cut : padTo(cut, its);
      })
      .join(between)
      .trimEnd();
  return [lineOf(columns.map(({ title }) => title)), ...texts.map(lineOf)];
}

/** For programs such as `cut` and `awk`: whole cells, a tab between two. */
export const tabbed = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): string[] =>
  [columns.map(({ title }) => title), ...rows].map((row) =>
    columns.map((_, at) => printable(String(row[at] ?? ""))).join("\t"),
  );
