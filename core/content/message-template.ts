import { withValues, type Contact } from "../contact/contact.ts";
import { defined } from "../defined.ts";
import { sameName } from "./variable-names.ts";

/** A message that is kept to be sent again: a text with variables, and the file that goes with it. */

export const maxTemplateNameLength = 100;

export interface MessageTemplate {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly templateId: string;
  readonly name: string;
  readonly body: string;
  /** Names of the variables that the body uses; absent in rows that were written before they were kept. */
  readonly variables?: readonly string[];
  readonly media?: { readonly filename: string };
  /** Raised by every change; a campaign goes on with the version that it was launched with. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The values by the headers of their columns as well, but for a header that is a value's own name. */
function withHeaders(
  values: Readonly<Record<string, string>>,
  headers: NonNullable<Contact["headers"]>,
): Readonly<Record<string, string>> {
  const find = sameName(Object.keys(values));
  const others = Object.entries(headers).flatMap(([header, field]) => {
    const value = Object.hasOwn(values, field) ? values[field] : undefined;
    return value === undefined || find(header) !== undefined ? [] : [[header, value] as const];
  });
  return { ...Object.fromEntries(others), ...values };
}

/**
 * What a text's variables stand for: the contact's own values, and the campaign's for what the contact lacks, however the
 * two are written. An empty value is none, as in a list, so that a preview says what the campaign will.
 */
export function valuesFor(
  variables: Readonly<Record<string, string>>,
  { number, name, fields, headers }: Pick<Contact, "number" | "name" | "fields" | "headers">,
): Readonly<Record<string, string>> {
  const named = withValues({ ...fields, ...defined({ name }), number });
  const own = headers === undefined ? named : withHeaders(named, headers);
  const written = Object.entries(variables);
  if (written.length === 0) return own;
  const ofContact = sameName(Object.keys(own));
  return { ...Object.fromEntries(written.filter(([variable]) => ofContact(variable) === undefined)), ...own };
}
