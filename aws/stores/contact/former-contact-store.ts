import type { FormerContact } from "../../../core/campaign/former-contact.ts";
import type { FormerContactStore } from "../../../core/contact/contact-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { deleteMany, putMany, queryPage, rowOf, type Table } from "../../dynamodb/items.ts";
import { formerContactKey, formerContactsPartition } from "../../dynamodb/keys.ts";

/** Longer than a campaign takes. One that is there for longer says the same. */
const keepMs = 366 * 24 * 60 * 60 * 1_000;

/** Contacts that left their list; DynamoDB takes them away in time. */
export class DynamoFormerContactStore implements FormerContactStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async saveMany(contacts: readonly FormerContact[]): Promise<void> {
    await putMany(
      this.#table,
      contacts.map((contact) => ({
        ...formerContactKey(contact),
        ...contact,
        ttl: Math.ceil((contact.leftAt + keepMs) / 1_000),
      })),
    );
  }

  async page(tenantId: string, listId: string, query: PageQuery): Promise<Page<FormerContact>> {
    const partition = formerContactsPartition(tenantId, listId);
    return await queryPage(this.#table, { partition }, query, rowOf<FormerContact>);
  }

  async removeSome(tenantId: string, listId: string, limit: number): Promise<number> {
    const { items } = await this.page(tenantId, listId, { limit });
    await deleteMany(this.#table, items.map(formerContactKey));
    return items.length;
  }
}
