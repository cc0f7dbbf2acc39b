import type { ColumnProblem } from "./csv-column-map.ts";
import { phoneRank, seriesOf } from "./csv-headers.ts";
import { numberOfCell } from "./csv-row.ts";
import { brief } from "../errors.ts";
import { isMobileNumber } from "../contact/phone.ts";

/** Which column holds the numbers to write to: by its header, and by whether they are numbers. */

interface Fit {
  readonly index: number;
  readonly rank: number;
  readonly filled: number;
  /** Rows whose cell is a phone number. */
  readonly valid: number;
  /** Of these, the ones that a mobile phone may have. */
  readonly mobile: number;
  /** Rows whose cell looks like one, though no country is known in which it is. */
  readonly alike: number;
}

interface How {
  readonly hasHeader: boolean;
  readonly defaultCountry: string | undefined;
}

/**
 * The column whose header says most of a phone, of those that hold numbers in most of their rows; of several that say
 * alike, the one with more mobiles.
 *
 * @param told columns that are something else
 */
export function chooseNumber(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  told: ReadonlyMap<number, unknown>,
  how: How,
): number | ColumnProblem {
  const width = Math.max(headers.length, ...rows.map((row) => row.length));
  const isOwn = isOwnExport(headers);
  const fits = Array.from({ length: width }, (_, index) => index)
    .filter((index) => !told.has(index))
    .map((index) =>
      fitOf(index, isOwn && index === 0 ? ownRank : phoneRank(headers[index] ?? ""), rows, how.defaultCountry),
    )
    .filter(({ rank }) => rank >= 0);
  const verified = fits.filter(({ valid, filled }) => valid > 0 && 2 * valid >= filled);
  if (verified.length > 0) return best(verified, ({ valid }) => valid, headers, how);
  // No row decides it: each is refused by itself, with its reason.
  const [named] = fits.filter(({ rank }) => rank > 0).sort((a, b) => b.rank - a.rank || a.index - b.index);
  if (named !== undefined) return named.index;
  const alike = fits.filter((fit) => fit.alike > 0 && 2 * fit.alike >= fit.filled);
  if (alike.length > 0) return best(alike, (fit) => fit.alike, headers, how);
  return {
    came: `columns ${brief((how.hasHeader ? headers : (rows[0] ?? [])).join(", "))}`,
    wanted: `a column of numbers named number, phone, nomor, no hp, whatsapp or the like, or the option mapping={"1":"number"} with its place`,
  };
}

function best(
  fits: readonly Fit[],
  rowsOf: (fit: Fit) => number,
  headers: readonly string[],
  { hasHeader }: How,
): number | ColumnProblem {
  const most = (values: readonly number[]) => Math.max(...values);
  // A column that few rows fill is no rival, even with a better header.
  const usual = fits.filter((fit) => 2 * rowsOf(fit) >= most(fits.map(rowsOf)));
  const rank = most(usual.map((fit) => fit.rank));
  const named = usual.filter((fit) => fit.rank === rank);
  const mobiles = most(named.map(({ mobile }) => mobile));
  const likeliest = named.filter(({ mobile }) => 2 * mobile > mobiles || mobiles === 0);
  const [first, ...others] = likeliest;
  if (first === undefined) throw new Error("no column to choose from");
  const series = seriesOf(headers[first.index] ?? "");
  const isSeries = hasHeader && others.every(({ index }) => isNextOf(headers, first.index, index, series));
  if (others.length === 0 || isSeries) return first.index;
  const names = likeliest.map(({ index }) =>
    hasHeader ? `${brief(headers[index])} (column ${index + 1})` : `column ${index + 1}`,
  );
  return {
    came: `${likeliest.length} columns of phone numbers that fit equally well: ${names.join(", ")}`,
    wanted: `the option mapping, such as mapping={"${first.index + 1}":"number"}, that names one of them`,
  };
}

/** `Phone 2 - Value` behind `Phone 1 - Value`, but not `HP` behind `HP`. */
const isNextOf = (headers: readonly string[], first: number, index: number, series: string): boolean =>
  headers[index] !== headers[first] && seriesOf(headers[index] ?? "") === series;

const ownRank = 5;

/** What this system exports: number, name, and the fields in their order. */
export const isOwnExport = ([number, name, ...fields]: readonly string[]): boolean =>
  number === "number" && name === "name" && fields.every((field, at) => at === 0 || (fields[at - 1] ?? "") < field);

function fitOf(index: number, rank: number, rows: readonly (readonly string[])[], country: string | undefined): Fit {
  let [filled, valid, mobile, alike] = [0, 0, 0, 0];
  for (const row of rows) {
    const cell = row[index] ?? "";
    if (cell === "") continue;
    filled += 1;
    if (cell.replace(/\P{Nd}/gu, "").length < 7 || isDate(cell)) continue;
    const read = numberOfCell(cell, country);
    const isAlike = looksAlike(cell);
    if (isAlike) alike += 1;
    // Where no country is known, a national number is one all the same, and its row says that a country is wanted.
    if (read.ok || (country === undefined && isAlike && nationally.test(cell))) valid += 1;
    if (read.ok && isMobileNumber(read.number)) mobile += 1;
  }
  return { index, rank, filled, valid, mobile, alike };
}

const nationally = /^[^\d+]*0[1-9]/;

const isDate = (cell: string): boolean =>
  /^\d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)/.test(cell) ||
  /^\d{1,2}[-./]\d{1,2}[-./](?:\d{2}|\d{4})(?!\d)(?![-.]\d)/.test(cell);

/** Digits of a phone's length that begin as one does, and are no date. */
export const looksAlike = (cell: string): boolean => {
  const digits = cell.replace(/\D/g, "").length;
  return digits >= 9 && digits <= 15 && /^\+?[\d\s().-]+$/.test(cell) && !isDate(cell);
};
