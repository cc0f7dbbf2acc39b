import { DeleteCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { SessionRef } from "../../../core/refs.ts";
import type { SessionContentsStore } from "../../../core/session/session-ports.ts";
import { deleteMany, type Table } from "../../dynamodb/items.ts";
import {
  campaignsPartition,
  contactsPartition,
  directsPartition,
  formerContactsPartition,
  importsPartition,
  listNamesPartition,
  listsPartition,
  mediaPartition,
  recipientsPartition,
  sessionKey,
  templatesPartition,
  type Key,
} from "../../dynamodb/keys.ts";

/** Everything that is a session's, taken away a bit at a time: what hangs on a row goes before the row. */
export class DynamoSessionContentsStore implements SessionContentsStore {
  readonly #registry: Table;
  readonly #delivery: Table;

  constructor(registry: Table, delivery: Table) {
    this.#registry = registry;
    this.#delivery = delivery;
  }

  async removeSome(ref: SessionRef, limit: number): Promise<number> {
    const { tenantId, sessionId } = ref;
    const whole = async (table: Table, partition: string) => await this.#removeFrom(table, partition, limit);
    return (
      (await this.#removeWith(this.#registry, listsPartition(tenantId, sessionId), limit, [
        (listId) => whole(this.#registry, contactsPartition(tenantId, listId)),
        (listId) => whole(this.#registry, importsPartition(tenantId, listId)),
        (listId) => whole(this.#delivery, formerContactsPartition(tenantId, listId)),
      ])) ||
      (await this.#removeWith(this.#delivery, campaignsPartition(tenantId, sessionId), limit, [
        (campaignId) => whole(this.#delivery, recipientsPartition(tenantId, campaignId)),
      ])) ||
      (await whole(this.#registry, listNamesPartition(tenantId, sessionId))) ||
      (await whole(this.#registry, mediaPartition(tenantId, sessionId))) ||
      (await whole(this.#registry, templatesPartition(tenantId, sessionId))) ||
      (await whole(this.#delivery, directsPartition(ref)))
    );
  }

  async end({ tenantId, sessionId }: SessionRef): Promise<void> {
    const Key = sessionKey(tenantId, sessionId);
    await this.#registry.client.send(new DeleteCommand({ TableName: this.#registry.name, Key }));
  }

  /** Rows of a partition, each after what hangs on it. @returns how many items went */
  async #removeWith(
    table: Table,
    partition: string,
    limit: number,
    hanging: readonly ((id: string) => Promise<number>)[],
  ): Promise<number> {
    const [first] = await this.#keysOf(table, partition, 1);
    if (first === undefined) return 0;
    for (const remove of hanging) {
      const removed = await remove(first.sk);
      if (removed > 0) return removed;
    }
    return await this.#delete(table, [first], limit);
  }

  async #removeFrom(table: Table, partition: string, limit: number): Promise<number> {
    return await this.#delete(table, await this.#keysOf(table, partition, limit), limit);
  }

  async #delete(table: Table, keys: readonly Key[], limit: number): Promise<number> {
    await deleteMany(table, keys.slice(0, limit));
    return keys.length;
  }

  async #keysOf(table: Table, partition: string, limit: number): Promise<Key[]> {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": partition },
        ProjectionExpression: "pk, sk",
        Limit: limit,
      }),
    );
    return Items.map((item) => ({ pk: item["pk"] as string, sk: item["sk"] as string }));
  }
}
