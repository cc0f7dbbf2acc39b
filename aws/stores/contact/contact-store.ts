import type { Contact } from "../../../core/contact/contact.ts";
import { CountTally, type ContactCounts } from "../../../core/contact/list-counts.ts";
import type { ContactReader, ContactWriter } from "../../../core/contact/contact-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { unlessRefused } from "../../../core/refused.ts";
import { expression, itemDoesNotExist, itemExists } from "../../dynamodb/expressions.ts";
import { contactKey, contactsPartition } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

const isUnchangedSince = ({ updatedAt }: Contact) => expression`updatedAt = ${updatedAt}`;
const wasAddedUpTo = (at: number) => expression`addedAt <= ${at}`;

/** Contacts in the registry: partition = list, sort = number, so a number is in a list once by its key. */
export class DynamoContactStore extends TableStore implements ContactReader, ContactWriter {
  async find(tenantId: string, listId: string, number: string): Promise<Contact | undefined> {
    return await this.table.get(contactKey(tenantId, listId, number));
  }

  async findMany(tenantId: string, listId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, Contact>> {
    const rows = await this.table.many<Contact>(numbers.map((number) => contactKey(tenantId, listId, number)));
    return new Map([...rows.values()].map((contact) => [contact.number, contact]));
  }

  async page(tenantId: string, listId: string, query: PageQuery): Promise<Page<Contact>> {
    return await this.table.page({ partition: contactsPartition(tenantId, listId) }, query);
  }

  async save(contact: Contact, seen: Contact | undefined): Promise<void> {
    await this.table.put(itemOf(contact), {
      when: seen === undefined ? itemDoesNotExist : isUnchangedSince(seen),
      refused: `contact ${contact.number} changed meanwhile`,
    });
  }

  async saveMany(contacts: readonly Contact[]): Promise<void> {
    await this.table.putMany(contacts.map(itemOf));
  }

  async count(tenantId: string, listId: string, addedUpTo?: number): Promise<ContactCounts> {
    const rows = this.table.rows<Contact>(contactsPartition(tenantId, listId), {
      where: addedUpTo === undefined ? undefined : wasAddedUpTo(addedUpTo),
      only: expression`#name, #fields, #headers`,
    });
    const tally = new CountTally();
    for await (const contact of rows) tally.change(undefined, contact);
    return tally.counts;
  }

  async remove(tenantId: string, listId: string, number: string): Promise<Contact | undefined> {
    const isThere = { when: itemExists, refused: `contact ${number} is not there` };
    return await unlessRefused(this.table.remove<Contact>(contactKey(tenantId, listId, number), isThere));
  }

  async removeMany(tenantId: string, listId: string, numbers: readonly string[]): Promise<void> {
    await this.table.removeMany(numbers.map((number) => contactKey(tenantId, listId, number)));
  }

  async removeSome(tenantId: string, listId: string, limit: number): Promise<number> {
    return await this.table.clear(contactsPartition(tenantId, listId), limit);
  }
}

const itemOf = (contact: Contact) => ({
  ...contactKey(contact.tenantId, contact.listId, contact.number),
  ...contact,
});
