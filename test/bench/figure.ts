/** One measured figure, beside what it is held against in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is held against: a bare loop, or a bound. */
  readonly against: string;
  readonly bound: string;
  readonly kept: boolean;
  /** Further figures of the same measurement. */
  readonly details?: Readonly<Record<string, number | string>>;
}

const round = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(3));

export function printTable(figures: readonly Figure[]): void {
  const rows = figures.map(({ name, value, unit, against, bound, kept }) => [
    name,
    `${round(value)} ${unit}`,
    bound,
    kept ? "kept" : "MISSED",
    against,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  for (const [index, row] of rows.entries()) {
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
    for (const [name, value] of Object.entries(figures[index]?.details ?? {})) {
      console.log(`    ${name}: ${typeof value === "number" ? round(value) : value}`);
    }
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
