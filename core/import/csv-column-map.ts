import { firstCharacters } from "../characters.ts";
import { defined } from "../defined.ts";
import type { ImportWarning } from "./csv-encoding.ts";

/** Which column is what. */
export interface ColumnMap {
  readonly number: number;
  readonly name?: number;
  /** Columns that make a name together where none has it whole, or that one is empty: first, middle, last. */
  readonly names?: readonly number[];
  /** Column index and the field's name. */
  readonly fields: readonly (readonly [number, string])[];
  /** Headers that no text's variable would be found by, each with the name that its column got; absent in jobs of before. */
  readonly headers?: readonly (readonly [header: string, name: string])[];
  /** False when the first row is a contact already. */
  readonly hasHeader: boolean;
}

/**
 * What a person says of the columns, by their header's name in any case, or by their place counted from 1: `number`,
 * `name`, the name of a field, or null for a column that is left out. Other columns are found as without it.
 */
export type ColumnMapping = Readonly<Record<string, string | null>>;

export interface ColumnProblem {
  readonly came: string;
  readonly wanted: string;
}

export const columnRoles = ["number", "name", "field", "left_out"] as const;

/** What each column was read as, in the order of the file. */
export interface ColumnView {
  readonly place: number;
  readonly header?: string;
  readonly readAs: (typeof columnRoles)[number];
  readonly field?: string;
}

export const columnViews = (first: readonly string[], columns: ColumnMap): readonly ColumnView[] =>
  first.map((cell, index) => {
    const header = columns.hasHeader ? { header: firstCharacters(cell, 100) } : {};
    const field = columns.fields.find(([at]) => at === index)?.[1];
    const isName = index === columns.name || columns.names?.includes(index) === true;
    const otherwise = field === undefined ? "left_out" : "field";
    const readAs = index === columns.number ? "number" : isName ? "name" : otherwise;
    return { place: index + 1, ...header, readAs, ...defined({ field }) };
  });

const mostWarnings = 20;

/** Columns that bear another name than their header. */
export const renamedColumns = (
  views: readonly ColumnView[],
  rows: readonly (readonly string[])[],
  mapping: ColumnMapping = {},
): readonly ImportWarning[] => {
  const isEmpty = (place: number) => rows.every((row) => (row[place - 1] ?? "") === "");
  const told = new Set(Object.keys(mapping).map((column) => column.trim().toLowerCase()));
  return views
    .filter(({ header, field, place }) => {
      const isTold = told.has(String(place)) || told.has((header ?? "").trim().toLowerCase());
      if (field === undefined || header === undefined || isTold || header.trim() === field) return false;
      // Spreadsheets put delimiters behind the last column.
      return header.trim() !== "" || !isEmpty(place);
    })
    .slice(0, mostWarnings)
    .map(({ header = "", field = "", place: column }) => ({ code: "column_renamed", column, header, field }));
};
