import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Key } from "./keys.ts";

/** Reads and writes of many items at once, in requests as large as DynamoDB takes; what a throttled table left out comes again. */

export type Item = Readonly<Record<string, unknown>>;

export type WriteRequest =
  { readonly PutRequest: { readonly Item: Item } } | { readonly DeleteRequest: { readonly Key: Key } };

export const batchGetLimit = 100;
const batchWriteLimit = 25;
const batchesAtOnce = 4;

export const keyOf = (item: Item): Key => ({ pk: item["pk"] as string, sk: item["sk"] as string });

export const textOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** The last of each key: DynamoDB refuses a batch in which a key comes twice. */
export const unique = <Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => Key): readonly Entry[] => [
  ...new Map(entries.map((entry) => [textOf(keyOf(entry)), entry])).values(),
];

/**
 * One request for items of several tables.
 *
 * @param wanted by the table's name, 100 keys in all at most, each once
 * @param ConsistentRead false: as they were a moment ago, for half the price
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  wanted: Readonly<Record<string, readonly Key[]>>,
  ConsistentRead = true,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let left = Object.entries(wanted);
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt > 0) await backOff(attempt - 1);
    const RequestItems = Object.fromEntries(left.map(([table, keys]) => [table, { Keys: [...keys], ConsistentRead }]));
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(new BatchGetCommand({ RequestItems }));
    found.push(...Object.values(Responses).flat());
    left = Object.entries(UnprocessedKeys).map(([table, { Keys = [] }]) => [table, Keys as Key[]]);
  }
  return found;
}

/** Writes until the table took every one. Of two with one key the last stands. */
export async function batchWrite(
  client: DynamoDBDocumentClient,
  table: string,
  all: readonly WriteRequest[],
): Promise<void> {
  const requests = unique(all, (request) =>
    "PutRequest" in request ? keyOf(request.PutRequest.Item) : request.DeleteRequest.Key,
  );
  const batches: (readonly WriteRequest[])[] = [];
  for (let start = 0; start < requests.length; start += batchWriteLimit) {
    batches.push(requests.slice(start, start + batchWriteLimit));
  }
  for (let start = 0; start < batches.length; start += batchesAtOnce) {
    await Promise.all(batches.slice(start, start + batchesAtOnce).map((batch) => writeBatch(client, table, batch)));
  }
}

async function writeBatch(
  client: DynamoDBDocumentClient,
  table: string,
  requests: readonly WriteRequest[],
): Promise<void> {
  let left = requests;
  for (let attempt = 0; left.length > 0; attempt += 1) {
    const RequestItems = { [table]: [...left] as never };
    const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems }));
    left = (UnprocessedItems?.[table] ?? []) as readonly WriteRequest[];
    if (left.length > 0) await backOff(attempt);
  }
}

/** The table is throttled: 50 ms, doubled each time, 3 s at most. */
const backOff = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** attempt, 3_000)));
