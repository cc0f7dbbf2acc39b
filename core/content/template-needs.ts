import { analyzeSync, TokenKind, type Template, type Token } from "liquidjs";

/** What each message of a text needs, however its conditions turn out. */

export interface PlaceInText {
  readonly line: number;
  readonly column: number;
}

/** Text, values, and tags that hold no other parts; what a condition or a loop holds may never be shown. */
export const isAlwaysShown = ({ token }: Template): boolean =>
  token.kind !== TokenKind.Tag || ["assign", "echo"].includes((token as Token & { readonly name: string }).name);

/** Whether that is the variable itself, or a part of its value such as `kota.nama`. */
export const isPartOf = (name: string, variable: string): boolean =>
  name === variable || name.startsWith(`${variable}.`);

/** Where a variable stands first. */
export function placeIn(parsed: Template[], variable: string): PlaceInText {
  const named = Object.entries(analyzeSync(parsed).globals).find(([name]) => isPartOf(variable, name));
  const { row = 1, col = 1 } = named?.[1][0]?.location ?? {};
  return { line: row, column: col };
}
