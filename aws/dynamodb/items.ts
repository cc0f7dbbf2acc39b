import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  QueryCommand,
  type DynamoDBDocumentClient,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { defined } from "../../core/defined.ts";
import { ConditionRefused } from "../../core/errors.ts";
import type { Page, PageQuery } from "../../core/pages.ts";
import { indexName } from "./schema.ts";
import type { Key } from "./keys.ts";

/** What all stores do with items: conditional writes, updates, pages, batches. */

export type Item = Readonly<Record<string, unknown>>;

/** A table and the client to reach it. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

/** A stored row without the attributes that only place it in the table. */
export function rowOf<Row>(item: Item): Row {
  const { pk: _pk, sk: _sk, ix: _ix, ixSort: _ixSort, ttl: _ttl, ...row } = item;
  return row as Row;
}

/** Names the refusal of a conditional write; everything else stays as it is. */
export async function conditional<Result>(what: string, write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new ConditionRefused(what, { cause: error });
    throw error;
  }
}

/** @param ConsistentRead false: as it was a moment ago, for half the price */
export async function getItem(table: Table, key: Key, ConsistentRead = true): Promise<Item | undefined> {
  const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead }));
  return Item;
}

/**
 * An update expression that sets what has a value and takes away what is null; undefined stays as it is.
 * Names are `#a`, values `:a` after the attribute, so that conditions can use them.
 *
 * @param unlessThere is set only where the item has no such attribute yet
 */
