import { firstCharacters } from "../characters.ts";
import { isFieldName, maxFieldNameLength, maxFields } from "../contact/contact.ts";
import { isBareName, isFamilyFirst, namePart, nameRank, phoneRank, type NamePart } from "./csv-headers.ts";
import type { ColumnMap, ColumnMapping, ColumnProblem } from "./csv-column-map.ts";
import { chooseNumber, isOwnExport, looksAlike } from "./csv-number-column.ts";
import { brief } from "../errors.ts";
import { parsePhone } from "../contact/phone.ts";
import { variableFinder } from "../content/variable-names.ts";

/** Which column of a file is what of a contact. */

/** Contacts of one list may have fields that others have not: a file has more columns than any of them has fields. */
export const maxColumns = 3 * maxFields + 2;

export interface ColumnOptions {
  /** The rows behind the first, as many as are examined. */
  readonly rows?: readonly (readonly string[])[];
  readonly mapping?: ColumnMapping | undefined;
  /** Whether the first row is a header, where the person says so. */
  readonly header?: boolean | undefined;
  readonly defaultCountry?: string | undefined;
}

type ToldColumns = ReadonlyMap<number, string | null>;

/** Finds the columns by the header's names and by what stands below them; without a header by what stands in the rows. */
export function mapColumns(first: readonly string[], options: ColumnOptions = {}): ColumnMap | ColumnProblem {
  const { rows = [], mapping = {}, header, defaultCountry } = options;
  if (first.length > maxColumns) {
    return { came: `${first.length} columns`, wanted: `at most ${maxColumns} columns: number, name and fields` };
  }
  const told = toldColumns(first, mapping, header);
  if ("wanted" in told) return told;
  const isNamed = told.byName || told.columns.size === 0 || namesColumns(first, told.columns);
  const hasHeader = header ?? (told.byName || (isNamed && !isContact(first, told.columns, rows, defaultCountry)));
  const data = hasHeader ? rows : [first, ...rows];
  const headers = hasHeader ? first : first.map(() => "");
  const number =
    toldTo("number", told.columns) ?? chooseNumber(headers, data, told.columns, { hasHeader, defaultCountry });
  if (typeof number !== "number") return number;
  const named = nameOf(headers, data, told.columns, number);
  const fields = hasHeader
    ? fieldsOf(headers, told.columns, [number, named.name])
    : [...told.columns].filter((column) => isField(column));
  if ("wanted" in fields) return fields;
  const columns = { number, ...named, fields, hasHeader };
  const renamed = headersApart(headers, columns);
  return { ...columns, ...(renamed.length === 0 ? {} : { headers: renamed }) };
}

/** Headers that mean something else than the name of their column, as a text's variables are read, or nothing. */
function headersApart(headers: readonly string[], { number, name, fields }: ColumnMap): (readonly [string, string])[] {
  const columns = [[number, "number"] as const, ...(name === undefined ? [] : [[name, "name"] as const]), ...fields];
  return columns.flatMap(([index, target]) => {
    const header = plainName(headers[index] ?? "");
    return !isFieldName(header) || variableFinder([target])(header) === target ? [] : [[header, target] as const];
  });
}

const toldTo = (target: string, told: ToldColumns): number | undefined =>
  [...told].find(([, one]) => one === target)?.[0];

function toldColumns(
  first: readonly string[],
  mapping: ColumnMapping,
  header: boolean | undefined,
): { readonly columns: ToldColumns; readonly byName: boolean } | ColumnProblem {
  const columns = new Map<number, string | null>();
  const folded = first.map((cell) => cell.trim().toLowerCase());
  let isByName = false;
  for (const [column, target] of Object.entries(mapping)) {
    const byName = header === false ? -1 : folded.indexOf(column.trim().toLowerCase());
    const index = byName >= 0 ? byName : /^[1-9]\d{0,2}$/.test(column) ? Number(column) - 1 : -1;
    if (index < 0 || index >= first.length) {
      return {
        came: `columns ${brief(first.join(", "))}`,
        wanted: `a column ${brief(column)}, which the mapping names`,
      };
    }
    isByName ||= byName >= 0;
    columns.set(index, target === "" ? null : target);
  }
  const bad = [...columns.values()].find((target) => target !== null && !isFieldName(target));
  if (bad !== undefined) {
    return { came: `a column mapped to ${brief(bad)}`, wanted: "names of letters, digits, _ and -" };
  }
  return { columns, byName: isByName };
}

