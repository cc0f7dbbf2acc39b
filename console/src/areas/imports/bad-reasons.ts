import { cellsOf } from "./csv.ts";

/** Rows that became no contact, as the API's file of them lists them, by why. */

export interface BadRow {
  readonly line: string;
  readonly number: string;
}

export interface BadReason {
  readonly kind: BadKind;
  /** In the API's words. */
  readonly reason: string;
  /** The country whose number was wanted, of `not_of_country`. */
  readonly country?: string;
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly BadRow[];
}

/** Those that have a sentence of the page's own; the others are told in the API's words. */
export type BadKind =
  "shortened" | "empty" | "not_a_number" | "not_of_country" | "needs_country" | "unclear" | "too_long" | "other";

const kinds: readonly (readonly [BadKind, RegExp])[] = [
  ["empty", /^(wanted )?a phone number$/],
  ["too_long", /^(wanted )?a phone number of at most \d+ characters$/],
  ["not_a_number", /^(wanted )?a phone number: digits/],
  ["needs_country", /^(wanted )?an international phone number/],
  ["not_of_country", /^(wanted )?a phone number of ([A-Z]{2}) or an international one/],
  ["unclear", /^(wanted )?a phone number with \+ and its country/],
];

/** A spreadsheet shows long numbers so, and saves them as it shows them: `6,28123E+12`. */
const shortened = /^\d[.,]\d+E\+\d+$/i;

const kindOf = (number: string, reason: string): BadKind =>
  shortened.test(number.trim()) ? "shortened" : (kinds.find(([, pattern]) => pattern.test(reason))?.[0] ?? "other");

const mostExamples = 3;

/** @param csv `line, number, reason`, with a header. @returns the most frequent first */
export function badRowsIn(csv: string): readonly BadReason[] {
  const groups = new Map<string, BadReason>();
  for (const [line = "", number = "", reason = ""] of cellsOf(csv.replace(/^\uFEFF/, ""), ",").slice(1)) {
    const kind = kindOf(number, reason);
    const country = kind === "not_of_country" ? kinds[4]?.[1].exec(reason)?.[2] : undefined;
    // Some reasons name the digits that came.
    const name = kind === "other" ? reason : `${kind} ${country ?? ""}`;
    const before = groups.get(name);
    // A guard that keeps spreadsheets from running a cell.
    const row = { line, number: number.replace(/^'(?=[=+\-@\t])/, "") };
    groups.set(name, {
      kind,
      reason: reason.replace(/^wanted /, ""),
      ...(country === undefined ? {} : { country }),
      count: (before?.count ?? 0) + 1,
      examples: [...(before?.examples ?? []), row].slice(0, mostExamples),
    });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
