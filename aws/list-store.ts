import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused } from "../core/errors.ts";
import { listNameKey, type ContactList } from "../core/list.ts";
import type { ListChanges, ListRef, ListStore, Page, PageQuery, SessionRef } from "../core/ports.ts";
import { all, itemDoesNotExist, itemExists } from "./conditions.ts";
import { conditional, getItem, queryPage, rowOf, setAndRemove, type Item, type Table } from "./items.ts";
import { ListNames } from "./list-names.ts";
import { listKey, listsPartition } from "./table.ts";

const listIsThere = all(itemExists, "attribute_not_exists(deletedAt)");

/** Lists. One that is deleted is found no more, although its row stays until its contacts are gone. */
export class DynamoListStore implements ListStore {
  readonly #table: Table;
  readonly #names: ListNames;

  constructor(registry: Table) {
    this.#table = registry;
    this.#names = new ListNames(registry, (ref) => this.find(ref));
  }

  async create(list: ContactList): Promise<void> {
    await this.#names.reserve(list, list.name, list.createdAt);
    try {
      await conditional(
        `list ${list.listId} exists`,
        this.#table.client.send(
          new PutCommand({
            TableName: this.#table.name,
            Item: { ...listKey(list.tenantId, list.sessionId, list.listId), ...list },
            ConditionExpression: itemDoesNotExist,
          }),
        ),
      );
    } catch (error) {
      // A repeat of the same request, whose first try got as far as here.
      if (!(error instanceof ConditionRefused)) throw error;
    }
  }

  async find({ tenantId, sessionId, listId }: ListRef): Promise<ContactList | undefined> {
    const item = await getItem(this.#table, listKey(tenantId, sessionId, listId));
    return item === undefined ? undefined : listOf(item);
  }

  async page({ tenantId, sessionId }: SessionRef, query: PageQuery): Promise<Page<ContactList>> {
    return await queryPage(this.#table, { partition: listsPartition(tenantId, sessionId) }, query, listOf);
  }

  async update(ref: ListRef, changes: ListChanges, now: number): Promise<ContactList> {
    const { name } = changes;
    const before = await this.find(ref);
    if (before === undefined) throw new ConditionRefused(`list ${ref.listId} does not exist`);
    const renamed = name !== undefined && listNameKey(name) !== listNameKey(before.name);
    const held = renamed ? await this.#names.held(ref, before.name) : undefined;
    if (renamed) await this.#names.reserve(ref, name, now);
    const { tenantId, sessionId, listId } = ref;
    const { Attributes } = await conditional(
      `list ${listId} does not exist`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: listKey(tenantId, sessionId, listId),
          ...setAndRemove({ ...changes, updatedAt: now }),
          ConditionExpression: listIsThere,
          ReturnValues: "ALL_NEW",
        }),
      ),
    );
    if (held !== undefined) await this.#names.release(ref, before.name, held);
    const after = listOf(Attributes ?? {});
    if (after === undefined) throw new ConditionRefused(`list ${listId} does not exist`);
    return after;
  }

  async addToCount(ref: ListRef, difference: number): Promise<void> {
    if (difference === 0) return;
    await this.#update(ref, "ADD contactCount :value", difference);
  }

  async setCount(ref: ListRef, count: number): Promise<void> {
    await this.#update(ref, "SET contactCount = :value", count);
  }

  async addUse(ref: ListRef, campaignId: string): Promise<void> {
    await this.#update(ref, "ADD usedBy :value", new Set([campaignId]));
  }

  async removeUse(ref: ListRef, campaignId: string): Promise<void> {
    // A list that is gone is used by nobody.
    await this.#update(ref, "DELETE usedBy :value", new Set([campaignId])).catch((error: unknown) => {
      if (!(error instanceof ConditionRefused)) throw error;
    });
  }

  async #update({ tenantId, sessionId, listId }: ListRef, expression: string, value: unknown): Promise<void> {
    await conditional(
      `list ${listId} does not exist`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: listKey(tenantId, sessionId, listId),
          UpdateExpression: expression,
          ExpressionAttributeValues: { ":value": value },
          ConditionExpression: listIsThere,
        }),
      ),
    );
  }
}

type StoredList = Omit<ContactList, "usedBy"> & {
  readonly usedBy?: ReadonlySet<string>;
  readonly deletedAt?: number;
};

function listOf(item: Item): ContactList | undefined {
  const { usedBy, deletedAt, ...list } = rowOf<StoredList>(item);
  if (deletedAt !== undefined) return undefined;
  return usedBy === undefined ? list : { ...list, usedBy: [...usedBy].sort() };
}