/** Whether a first row that was read as a header says no more than that it is no number, and no person says that it is one. */
export function isHeaderUnsure(
  first: readonly string[],
  { hasHeader }: ColumnMap,
  { mapping = {}, header }: ColumnOptions,
): boolean {
  if (!hasHeader || header !== undefined) return false;
  const told = toldColumns(first, mapping, header);
  return "wanted" in told || !(told.byName || namesColumns(first, told.columns));
}

/** Whether a row calls a column as headers do, or as the mapping does. */
const namesColumns = (first: readonly string[], told: ToldColumns): boolean =>
  first.some((cell, index) => {
    const rank = phoneRank(cell);
    // Words beside those of a phone make it an address, or another text.
    if ((rank > 0 && Number.isInteger(rank)) || nameRank(cell) > 0 || namePart(cell) !== undefined) return true;
    return told.get(index)?.toLowerCase() === cell.trim().toLowerCase();
  });

/** Whether a first row is a contact: it has a number, where rows below have theirs. */
function isContact(
  first: readonly string[],
  told: ToldColumns,
  rows: readonly (readonly string[])[],
  country: string | undefined,
): boolean {
  const number = toldTo("number", told);
  const cells = number === undefined ? first : [first[number] ?? ""];
  if (cells.some((cell) => parsePhone(cell, country).ok)) return true;
  if (first.some((cell) => phoneRank(cell) > 0 || nameRank(cell) > 1)) return false;
  if (number === undefined) {
    const below = chooseNumber(
      first.map(() => ""),
      rows,
      told,
      { hasHeader: false, defaultCountry: country },
    );
    return typeof below === "number" ? hasDigits(first[below]) : first.some(looksAlike);
  }
  return hasDigits(first[number]);
}

/** Too many for a header. */
const hasDigits = (cell = ""): boolean => cell.replace(/\D/g, "").length >= 5;

const isField = (column: readonly [number, string | null]): column is readonly [number, string] =>
  column[1] !== null && column[1] !== "number" && column[1] !== "name";

/** Fields by their headers; a header that can't be a field's name gives it another. @param others columns that are none */
function fieldsOf(
  headers: readonly string[],
  told: ToldColumns,
  others: readonly (number | undefined)[],
): (readonly [number, string])[] | ColumnProblem {
  const taken = new Set<string>();
  for (const [index, target] of told) {
    if (!isField([index, target]) || target === null) continue;
    const same = headers.findIndex((header, at) => header === target && !told.has(at) && !others.includes(at));
    if (same >= 0) {
      return { came: `two columns named ${brief(target)}`, wanted: "a name of its own for each" };
    }
    taken.add(target);
  }
  return headers.flatMap((header, index) => {
    if (others.includes(index)) return [];
    if (told.has(index)) {
      const column = [index, told.get(index) ?? null] as const;
      return isField(column) ? [column] : [];
    }
    const field = freeName(header, index, taken);
    taken.add(field);
    return [[index, field] as const];
  });
}

/** What is left of a header without signs that no name has. */
const plainName = (header: string): string =>
  firstCharacters(
    header
      .normalize("NFC")
      .replace(/[^\p{L}\p{M}\p{N}_ -]+/gu, " ")
      .replace(/\s+/g, " ")
      .replace(/^[^\p{L}\p{N}_]+/u, ""),
    maxFieldNameLength,
  ).trim();

