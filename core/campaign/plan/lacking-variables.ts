import type { ContactCounts } from "../../contact/list-counts.ts";
import { valuesFor } from "../../content/message-template.ts";
import type { RenderTime } from "../../content/render-time.ts";
import type { ParsedTemplate } from "../../content/template.ts";
import { variableFinder } from "../../content/variable-names.ts";

/** Which variables of a text the contacts lack that it goes to, by how many of them bear each field. */

export interface Lacking {
  /** As the text writes it. */
  readonly variable: string;
  /** How many of the contacts have it. */
  readonly have: number;
  readonly of: number;
}

/**
 * The variables that some of the contacts lack, in order of appearance. One with a default, and one that only a condition
 * or a loop shows, is not lacked by any contact.
 *
 * @param counts of the contacts; a contact of several lists counts once a list
 * @param variables the campaign's own values
 */
export function lackingVariables(
  template: ParsedTemplate,
  variables: Readonly<Record<string, string>>,
  { contacts, fields }: ContactCounts,
  time: RenderTime,
): readonly Lacking[] {
  const borne = Object.keys(fields).filter((field) => (fields[field] ?? 0) > 0);
  const neededBeside = (names: readonly string[]) =>
    template.needed(valuesFor(variables, aContactWith(names)), time.ofText());
  const needed = neededBeside([]);
  if (needed.length === 0) return [];
  // A part of a value, such as `{{ kota.nama }}`, is what no contact has.
  const never = new Set(neededBeside(borne));
  const finders = borne.map((field) => ({ field, find: variableFinder([field, "number"]) }));
  return [...new Set([...needed, ...never])].flatMap((variable) => {
    const bearers = never.has(variable) ? [] : finders.filter(({ find }) => find(variable) !== undefined);
    const have = Math.min(
      contacts,
      bearers.reduce((sum, { field }) => sum + (fields[field] ?? 0), 0),
    );
    return have < contacts ? [{ variable, have, of: contacts }] : [];
  });
}

const aContactWith = (names: readonly string[]) => ({
  number: "0",
  ...(names.includes("name") ? { name: "-" } : {}),
  fields: Object.fromEntries(names.filter((name) => name !== "name").map((name) => [name, "-"])),
});

/** The names, those that a slip of the hand makes of the written one first. */
export const nearestFirst = (written: string, names: readonly string[]): readonly string[] =>
  names
    .map((name) => ({ name, slips: slipsBetween(written.toLowerCase(), name.toLowerCase()) }))
    .toSorted((one, other) => one.slips - other.slips || (one.name < other.name ? -1 : 1))
    .map(({ name }) => name);

/** How many letters were left out, put in or taken for others. */
function slipsBetween(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      current.push(Math.min((above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + same));
    }
    above = current;
  }
  return above[other.length] ?? 0;
}