export function setAndRemove(
  changes: Readonly<Record<string, unknown>>,
  unlessThere: Readonly<Record<string, unknown>> = {},
): {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, unknown>;
} {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
  const set = entries.filter(([, value]) => value !== null);
  const remove = entries.filter(([, value]) => value === null);
  const once = Object.entries(unlessThere);
  const sets = [
    ...set.map(([name]) => `#${name} = :${name}`),
    ...once.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`),
  ];
  const parts = [
    sets.length === 0 ? "" : `SET ${sets.join(", ")}`,
    remove.length === 0 ? "" : `REMOVE ${remove.map(([name]) => `#${name}`).join(", ")}`,
  ];
  return {
    UpdateExpression: parts.filter((part) => part !== "").join(" "),
    ExpressionAttributeNames: Object.fromEntries([...entries, ...once].map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries([...set, ...once].map(([name, value]) => [`:${name}`, value])),
  };
}

interface PartitionQuery {
  readonly partition: string;
  /** Only sort keys with this prefix; `after` and `next` come without it. */
  readonly prefix?: string;
  readonly newestFirst?: boolean;
}

/** A page of a partition in key order, read consistently. */
export async function queryPage<Row>(
  table: Table,
  { partition, prefix = "", newestFirst = false }: PartitionQuery,
  { limit, after }: PageQuery,
  read: (item: Item) => Row | undefined,
): Promise<Page<Row>> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": partition, ...(prefix === "" ? {} : { ":prefix": prefix }) },
      ScanIndexForward: !newestFirst,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: partition, sk: `${prefix}${after}` } }),
    }),
  );
  const items = Items.map(read).filter((row): row is Awaited<Row> & NonNullable<Row> => row !== undefined) as Row[];
  const last = LastEvaluatedKey?.["sk"] as string | undefined;
  return last === undefined ? { items } : { items, next: last.slice(prefix.length) };
}

/** Every item of a query, page after page. */
export async function queryAll(table: Table, input: Omit<QueryCommandInput, "TableName">): Promise<Item[]> {
  const items: Item[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({ ...input, TableName: table.name, ...defined({ ExclusiveStartKey: start }) }),
    );
    items.push(...Items);
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

/** Items under one key of the sparse index, read whole and consistently from the table. Which ones may lag a moment. */
export async function queryIndex(
  table: Table,
  ix: string,
  options: {
    readonly limit?: number;
    readonly newestFirst?: boolean;
    readonly upTo?: string;
    /** An item that is known to belong there, should the index not list it yet. */
    readonly also?: Key;
  } = {},
): Promise<Item[]> {
  const { upTo } = options;
  const input = {
    IndexName: indexName,
    KeyConditionExpression: upTo === undefined ? "ix = :ix" : "ix = :ix AND ixSort <= :upTo",
    ExpressionAttributeValues: { ":ix": ix, ...defined({ ":upTo": upTo }) },
    ScanIndexForward: options.newestFirst !== true,
  };
  const found =
    options.limit === undefined
      ? await queryAll(table, input)
      : ((await table.client.send(new QueryCommand({ ...input, TableName: table.name, Limit: options.limit }))).Items ??
        []);
  const listed = found.map((item) => ({ pk: item["pk"] as string, sk: item["sk"] as string }));
  const { also } = options;
  // An item that moves within the index between two pages stands on both.
  const keys = unique(also === undefined ? listed : [...listed, also], (key) => key);
  const items = await getMany(table, keys);
  // The index may still list what left it.
  return keys.flatMap((key) => {
    const item = items.get(textOf(key));
    return item?.["ix"] === ix ? [item] : [];
  });
}

/** A page of the items under one key of the sparse index, in its order; `after` and `next` are its sort keys. */
export async function queryIndexPage<Row>(
  table: Table,
  ix: string,
  { limit, after }: PageQuery,
  read: (item: Item) => Row,
): Promise<Page<Row>> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: indexName,
      KeyConditionExpression: after === undefined ? "ix = :ix" : "ix = :ix AND ixSort > :after",
      ExpressionAttributeValues: { ":ix": ix, ...defined({ ":after": after }) },
      Limit: limit,
    }),
  );
  const keys = Items.map((item) => ({ pk: item["pk"] as string, sk: item["sk"] as string }));
  const found = await getMany(table, keys);
  // The index may still list what left it.
  const items = keys.flatMap((key) => {
    const item = found.get(textOf(key));
    return item?.["ix"] === ix ? [read(item)] : [];
  });
  const last = LastEvaluatedKey?.["ixSort"] as string | undefined;
  return last === undefined ? { items } : { items, next: last };
}

/** How many items stand under one key of the sparse index. May lag a moment. */
export async function countIndex(table: Table, ix: string): Promise<number> {
  let count = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const { Count = 0, LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: indexName,
        Select: "COUNT",
        KeyConditionExpression: "ix = :ix",
        ExpressionAttributeValues: { ":ix": ix },
        ...defined({ ExclusiveStartKey: start }),
      }),
    );
    count += Count;
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return count;
}

const batchGetLimit = 100;
const batchWriteLimit = 25;

/** Those of the keys that exist, by `pk\nsk`, read consistently. A key that comes twice is read once. */
export async function getMany(table: Table, keys: readonly Key[]): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  const wanted = unique(keys, (key) => key);
  for (let start = 0; start < wanted.length; start += batchGetLimit) {
    const batch = { [table.name]: wanted.slice(start, start + batchGetLimit) };
    for (const item of await batchGet(table.client, batch)) found.set(textOf(item as unknown as Key), item);
  }
  return found;
}

/**
 * One request for items of several tables, read consistently; keys that a throttled table left out are asked for again
 * after a pause.
 *
 * @param wanted by the table's name, 100 keys in all at most, each once
 */
export async function batchGet(
  client: Table["client"],
  wanted: Readonly<Record<string, readonly Key[]>>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let left = Object.entries(wanted);
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt > 0) await backOff(attempt - 1);
    const RequestItems = Object.fromEntries(
      left.map(([table, keys]) => [table, { Keys: [...keys], ConsistentRead: true }]),
    );
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(new BatchGetCommand({ RequestItems }));
    found.push(...Object.values(Responses).flat());
    left = Object.entries(UnprocessedKeys).map(([table, { Keys = [] }]) => [table, Keys as Key[]]);
  }
  return found;
}

export const textOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** The last of each key: DynamoDB refuses a batch in which a key comes twice. */
const unique = <Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => Key): readonly Entry[] => [
  ...new Map(entries.map((entry) => [textOf(keyOf(entry)), entry])).values(),
];

/** Writes items over what is there, 25 at a time, until the table took every one. Of two with one key the last stands. */
export const putMany = (table: Table, items: readonly Item[]): Promise<void> =>
  writeMany(
    table,
    items.map((Item) => ({ PutRequest: { Item } })),
  );

/** Takes items away whether or not they are there. */
export const deleteMany = (table: Table, keys: readonly Key[]): Promise<void> =>
  writeMany(
    table,
    keys.map((Key) => ({ DeleteRequest: { Key } })),
  );

type WriteRequest =
  { readonly PutRequest: { readonly Item: Item } } | { readonly DeleteRequest: { readonly Key: Key } };

const batchesAtOnce = 4;

async function writeMany(table: Table, all: readonly WriteRequest[]): Promise<void> {
  const requests = unique(all, (request) =>
    "PutRequest" in request ? (request.PutRequest.Item as unknown as Key) : request.DeleteRequest.Key,
  );
  const batches: (readonly WriteRequest[])[] = [];
  for (let start = 0; start < requests.length; start += batchWriteLimit) {
    batches.push(requests.slice(start, start + batchWriteLimit));
  }
  for (let start = 0; start < batches.length; start += batchesAtOnce) {
    await Promise.all(batches.slice(start, start + batchesAtOnce).map((batch) => writeBatch(table, batch)));
  }
}

async function writeBatch(table: Table, requests: readonly WriteRequest[]): Promise<void> {
  let left = requests;
  for (let attempt = 0; left.length > 0; attempt += 1) {
    const RequestItems = { [table.name]: [...left] as never };
    const { UnprocessedItems } = await table.client.send(new BatchWriteCommand({ RequestItems }));
    left = (UnprocessedItems?.[table.name] ?? []) as readonly WriteRequest[];
    if (left.length > 0) await backOff(attempt);
  }
}

/** The table is throttled: 50 ms, doubled each time, 3 s at most. */
const backOff = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** attempt, 3_000)));
