import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
  type QueryCommandInput,
  type QueryCommandOutput,
} from "@aws-sdk/lib-dynamodb";
import { defined } from "../../core/defined.ts";
import { ConditionRefused } from "../../core/errors.ts";
import type { Page, PageQuery } from "../../core/pages.ts";
import { batchGet, batchGetLimit, batchWrite, keyOf, textOf, unique, type Item } from "./batches.ts";
import { Expression, expression, itemDoesNotExist, setAndRemove, written, type Changes } from "./expressions.ts";
import type { Key } from "./keys.ts";
import { indexName } from "./schema.ts";

/** A stored row without the attributes that only place it in the table. */
export function rowOf<Row>(item: Item): Row {
  const { pk: _pk, sk: _sk, ix: _ix, ixSort: _ixSort, ttl: _ttl, ...row } = item;
  return row as Row;
}

/** The attribute by which DynamoDB takes an item away some time after `at`. */
export const ttlOf = (at: number): number => Math.ceil(at / 1_000);

/** The condition of a write, and what its refusal says. */
export interface Condition {
  readonly when: Expression;
  readonly refused: string;
}

interface PartitionQuery {
  readonly partition: string;
  /** Only sort keys with this prefix; `after` and `next` come without it. */
  readonly prefix?: string;
  readonly newestFirst?: boolean;
}

interface Narrowed {
  /** Sort keys from this one on. */
  readonly from?: string;
  readonly where?: Expression | undefined;
  /** Only these attributes. Reading is paid by what is read, not by what is answered. */
  readonly only?: Expression;
  readonly limit?: number | undefined;
  /** As it was a moment ago, for half the price. */
  readonly mayLag?: true;
}

interface IndexQuery {
  readonly limit?: number;
  readonly newestFirst?: boolean;
  /** Sort keys of the index up to this one. */
  readonly upTo?: string;
  /** An item that is known to belong there, should the index not list it yet. */
  readonly also?: Key;
}

/**
 * One of the two tables. Reads are consistent where nothing else is said; what `read` makes of an item is its row unless
 * another is given. A refused write throws ConditionRefused.
 */
