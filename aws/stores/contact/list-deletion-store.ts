import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { ListDeletion, ListDeletionStore } from "../../../core/contact/contact-ports.ts";
import type { ListRef } from "../../../core/refs.ts";
import { all, itemExists } from "../../dynamodb/conditions.ts";
import {
  conditional,
  deleteMany,
  getItem,
  queryAll,
  queryIndex,
  rowOf,
  type Item,
  type Table,
} from "../../dynamodb/items.ts";
import { ListNames } from "./list-names.ts";
import { deletedListsIndex, importsPartition, listKey } from "../../dynamodb/keys.ts";

const listIsThere = "attribute_not_exists(deletedAt)";
/** DynamoDB keeps no empty set: the attribute goes with its last campaign. */
const noCampaignUsesIt = "attribute_not_exists(usedBy)";

/** Lists that no request finds any more and whose contacts are being deleted. */
export class DynamoListDeletionStore implements ListDeletionStore {
  readonly #table: Table;
  readonly #names: ListNames;

  constructor(registry: Table) {
    this.#table = registry;
    this.#names = new ListNames(registry, () => Promise.resolve(undefined));
  }

  async begin(ref: ListRef, now: number): Promise<void> {
    const { tenantId, sessionId, listId } = ref;
    const { Attributes } = await conditional(
      `list ${listId} is used or gone`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: listKey(tenantId, sessionId, listId),
          UpdateExpression: "SET deletedAt = :now, ix = :ix, ixSort = :listId",
          ConditionExpression: all(itemExists, listIsThere, noCampaignUsesIt),
          ExpressionAttributeValues: { ":now": now, ":ix": deletedListsIndex, ":listId": listId },
          ReturnValues: "ALL_OLD",
        }),
      ),
    );
    await this.#names.release(ref, String(Attributes?.["name"]));
  }

  async find({ tenantId, sessionId, listId }: ListRef): Promise<ListDeletion | undefined> {
    const item = await getItem(this.#table, listKey(tenantId, sessionId, listId));
    return item?.["deletedAt"] === undefined ? undefined : deletionOf(item);
  }

  async waiting(limit: number): Promise<readonly ListDeletion[]> {
    return (await queryIndex(this.#table, deletedListsIndex, { limit })).map(deletionOf);
  }

  async end({ tenantId, sessionId, listId }: ListRef): Promise<void> {
    const imports = await queryAll(this.#table, {
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": importsPartition(tenantId, listId) },
      ProjectionExpression: "pk, sk",
      ConsistentRead: true,
    });
    await deleteMany(
      this.#table,
      imports.map((item) => ({ pk: item["pk"] as string, sk: item["sk"] as string })),
    );
    const Key = listKey(tenantId, sessionId, listId);
    await this.#table.client.send(new DeleteCommand({ TableName: this.#table.name, Key }));
  }
}

function deletionOf(item: Item): ListDeletion {
  const { tenantId, sessionId, listId, deletedAt } = rowOf<ListDeletion>(item);
  return { tenantId, sessionId, listId, deletedAt };
}