/** The header as a field's name, the nearest that can be one: `Kota/Kab` as `Kota Kab`, the second `Kota` as `Kota 2`. */
function freeName(header: string, index: number, taken: ReadonlySet<string>): string {
  const plain = plainName(header);
  const name = isFieldName(header.trim()) ? header.trim() : isFieldName(plain) ? plain : `column ${index + 1}`;
  if (!taken.has(name)) return name;
  for (let count = 2; ; count += 1) {
    const suffix = ` ${count}`;
    const next = `${firstCharacters(name, maxFieldNameLength - suffix.length).trim()}${suffix}`;
    if (!taken.has(next)) return next;
  }
}

/** The column of the name, or those that make it together: what more rows have. */
function nameOf(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  told: ToldColumns,
  number: number,
): Pick<ColumnMap, "name" | "names"> {
  const toldName = toldTo("name", told);
  if (toldName !== undefined) return { name: toldName };
  if (number === 0 && !told.has(1) && isOwnExport(headers)) return { name: 1 };
  const free = headers.flatMap((header, index) => (index === number || told.has(index) ? [] : [{ header, index }]));
  // Shopify's orders have their number in a column Name.
  const filled = (index: number) => rows.filter((row) => /\p{L}/u.test(row[index] ?? "")).length;
  if (headers.every((header) => header === "")) {
    const lettered = free.find(({ index }) => 2 * filled(index) > rows.length);
    return lettered === undefined ? {} : { name: lettered.index };
  }
  const [whole] = free
    .map(({ header, index }) => ({ index, rank: nameRank(header), filled: filled(index) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => Number(b.filled > 0) - Number(a.filled > 0) || b.rank - a.rank);
  const byPart = new Map<NamePart, number>();
  for (const { header, index } of free) {
    const part = namePart(header);
    if (part !== undefined && !byPart.has(part)) byPart.set(part, index);
  }
  const lacking = whole === undefined ? undefined : lackingPart(headers, rows, whole.index, byPart);
  if (whole !== undefined && lacking !== undefined) byPart.set(lacking, whole.index);
  const isFamilysFirst = isFamilyFirst(headers[byPart.get("last") ?? -1] ?? "");
  const order: readonly NamePart[] = isFamilysFirst ? ["last", "middle", "first"] : ["first", "middle", "last"];
  const parts = order.flatMap((part) => byPart.get(part) ?? []);
  if (lacking !== undefined) return { names: parts };
  const inParts = rows.filter((row) => parts.some((index) => (row[index] ?? "") !== "")).length;
  if (
    parts.length === 0 ||
    (whole !== undefined && whole.rank > 1 && 2 * whole.filled >= inParts && whole.filled > 0)
  ) {
    return whole === undefined ? {} : { name: whole.index, ...(parts.length === 0 ? {} : { names: parts }) };
  }
  return parts.length === 1 && whole === undefined && parts[0] !== undefined ? { name: parts[0] } : { names: parts };
}

/**
 * Which part of a name a column `Name` or `Nombre` is, where another has the other part: `Vorname` and `Name`, `Nombre` and
 * `Apellidos`. A whole name has that part in it.
 */
function lackingPart(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  whole: number,
  byPart: ReadonlyMap<NamePart, number>,
): "first" | "last" | undefined {
  const [first, last] = [byPart.get("first"), byPart.get("last")];
  const part = first ?? last;
  if (part === undefined || (first !== undefined && last !== undefined) || !isBareName(headers[whole] ?? ""))
    return undefined;
  const both = rows
    .map((row) => [row[whole] ?? "", row[part] ?? ""].map((cell) => cell.toLowerCase()))
    .filter((cells) => cells.every((cell) => cell !== ""));
  const apart = both.filter(([name = "", other = ""]) => !name.includes(other)).length;
  return 2 * apart > both.length ? (first === undefined ? "first" : "last") : undefined;
}