export class Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;

  constructor(client: DynamoDBDocumentClient, name: string) {
    this.client = client;
    this.name = name;
  }

  async get<Row>(Key: Key, read: (item: Item) => Row = rowOf, ConsistentRead = true): Promise<Row | undefined> {
    const { Item } = await this.client.send(new GetCommand({ TableName: this.name, Key, ConsistentRead }));
    return Item === undefined ? undefined : read(Item);
  }

  /** As it was a moment ago, for half the price. */
  async glimpse<Row>(key: Key): Promise<Row | undefined> {
    return await this.get<Row>(key, rowOf, false);
  }

  /** Those of the keys that exist, by `textOf` their key. A key that comes twice is read once. */
  async many<Row>(
    keys: readonly Key[],
    read: (item: Item) => Row = rowOf,
    ConsistentRead = true,
  ): Promise<ReadonlyMap<string, Row>> {
    const found = new Map<string, Row>();
    const wanted = unique(keys, (key) => key);
    for (let start = 0; start < wanted.length; start += batchGetLimit) {
      const batch = { [this.name]: wanted.slice(start, start + batchGetLimit) };
      for (const item of await batchGet(this.client, batch, ConsistentRead)) found.set(textOf(keyOf(item)), read(item));
    }
    return found;
  }

  async put(Item: Item, condition?: Condition): Promise<void> {
    const when = written({ ConditionExpression: condition?.when });
    await named(condition, this.client.send(new PutCommand({ TableName: this.name, Item, ...when })));
  }

  async create(item: Item, refused: string): Promise<void> {
    await this.put(item, { when: itemDoesNotExist, refused });
  }

  /** @param answers the row as it is then, or as it was before */
  async update<Row>(
    Key: Key,
    changes: Changes | Expression,
    condition?: Condition,
    answers: "ALL_NEW" | "ALL_OLD" = "ALL_NEW",
  ): Promise<Row> {
    const update = written({
      UpdateExpression: changes instanceof Expression ? changes : setAndRemove(changes),
      ConditionExpression: condition?.when,
    });
    const command = new UpdateCommand({ TableName: this.name, Key, ...update, ReturnValues: answers });
    return rowOf((await named(condition, this.client.send(command))).Attributes ?? {});
  }

  /** @returns the row as it was */
  async remove<Row>(Key: Key, condition?: Condition): Promise<Row | undefined> {
    const when = written({ ConditionExpression: condition?.when });
    const command = new DeleteCommand({ TableName: this.name, Key, ...when, ReturnValues: "ALL_OLD" });
    const { Attributes } = await named(condition, this.client.send(command));
    return Attributes && rowOf(Attributes);
  }

  /** Writes items over what is there. */
  async putMany(items: readonly Item[]): Promise<void> {
    await batchWrite(
      this.client,
      this.name,
      items.map((Item) => ({ PutRequest: { Item } })),
    );
  }

  /** Takes items away whether or not they are there. */
  async removeMany(keys: readonly Key[]): Promise<void> {
    await batchWrite(
      this.client,
      this.name,
      keys.map((Key) => ({ DeleteRequest: { Key } })),
    );
  }

  /** A page of a partition in key order. */
  async page<Row>(
    { partition, prefix = "", newestFirst = false }: PartitionQuery,
    { limit, after }: PageQuery,
    read: (item: Item) => Row | undefined = rowOf,
  ): Promise<Page<Row>> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new QueryCommand({
        TableName: this.name,
        ConsistentRead: true,
        ...written({
          KeyConditionExpression:
            prefix === "" ? inPartition(partition) : expression`pk = ${partition} AND begins_with(sk, ${prefix})`,
        }),
        ScanIndexForward: !newestFirst,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: { pk: partition, sk: `${prefix}${after}` } }),
      }),
    );
    const items = Items.map(read).filter((row): row is Awaited<Row> & NonNullable<Row> => row !== undefined) as Row[];
    const last = LastEvaluatedKey?.["sk"] as string | undefined;
    return last === undefined ? { items } : { items, next: last.slice(prefix.length) };
  }

  async all<Row>(partition: string, narrowed?: Narrowed): Promise<readonly Row[]> {
    const all: Row[] = [];
    for await (const row of this.rows<Row>(partition, narrowed)) all.push(row);
    return all;
  }

  /** Every row of a partition, read page after page as they are asked for. */
  async *rows<Row>(partition: string, narrowed: Narrowed = {}): AsyncGenerator<Row> {
    for await (const { Items = [] } of this.#partition(partition, narrowed)) yield* Items.map(rowOf<Row>);
  }

  /** The first keys of a partition. */
  async keys(partition: string, limit?: number): Promise<readonly Key[]> {
    const keys: Key[] = [];
    const pages = this.#partition(partition, { only: expression`pk, sk`, limit });
    for await (const { Items = [] } of pages) keys.push(...Items.map(keyOf));
    return keys;
  }

  /** Takes away the first items of a partition. @returns how many went; fewer than `limit` when none is left */
  async clear(partition: string, limit: number): Promise<number> {
    const keys = await this.keys(partition, limit);
    await this.removeMany(keys);
    return keys.length;
  }

  /** Items under one key of the sparse index, read whole and consistently from the table. Which ones may lag a moment. */
  async index<Row>(ix: string, query: IndexQuery = {}, read: (item: Item) => Row = rowOf): Promise<readonly Row[]> {
    const { limit, newestFirst = false, upTo, also } = query;
    const listed: Key[] = [];
    const pages = this.#pages({
      IndexName: indexName,
      KeyConditionExpression: upTo === undefined ? "ix = :ix" : "ix = :ix AND ixSort <= :upTo",
      ExpressionAttributeValues: { ":ix": ix, ...defined({ ":upTo": upTo }) },
      ScanIndexForward: !newestFirst,
      ...defined({ Limit: limit }),
    });
    for await (const { Items = [] } of pages) listed.push(...Items.map(keyOf));
    return await this.#standing(ix, also === undefined ? listed : [...listed, also], read);
  }

  /** A page of the items under one key of the sparse index, in its order; `after` and `next` are its sort keys. */
  async indexPage<Row>(ix: string, { limit, after }: PageQuery, read: (item: Item) => Row = rowOf): Promise<Page<Row>> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new QueryCommand({
        TableName: this.name,
        IndexName: indexName,
        KeyConditionExpression: after === undefined ? "ix = :ix" : "ix = :ix AND ixSort > :after",
        ExpressionAttributeValues: { ":ix": ix, ...defined({ ":after": after }) },
        Limit: limit,
      }),
    );
    const items = await this.#standing(ix, Items.map(keyOf), read);
    const last = LastEvaluatedKey?.["ixSort"] as string | undefined;
    return last === undefined ? { items } : { items, next: last };
  }

  /** The items of those keys, without those that left the index, which may still list them. */
  async #standing<Row>(ix: string, keys: readonly Key[], read: (item: Item) => Row): Promise<readonly Row[]> {
    const items = await this.many(keys, (item) => item);
    // An item that moves within the index between two pages stands on both.
    return unique(keys, (key) => key).flatMap((key) => {
      const item = items.get(textOf(key));
      return item?.["ix"] === ix ? [read(item)] : [];
    });
  }

  /** How many items stand under one key of the sparse index, counted up to `atMost`. May lag a moment. */
  async count(ix: string, atMost?: number): Promise<number> {
    let count = 0;
    const pages = this.#pages({
      IndexName: indexName,
      Select: "COUNT",
      KeyConditionExpression: "ix = :ix",
      ExpressionAttributeValues: { ":ix": ix },
      ...defined({ Limit: atMost }),
    });
    for await (const { Count = 0 } of pages) count += Count;
    return count;
  }

  #partition(partition: string, { from, where, only, limit, mayLag }: Narrowed): AsyncGenerator<QueryCommandOutput> {
    return this.#pages({
      ConsistentRead: mayLag !== true,
      ...written({
        KeyConditionExpression:
          from === undefined ? inPartition(partition) : expression`pk = ${partition} AND sk >= ${from}`,
        FilterExpression: where,
        ProjectionExpression: only,
      }),
      ...defined({ Limit: limit }),
    });
  }

  /** The first page where a limit is given, else all of them. */
  async *#pages(input: Omit<QueryCommandInput, "TableName">): AsyncGenerator<QueryCommandOutput> {
    let start: Record<string, unknown> | undefined;
    do {
      const page: QueryCommandOutput = await this.client.send(
        new QueryCommand({ ...input, TableName: this.name, ...defined({ ExclusiveStartKey: start }) }),
      );
      yield page;
      start = page.LastEvaluatedKey;
    } while (start !== undefined && input.Limit === undefined);
  }
}

const inPartition = (partition: string): Expression => expression`pk = ${partition}`;

/** Names the refusal of a conditional write; every other error stays as it is. */
async function named<Result>(condition: Condition | undefined, write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw new ConditionRefused(condition?.refused ?? "", { cause: error });
  }
}

/** A store whose rows are all in one table. */
export class TableStore {
  protected readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }
}
