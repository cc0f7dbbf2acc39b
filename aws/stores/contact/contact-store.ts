import { DeleteCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Contact } from "../../../core/contact/contact.ts";
import { defined } from "../../../core/defined.ts";
import { CountTally, type ContactCounts } from "../../../core/contact/list-counts.ts";
import type { ContactReader, ContactWriter } from "../../../core/contact/contact-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { unlessRefused } from "../../../core/refused.ts";
import { itemDoesNotExist, itemExists } from "../../dynamodb/conditions.ts";
import {
  conditional,
  deleteMany,
  getItem,
  getMany,
  putMany,
  queryPage,
  rowOf,
  type Item,
  type Table,
} from "../../dynamodb/items.ts";
import { contactKey, contactsPartition } from "../../dynamodb/keys.ts";

const unchangedSinceSeen = "updatedAt = :seenUpdatedAt";

/** Contacts: partition = list, sort = number, so a number is in a list once by its key. */
export class DynamoContactStore implements ContactReader, ContactWriter {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async find(tenantId: string, listId: string, number: string): Promise<Contact | undefined> {
    const item = await getItem(this.#table, contactKey(tenantId, listId, number));
    return item === undefined ? undefined : rowOf<Contact>(item);
  }

  async findMany(tenantId: string, listId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, Contact>> {
    const distinct = [...new Set(numbers)];
    const items = await getMany(
      this.#table,
      distinct.map((number) => contactKey(tenantId, listId, number)),
    );
    return new Map([...items.values()].map(rowOf<Contact>).map((contact) => [contact.number, contact]));
  }

  async page(tenantId: string, listId: string, query: PageQuery): Promise<Page<Contact>> {
    return await queryPage(this.#table, { partition: contactsPartition(tenantId, listId) }, query, rowOf<Contact>);
  }

  async save(contact: Contact, seen: Contact | undefined): Promise<void> {
    const condition =
      seen === undefined
        ? { ConditionExpression: itemDoesNotExist }
        : {
            ConditionExpression: unchangedSinceSeen,
            ExpressionAttributeValues: { ":seenUpdatedAt": seen.updatedAt },
          };
    await conditional(
      `contact ${contact.number} changed meanwhile`,
      this.#table.client.send(new PutCommand({ TableName: this.#table.name, Item: itemOf(contact), ...condition })),
    );
  }

  async saveMany(contacts: readonly Contact[]): Promise<void> {
    await putMany(this.#table, contacts.map(itemOf));
  }

  async count(tenantId: string, listId: string, addedUpTo?: number): Promise<ContactCounts> {
    const isCounted = addedUpTo === undefined ? {} : { FilterExpression: "addedAt <= :addedUpTo" };
    const upTo = addedUpTo === undefined ? {} : { ":addedUpTo": addedUpTo };
    const tally = new CountTally();
    let start: Record<string, unknown> | undefined;
    do {
      // Costs what counting alone costs: reading is paid by what is read, not by what is answered.
      const { Items = [], LastEvaluatedKey } = await this.#table.client.send(
        new QueryCommand({
          TableName: this.#table.name,
          ConsistentRead: true,
          KeyConditionExpression: "pk = :pk",
          ...isCounted,
          ProjectionExpression: "#name, #fields, #headers",
          ExpressionAttributeNames: { "#name": "name", "#fields": "fields", "#headers": "headers" },
          ExpressionAttributeValues: { ":pk": contactsPartition(tenantId, listId), ...upTo },
          ...defined({ ExclusiveStartKey: start }),
        }),
      );
      for (const item of Items) tally.change(undefined, rowOf<Contact>(item));
      start = LastEvaluatedKey;
    } while (start !== undefined);
    return tally.counts;
  }

  async remove(tenantId: string, listId: string, number: string): Promise<Contact | undefined> {
    const removed = await unlessRefused(
      conditional(
        `contact ${number} is not there`,
        this.#table.client.send(
          new DeleteCommand({
            TableName: this.#table.name,
            Key: contactKey(tenantId, listId, number),
            ConditionExpression: itemExists,
            ReturnValues: "ALL_OLD",
          }),
        ),
      ),
    );
    return removed && rowOf<Contact>(removed.Attributes ?? {});
  }

  async removeMany(tenantId: string, listId: string, numbers: readonly string[]): Promise<void> {
    await deleteMany(
      this.#table,
      numbers.map((number) => contactKey(tenantId, listId, number)),
    );
  }

  async removeSome(tenantId: string, listId: string, limit: number): Promise<number> {
    const { Items = [] } = await this.#table.client.send(
      new QueryCommand({
        TableName: this.#table.name,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": contactsPartition(tenantId, listId) },
        ProjectionExpression: "pk, sk",
        Limit: limit,
      }),
    );
    await deleteMany(
      this.#table,
      Items.map((item) => ({ pk: item["pk"] as string, sk: item["sk"] as string })),
    );
    return Items.length;
  }
}

const itemOf = (contact: Contact): Item => ({
  ...contactKey(contact.tenantId, contact.listId, contact.number),
  ...contact,
});
