import { countCharacters, shortened } from "../characters.ts";
import { misleadingIn } from "../content/misleading-text.ts";
import { defined } from "../defined.ts";

/** A contact of a list, and how a written row becomes or changes one. */

export const maxFields = 50;
export const maxFieldNameLength = 64;
export const maxFieldValueLength = 1024;
export const maxNameLength = 200;

export interface Contact {
  readonly tenantId: string;
  readonly listId: string;
  /** Digits only, international. */
  readonly number: string;
  readonly name?: string;
  /** The contact's own fields, values as text. */
  readonly fields: Readonly<Record<string, string>>;
  /** Headers of the file that it came with, for columns that got another name: that name, or `name`, or `number`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Epoch ms; set once and kept by every later change. */
  readonly addedAt: number;
  readonly updatedAt: number;
  /** When a person wrote it last, until an import does: what was done by hand after an import was asked for stays. */
  readonly byHandAt?: number;
  /** The import row that wrote it last, so that a repeated slice counts alike. */
  readonly writtenBy?: ImportMark;
  /** The request that added or merged it last, and what it did, so that its repeat counts alike and changes nothing. */
  readonly savedBy?: RequestMark;
}

interface RequestMark {
  readonly ulid: string;
  readonly effect: "added" | "updated";
}

export interface ImportMark {
  readonly importId: string;
  readonly row: number;
  readonly effect: "added" | "updated";
}

export interface ContactRow {
  readonly number: string;
  readonly name?: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a contact is to a campaign. A person who opted out stays out, also where the number is not on WhatsApp. */
export const contactStatuses = ["active", "opted_out", "not_on_whatsapp"] as const;
export type ContactStatus = (typeof contactStatuses)[number];

export const contactStatus = (known: { readonly optedOut: boolean; readonly notOnWhatsApp: boolean }): ContactStatus =>
  known.optedOut ? "opted_out" : known.notOnWhatsApp ? "not_on_whatsapp" : "active";

/** A field without a value is none, as an empty cell of a file is: writing one takes the field away. */
export const withValues = (fields: Contact["fields"]): Contact["fields"] =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));

/** What a person changes of a contact: `null`, or nothing, takes the name away, `fields` replaces all of them. */
export interface ContactChanges {
  readonly name?: string | null;
  readonly fields?: Readonly<Record<string, string>>;
}

/** The contact changed by a person. The import's mark stays: its slice, run again, leaves the change alone. */
export function changeContact(contact: Contact, changes: ContactChanges, now: number): Contact {
  const { name: before, ...rest } = contact;
  const wanted = changes.name === undefined ? before : changes.name;
  const name = wanted === null || wanted === "" ? undefined : wanted;
  return {
    ...rest,
    ...defined({ name }),
    fields: withValues(changes.fields ?? contact.fields),
    updatedAt: Math.max(now, contact.updatedAt + 1),
    byHandAt: now,
  };
}

export const importModes = ["upsert", "skip", "replace"] as const;
export type ImportMode = (typeof importModes)[number];

export type MergeEffect = "added" | "updated" | "skipped" | "duplicate" | "too_many_fields";

/**
 * What one written row does to the contact that is there. An upsert keeps `addedAt`, keeps fields that the row doesn't name,
 * and takes the row's name when it has one. A replace takes the row's fields and name as they are.
 *
 * @param existing the contact with that number as read just before, if any
 * @param mark set for imports: a row that this very import wrote already counts as it did the first time; an earlier row
 *   of the same import makes this one a duplicate, and the first one stands. What a person wrote since the import was
 *   asked for stays.
 */
