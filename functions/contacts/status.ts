import { contactStatus, type Contact, type ContactStatus } from "../../core/contact/contact.ts";
import { defined } from "../../core/defined.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";

/** How a contact looks in answers: what is stored of it, joined with what is known of its number. */

export type StatusOf = (number: string) => ContactStatus;

/** Reads what is known of the numbers, all at once: opt-outs of the tenant, and what WhatsApp said lately. */
export async function statusesOf(
  { optOuts, persons }: Pick<Services, "optOuts" | "persons">,
  tenantId: string,
  numbers: readonly string[],
  now: number,
): Promise<StatusOf> {
  const [optedOut, checked] = await Promise.all([
    optOuts.findMany(tenantId, numbers),
    persons.findMany(tenantId, numbers, now),
  ]);
  return (number) =>
    contactStatus({ optedOut: optedOut.has(number), notOnWhatsApp: checked.get(number)?.onWhatsApp === false });
}

export const contactView = (contact: Contact, status: ContactStatus) => ({
  number: contact.number,
  ...defined({ name: contact.name }),
  fields: { ...contact.fields },
  status,
  addedAt: isoTime(contact.addedAt),
  updatedAt: isoTime(contact.updatedAt),
});
