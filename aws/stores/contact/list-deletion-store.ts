import type { ListDeletion, ListDeletionStore } from "../../../core/contact/contact-ports.ts";
import type { ContactList } from "../../../core/contact/list.ts";
import type { ListRef } from "../../../core/refs.ts";
import { all, attributeIs, expression, itemExists } from "../../dynamodb/expressions.ts";
import { deletedListsIndex, importsPartition, listKey } from "../../dynamodb/keys.ts";
import { TableStore, type Table } from "../../dynamodb/table.ts";
import { ListNames } from "./list-names.ts";

const isNotDeleted = expression`attribute_not_exists(deletedAt)`;
/** DynamoDB keeps no empty set: the attribute goes with its last campaign. */
const noCampaignUsesIt = expression`attribute_not_exists(usedBy)`;
const noContactIsInIt = attributeIs("contactCount", 0);

/** Lists in the registry that no request finds any more and whose contacts are being deleted. */
export class DynamoListDeletionStore extends TableStore implements ListDeletionStore {
  readonly #names: ListNames;

  constructor(registry: Table) {
    super(registry);
    this.#names = new ListNames(registry);
  }

  async begin(ref: ListRef, now: number, ifEmpty = false): Promise<void> {
    const when = [itemExists, isNotDeleted, noCampaignUsesIt, ...(ifEmpty ? [noContactIsInIt] : [])];
    const { name } = await this.table.update<ContactList>(
      listKey(ref),
      { deletedAt: now, ix: deletedListsIndex, ixSort: ref.listId },
      { when: all(...when), refused: `list ${ref.listId} is used, gone${ifEmpty ? ", or not empty" : ""}` },
    );
    await this.#names.release(ref, name);
  }

  async find(ref: ListRef): Promise<ListDeletion | undefined> {
    const list = await this.table.get<Partial<ListDeletion>>(listKey(ref));
    return list?.deletedAt === undefined ? undefined : deletionOf({ ...ref, deletedAt: list.deletedAt });
  }

  async waiting(limit: number): Promise<readonly ListDeletion[]> {
    return (await this.table.index<ListDeletion>(deletedListsIndex, { limit })).map(deletionOf);
  }

  async end(ref: ListRef): Promise<void> {
    await this.table.removeMany(await this.table.keys(importsPartition(ref.tenantId, ref.listId)));
    await this.table.remove(listKey(ref));
  }
}

const deletionOf = ({ tenantId, sessionId, listId, deletedAt }: ListDeletion): ListDeletion => ({
  tenantId,
  sessionId,
  listId,
  deletedAt,
});