export function mergeContact(
  existing: Contact | undefined,
  row: ContactRow,
  { tenantId, listId, now }: { readonly tenantId: string; readonly listId: string; readonly now: number },
  mode: ImportMode = "upsert",
  mark?: { readonly importId: string; readonly row: number; readonly askedAt: number },
): { readonly effect: MergeEffect; readonly contact?: Contact } {
  if (existing !== undefined) {
    const { writtenBy, byHandAt = 0 } = existing;
    if (mark !== undefined && writtenBy?.importId === mark.importId) {
      return writtenBy.row === mark.row ? { effect: writtenBy.effect } : { effect: "duplicate" };
    }
    if (mode === "skip" || (mark !== undefined && byHandAt > mark.askedAt)) return { effect: "skipped" };
  }
  const kept = mode === "replace" ? undefined : existing;
  const fields = withValues({ ...kept?.fields, ...row.fields });
  if (Object.keys(fields).length > maxFields) return { effect: "too_many_fields" };
  const effect = existing === undefined ? "added" : "updated";
  // A change by hand keeps an import's mark: its slice, run again, counts alike and leaves the change alone.
  const by =
    mark === undefined
      ? { ...defined({ writtenBy: existing?.writtenBy }), byHandAt: now }
      : { writtenBy: { importId: mark.importId, row: mark.row, effect } as const };
  return {
    effect,
    contact: {
      tenantId,
      listId,
      number: row.number,
      ...defined({ name: row.name ?? kept?.name }),
      fields,
      ...headersOf({ ...kept?.headers, ...row.headers }),
      addedAt: existing?.addedAt ?? now,
      // Two changes never bear the same time: conditional writes distinguish versions by it.
      updatedAt: Math.max(now, (existing?.updatedAt ?? 0) + 1),
      ...by,
    },
  };
}

const headersOf = (headers: NonNullable<Contact["headers"]>): Pick<Contact, "headers"> =>
  Object.keys(headers).length === 0 ? {} : { headers };

/** Whether an import that replaces a list takes the contact away: the file does not have it, nor has a person meanwhile. */
export const isReplaced = (
  contact: Contact,
  { importId, askedAt }: { readonly importId: string; readonly askedAt: number },
) => contact.writtenBy?.importId !== importId && (contact.byHandAt ?? 0) <= askedAt;

/** Why a contact's name or fields can't be kept, or `undefined` when they can. */
export function contactProblem(row: {
  readonly name?: string;
  readonly fields: Readonly<Record<string, string>>;
}): string | undefined {
  const nameLength = countCharacters(row.name ?? "");
  if (nameLength > maxNameLength) {
    return `a name of at most ${maxNameLength} characters, got ${nameLength}`;
  }
  const inName = row.name === undefined ? undefined : misleadingIn(row.name);
  if (inName !== undefined) return `a name ${inName}`;
  if (row.name !== undefined && !isPlainText(row.name)) return "a name without control characters";
  const fields = Object.entries(row.fields);
  if (fields.length > maxFields) return `at most ${maxFields} fields, got ${fields.length}`;
  for (const [name, value] of fields) {
    if (!isFieldName(name)) {
      return `field names of letters, digits, spaces, _ and - up to ${maxFieldNameLength} characters, got "${shortened(name, 80).toWellFormed()}"`;
    }
    const length = countCharacters(value);
    if (length > maxFieldValueLength) {
      return `values of at most ${maxFieldValueLength} characters, ${name} has ${length}`;
    }
    const inValue = misleadingIn(value);
    if (inValue !== undefined) return `a value of ${name} ${inValue}`;
    if (!isPlainText(value)) return `values without control characters, ${name} has some`;
  }
  return undefined;
}

/** What a text file can hold: no control characters but tabs and line ends. */
const isPlainText = (text: string): boolean => !/[\u0000-\u0008\u000e-\u001f]/.test(text);

/** `__proto__` and its like would be read as something else than a field by too much software on the way. */
export const isFieldName = (name: string): boolean =>
  countCharacters(name) <= maxFieldNameLength &&
  name === name.trim() &&
  /^[\p{L}\p{N}_][\p{L}\p{M}\p{N} _-]*$/u.test(name) &&
  !["__proto__", "constructor", "prototype"].includes(name);
