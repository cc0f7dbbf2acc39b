import type { Contact } from "../../../../clients/typescript/src/index.ts";

/** A contact's own fields while they are typed: one is renamed, emptied and added without the others losing their place. */

export interface TypedField {
  readonly name: string;
  readonly value: string;
  /** It was added here: its name is typed, too. */
  readonly isNew?: boolean;
}

export const typedFields = (fields: Contact["fields"]): readonly TypedField[] =>
  Object.entries(fields).map(([name, value]) => ({ name, value }));

/** Those that say something. */
export const fieldsOf = (typed: readonly TypedField[]): Record<string, string> =>
  Object.fromEntries(
    typed
      .filter(({ name, value }) => name.trim() !== "" && value !== "")
      .map(({ name, value }) => [name.trim(), value]),
  );

/**
 * The fields as they are by now, with what was changed here: what others changed meanwhile stays.
 *
 * @param begun as they were when they were first shown here
 */
export function changedFields(
  begun: Contact["fields"],
  typed: readonly TypedField[],
  now: Contact["fields"],
): Record<string, string> {
  const before = new Map(Object.entries(begun));
  const wanted = new Map(Object.entries(fieldsOf(typed)));
  const fields = new Map(Object.entries(now));
  for (const name of new Set([...before.keys(), ...wanted.keys()])) {
    const value = wanted.get(name);
    if (value === before.get(name)) continue;
    if (value === undefined) fields.delete(name);
    else fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

export type FieldProblem = "same" | "unnamed";

/** What is wrong with each field, by its place. */
export function fieldProblems(typed: readonly TypedField[]): readonly (FieldProblem | undefined)[] {
  const names = typed.map(({ name }) => name.trim());
  return typed.map(({ value, isNew }, place) => {
    const name = names[place] ?? "";
    if (name === "") return isNew === true && value !== "" ? "unnamed" : undefined;
    return names.indexOf(name) < place ? "same" : undefined;
  });
}
