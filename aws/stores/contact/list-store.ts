import { PutCommand, UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused } from "../../../core/errors.ts";
import {
  fittingFields,
  keptFields,
  maxCountedFields,
  type ContactCounts,
  type FieldCounts,
} from "../../../core/contact/list-counts.ts";
import { listNameKey, type ContactList } from "../../../core/contact/list.ts";
import type { ListChanges, ListStore } from "../../../core/contact/contact-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { ListRef, SessionRef } from "../../../core/refs.ts";
import { unlessRefused, ifRefused } from "../../../core/refused.ts";
import { all, itemDoesNotExist, itemExists } from "../../dynamodb/conditions.ts";
import { conditional, getItem, queryPage, rowOf, setAndRemove, type Item, type Table } from "../../dynamodb/items.ts";
import { ListNames } from "./list-names.ts";
import { listKey, listsPartition } from "../../dynamodb/keys.ts";

/** The counts of fields that a row keeps; those written at once may go a little beyond. */
const hasRoomForFields = "size(#f) < :most";
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

  async addToCounts(list: ListRef & Pick<ContactList, "fieldCounts">, difference: ContactCounts): Promise<void> {
    const { contacts } = difference;
    let seen: Pick<ContactList, "fieldCounts"> | undefined = list;
    for (;;) {
      const fields = seen.fieldCounts === undefined ? {} : fittingFields(seen.fieldCounts, difference.fields);
      if (contacts === 0 && Object.keys(fields).length === 0) return;
      const adding = this.#write(list, addingTo(contacts, fields, seen.fieldCounts ?? {}));
      seen = await ifRefused(
        adding.then(() => undefined),
        async (refused) => {
          // Gone, or others have filled the room for new fields since it was read.
          const there = await this.find(list);
          if (there === undefined) throw refused;
          return there;
        },
      );
      if (seen === undefined) return;
    }
  }

  async setCounts(ref: ListRef, { contacts, fields }: ContactCounts): Promise<void> {
    await this.#write(ref, {
      UpdateExpression: "SET contactCount = :contacts, fieldCounts = :fields",
      ExpressionAttributeValues: { ":contacts": contacts, ":fields": keptFields(fields) },
      ConditionExpression: listIsThere,
    });
  }

  async addUse(ref: ListRef, campaignId: string): Promise<void> {
    await this.#update(ref, "ADD usedBy :value", new Set([campaignId]));
  }

  async removeUse(ref: ListRef, campaignId: string): Promise<void> {
    // Refused when the list is gone: then no campaign uses it.
    await unlessRefused(this.#update(ref, "DELETE usedBy :value", new Set([campaignId])));
  }

  async #update(ref: ListRef, expression: string, value: unknown): Promise<void> {
    await this.#write(ref, {
      UpdateExpression: expression,
      ExpressionAttributeValues: { ":value": value },
      ConditionExpression: listIsThere,
    });
  }

  async #write({ tenantId, sessionId, listId }: ListRef, update: Update): Promise<void> {
    await conditional(
      `list ${listId} does not exist`,
      this.#table.client.send(
        new UpdateCommand({ TableName: this.#table.name, Key: listKey(tenantId, sessionId, listId), ...update }),
      ),
    );
  }
}

type Update = Omit<UpdateCommandInput, "TableName" | "Key">;

/** @param seen the counts that the row had when it was read */
function addingTo(contacts: number, fields: FieldCounts, seen: FieldCounts): Update {
  const names = Object.keys(fields);
  if (names.length === 0) {
    return {
      UpdateExpression: "ADD contactCount :contacts",
      ExpressionAttributeValues: { ":contacts": contacts },
      ConditionExpression: listIsThere,
    };
  }
  // Short, because an expression may have 4 KB.
  const sets = names.map((_, index) => `#f.#${index}=if_not_exists(#f.#${index},:z)+:${index}`);
  const hasNew = names.some((name) => !Object.hasOwn(seen, name));
  return {
    UpdateExpression: `SET ${sets.join(",")} ADD contactCount :contacts`,
    ExpressionAttributeNames: {
      "#f": "fieldCounts",
      ...Object.fromEntries(names.map((name, index) => [`#${index}`, name])),
    },
    ExpressionAttributeValues: {
      ":contacts": contacts,
      ":z": 0,
      ...Object.fromEntries(names.map((name, index) => [`:${index}`, fields[name]])),
      ...(hasNew ? { ":most": maxCountedFields } : {}),
    },
    ConditionExpression: hasNew ? all(listIsThere, hasRoomForFields) : listIsThere,
  };
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
