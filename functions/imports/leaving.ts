import type { Contact } from "../../core/contact/contact.ts";
import { formerContactOf } from "../../core/campaign/former-contact.ts";
import type { ContactList } from "../../core/contact/list.ts";
import type { Services } from "../edge/services.ts";

/**
 * For what takes contacts out of a list, before they go: a campaign that needs the list says of each whom it was launched for
 * what became of it.
 *
 * @param list as it is now
 */
export async function writeDownLeaving(
  { formerContacts }: Pick<Services, "formerContacts">,
  { usedBy }: Pick<ContactList, "usedBy">,
  contacts: Iterable<Contact>,
  now: number,
): Promise<void> {
  if (usedBy === undefined) return;
  await formerContacts.saveMany([...contacts].map((contact) => formerContactOf(contact, now)));
}
