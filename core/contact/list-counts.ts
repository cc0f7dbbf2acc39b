import type { Contact } from "./contact.ts";
import { hasVisibleText } from "../content/message-text.ts";

/** How many contacts a list has, and how many of them bear each field. */

/** A list's row keeps the counts of at most so many fields. */
export const maxCountedFields = 100;
/** Names that a count keeps in memory; a file may hold any number. */
const maxNamesInHand = 10_000;

/** By the field's name; `name` counts the contact's own name as a field of that name. */
export type FieldCounts = Readonly<Record<string, number>>;

export interface ContactCounts {
  readonly contacts: number;
  readonly fields: FieldCounts;
}

type Bearer = Pick<Contact, "name" | "fields" | "headers">;

/** Names of the fields that the contact bears, and the headers that they had: those with a value that is not blank. */
export function fieldsBorneBy({ name, fields, headers = {} }: Bearer): ReadonlySet<string> {
  const borne = new Set(Object.keys(fields).filter((field) => hasVisibleText(fields[field] ?? "")));
  if (name !== undefined && hasVisibleText(name)) borne.add("name");
  for (const [header, field] of Object.entries(headers)) if (field === "number" || borne.has(field)) borne.add(header);
  return borne;
}

/** Counts contacts as they come, change and go. */
export class CountTally {
  #contacts = 0;
  readonly #fields = new Map<string, number>();

  /** @param before the contact as it was; absent: it is new @param after as it is now; absent: it is gone */
  change(before: Bearer | undefined, after: Bearer | undefined): void {
    this.#contacts += (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
    const had = before === undefined ? new Set<string>() : fieldsBorneBy(before);
    const has = after === undefined ? new Set<string>() : fieldsBorneBy(after);
    for (const field of has) if (!had.has(field)) this.#add(field, 1);
    for (const field of had) if (!has.has(field)) this.#add(field, -1);
  }

  /** Of fields only those whose count is not 0. */
  get counts(): ContactCounts {
    return {
      contacts: this.#contacts,
      fields: Object.fromEntries([...this.#fields].filter(([, count]) => count !== 0)),
    };
  }

  #add(field: string, difference: number): void {
    const count = this.#fields.get(field);
    if (count === undefined && this.#fields.size >= maxNamesInHand) return;
    this.#fields.set(field, (count ?? 0) + difference);
  }
}

/** What one contact's change makes of the counts. */
export function countsBetween(before: Bearer | undefined, after: Bearer | undefined): ContactCounts {
  const tally = new CountTally();
  tally.change(before, after);
  return tally.counts;
}

/** The counts that a row keeps: of the fields that most contacts bear. */
export const keptFields = (fields: FieldCounts): FieldCounts =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, count]) => count > 0)
      .toSorted(([one, count], [other, otherCount]) => otherCount - count || (one < other ? -1 : 1))
      .slice(0, maxCountedFields),
  );

/**
 * The part of a difference that a row with these counts takes: all of the fields that it counts, and new ones as far as
 * there is room.
 */
export function fittingFields(kept: FieldCounts, difference: FieldCounts): FieldCounts {
  const changed = Object.entries(difference).filter(([, count]) => count !== 0);
  const known = changed.filter(([field]) => Object.hasOwn(kept, field));
  const added = changed.filter(([field, count]) => !Object.hasOwn(kept, field) && count > 0);
  const room = Math.max(0, maxCountedFields - Object.keys(kept).length);
  return Object.fromEntries([...known, ...added.slice(0, room)]);
}
