import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused, NamedError } from "../core/errors.ts";
import { listNameKey, type ContactList } from "../core/list.ts";
import type { ListRef, ListStore, Page, PageQuery, SessionRef } from "../core/ports.ts";
import { itemDoesNotExist, itemExists } from "./conditions.ts";
import { conditional, getItem, queryPage, rowOf, type Item, type Table } from "./items.ts";
import { listKey, listNameItemKey, listsPartition } from "./table.ts";

const namesTheMissingList = "listId = :missing";

/** A name whose list is not there yet belongs to a create in hand, unless that is longer ago than any Lambda may run. */
const cutOffAfterMs = 60_000;

/** Lists, and one item a name that keeps names unique within a session. */
export class DynamoListStore implements ListStore {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async create(list: ContactList): Promise<void> {
    await this.#reserveName(list);
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

  async #reserveName(list: ContactList): Promise<void> {
    const key = listNameItemKey(list.tenantId, list.sessionId, listNameKey(list.name));
    const put = (condition: string, values: Item) =>
      conditional(
        `name ${key.sk} is taken`,
        this.#table.client.send(
          new PutCommand({
            TableName: this.#table.name,
            Item: { ...key, listId: list.listId, reservedAt: list.createdAt },
            ConditionExpression: condition,
            ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
          }),
        ),
      );
    try {
      await put(itemDoesNotExist, {});
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
      const name = await getItem(this.#table, key);
      const holder = name?.["listId"] as string | undefined;
      if (holder === list.listId) return;
      const inHand = Number(name?.["reservedAt"] ?? 0) > list.createdAt - cutOffAfterMs;
      const taken = holder === undefined || inHand || (await this.find({ ...list, listId: holder })) !== undefined;
      if (taken) throw nameTaken(list.name, error);
      // The list that the name was reserved for never came to be.
      await put(namesTheMissingList, { ":missing": holder }).catch((refused: unknown) => {
        throw refused instanceof ConditionRefused ? nameTaken(list.name, refused) : refused;
      });
    }
  }

  async find({ tenantId, sessionId, listId }: ListRef): Promise<ContactList | undefined> {
    const item = await getItem(this.#table, listKey(tenantId, sessionId, listId));
    return item === undefined ? undefined : rowOf<ContactList>(item);
  }

  async page({ tenantId, sessionId }: SessionRef, query: PageQuery): Promise<Page<ContactList>> {
    return await queryPage(this.#table, { partition: listsPartition(tenantId, sessionId) }, query, rowOf<ContactList>);
  }

  async addToCount(ref: ListRef, difference: number): Promise<void> {
    if (difference === 0) return;
    await this.#update(ref, "ADD contactCount :value", difference);
  }

  async setCount(ref: ListRef, count: number): Promise<void> {
    await this.#update(ref, "SET contactCount = :value", count);
  }

  async #update({ tenantId, sessionId, listId }: ListRef, expression: string, value: number): Promise<void> {
    await conditional(
      `list ${listId} does not exist`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: listKey(tenantId, sessionId, listId),
          UpdateExpression: expression,
          ExpressionAttributeValues: { ":value": value },
          ConditionExpression: itemExists,
        }),
      ),
    );
  }
}

const nameTaken = (name: string, cause: unknown) =>
  new NamedError("LIST_NAME_TAKEN", `a list named "${name}" exists`, { facts: { name }, cause });
