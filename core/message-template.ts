import type { Contact } from "./contact.ts";

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

/** What a text's variables stand for: the campaign's own values, behind them the contact's. */
export const valuesFor = (
  variables: Readonly<Record<string, string>>,
  { number, name, fields }: Pick<Contact, "number" | "name" | "fields">,
): Readonly<Record<string, string>> => ({
  ...variables,
  ...fields,
  ...(name === undefined ? {} : { name }),
  number,
});
