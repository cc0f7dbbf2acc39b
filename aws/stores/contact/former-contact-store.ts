import type { FormerContact } from "../../../core/campaign/former-contact.ts";
import type { FormerContactStore } from "../../../core/contact/contact-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { formerContactKey, formerContactsPartition } from "../../dynamodb/keys.ts";
import { TableStore, ttlOf } from "../../dynamodb/table.ts";

/** Longer than a campaign takes. One that is there for longer says the same. */
const keepMs = 366 * 24 * 60 * 60 * 1_000;

/** Contacts that left their list, in the delivery table; DynamoDB takes them away in time. */
export class DynamoFormerContactStore extends TableStore implements FormerContactStore {
  async saveMany(contacts: readonly FormerContact[]): Promise<void> {
    await this.table.putMany(
      contacts.map((contact) => ({ ...formerContactKey(contact), ...contact, ttl: ttlOf(contact.leftAt + keepMs) })),
    );
  }

  async page(tenantId: string, listId: string, query: PageQuery): Promise<Page<FormerContact>> {
    return await this.table.page({ partition: formerContactsPartition(tenantId, listId) }, query);
  }

  async removeSome(tenantId: string, listId: string, limit: number): Promise<number> {
    return await this.table.clear(formerContactsPartition(tenantId, listId), limit);
  }
}
