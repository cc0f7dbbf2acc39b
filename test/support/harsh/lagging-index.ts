import { indexName } from "../../../aws/dynamodb/schema.ts";

/** An index that answers as of some time ago, as DynamoDB's do: items written or taken away since then show in their old place. */

/** A request or an answer in DynamoDB's own JSON. */
export type Json = Readonly<Record<string, unknown>>;

export interface Answered {
  readonly statusCode: number;
  readonly body: Json;
}

export type Ask = (operation: string, body: Json) => Promise<Answered>;

type Attributes = Readonly<Record<string, { readonly S?: string }>>;

/** Where the index lists an item; `undefined` where it does not. */
type Place = { readonly ix: string; readonly ixSort: string } | undefined;

interface Entry {
  readonly pk: string;
  readonly sk: string;
  readonly ix: string;
  readonly ixSort: string;
}

interface Version {
  readonly at: number;
  readonly place: Place;
}

interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly versions: Version[];
}

const textOf = (attributes: Attributes, name: string): string => attributes[name]?.S ?? "";
const placeOf = (item: Attributes | undefined): Place =>
  item?.["ix"]?.S === undefined ? undefined : { ix: item["ix"].S, ixSort: textOf(item, "ixSort") };

export class LaggingIndex {
  readonly #lagMs: () => number;
  readonly #now: () => number;
  /** By table and key, the places of items that changed lately, the oldest first. */
  readonly #items = new Map<string, Map<string, Item>>();
  #writing: Promise<unknown> = Promise.resolve();

  /** @param now milliseconds that only go on */
  constructor(lagMs: () => number, now: () => number) {
    this.#lagMs = lagMs;
    this.#now = now;
  }

  async handle(operation: string, body: Json, ask: Ask): Promise<Answered> {
    if (this.#lagMs() <= 0) return await ask(operation, body);
    if (operation === "Query" && body["IndexName"] !== undefined) return await this.#query(body, ask);
    const moved = movedBy(operation, body);
    if (moved.length === 0) return await ask(operation, body);
    // One after the other: what an item was before a write is read before it.
    const writing = this.#writing.then(() => this.#write(operation, body, moved, ask));
    this.#writing = writing.catch(() => undefined);
    return await writing;
  }

  async #write(operation: string, body: Json, keys: readonly Moved[], ask: Ask): Promise<Answered> {
    const before = await Promise.all(keys.map((key) => placeNow(key, ask)));
    const answer = await ask(operation, body);
    const after = await Promise.all(keys.map((key) => placeNow(key, ask)));
    const at = this.#now();
    for (const [index, { table, pk, sk }] of keys.entries()) {
      const items = this.#items.get(table) ?? new Map<string, Item>();
      this.#items.set(table, items);
      const key = `${pk}\n${sk}`;
      const item = items.get(key) ?? { pk, sk, versions: [{ at: -Infinity, place: before[index] }] };
      item.versions.push({ at, place: after[index] });
      items.set(key, item);
    }
    return answer;
  }

  async #query(body: Json, ask: Ask): Promise<Answered> {
    const { ix, isAsked } = conditionOf(body);
    const { Limit, ExclusiveStartKey, Select, ...whole } = body;
    const entries = new Map<string, Entry>();
    let start: unknown;
    do {
      const answer = await ask("Query", { ...whole, ...(start === undefined ? {} : { ExclusiveStartKey: start }) });
      if (answer.statusCode !== 200) return answer;
      for (const item of (answer.body["Items"] ?? []) as Attributes[]) {
        const [pk, sk] = [textOf(item, "pk"), textOf(item, "sk")];
        entries.set(`${pk}\n${sk}`, { pk, sk, ix, ixSort: textOf(item, "ixSort") });
      }
      start = answer.body["LastEvaluatedKey"];
    } while (start !== undefined);
    const asOf = this.#now() - this.#lagMs();
    const items = this.#items.get(String(body["TableName"])) ?? new Map<string, Item>();
    for (const [key, { pk, sk, versions }] of items) {
      const seen = versions.findLastIndex(({ at }) => at <= asOf);
      versions.splice(0, seen);
      // What the table's own index says is as old as that.
      if (versions.length === 1) {
        items.delete(key);
        continue;
      }
      entries.delete(key);
      const place = versions[0]?.place;
      if (place?.ix === ix && isAsked(place.ixSort)) entries.set(key, { pk, sk, ...place });
    }
    const direction = body["ScanIndexForward"] === false ? -1 : 1;
    const listed = [...entries.values()].sort((one, other) => direction * compare(orderOf(one), orderOf(other)));
    return pageOf(listed, { Limit, ExclusiveStartKey, Select, direction });
  }
}

interface Moved {
  readonly table: string;
  readonly pk: string;
  readonly sk: string;
}

/** Items that a write may move within the index. Those of a batch that bear no place never had one. */
function movedBy(operation: string, body: Json): readonly Moved[] {
  const keyOf = (table: string, item: Attributes): Moved => ({ table, pk: textOf(item, "pk"), sk: textOf(item, "sk") });
  const table = String(body["TableName"]);
  switch (operation) {
    case "PutItem":
      return [keyOf(table, body["Item"] as Attributes)];
    case "DeleteItem":
      return [keyOf(table, body["Key"] as Attributes)];
    case "UpdateItem": {
      const { UpdateExpression = "", ExpressionAttributeNames = {} } = body;
      const names = JSON.stringify([UpdateExpression, ExpressionAttributeNames]);
      return /\bix\b/.test(names) ? [keyOf(table, body["Key"] as Attributes)] : [];
    }
    case "BatchWriteItem":
      return Object.entries(body["RequestItems"] as Record<string, readonly Json[]>).flatMap(([name, requests]) =>
        requests.flatMap(({ PutRequest }) => {
          const item = (PutRequest as { readonly Item: Attributes } | undefined)?.Item;
          return placeOf(item) === undefined || item === undefined ? [] : [keyOf(name, item)];
        }),
      );
    default:
      return [];
  }
}

async function placeNow({ table, pk, sk }: Moved, ask: Ask): Promise<Place> {
  const Key = { pk: { S: pk }, sk: { S: sk } };
  const { body } = await ask("GetItem", { TableName: table, Key, ConsistentRead: true });
  return placeOf(body["Item"] as Attributes | undefined);
}

interface Condition {
  readonly ix: string;
  readonly isAsked: (ixSort: string) => boolean;
}

/** @throws Error for a condition that is not one of aws/dynamodb/table.ts: it would be answered without the lag */
function conditionOf(body: Json): Condition {
  const values = (body["ExpressionAttributeValues"] ?? {}) as Attributes;
  const [upTo, after] = [textOf(values, ":upTo"), textOf(values, ":after")];
  const conditions: Readonly<Record<string, Condition["isAsked"]>> = {
    "ix = :ix": () => true,
    "ix = :ix AND ixSort <= :upTo": (ixSort) => ixSort <= upTo,
    "ix = :ix AND ixSort > :after": (ixSort) => ixSort > after,
  };
  const condition = String(body["KeyConditionExpression"]);
  const isAsked = body["IndexName"] === indexName ? conditions[condition] : undefined;
  if (isAsked === undefined) {
    throw new Error(`the lagging index can't answer ${condition} on ${String(body["IndexName"])}`);
  }
  return { ix: textOf(values, ":ix"), isAsked };
}

const orderOf = ({ ixSort, pk, sk }: Omit<Entry, "ix">): string => `${ixSort}\n${pk}\n${sk}`;
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

interface Paging {
  readonly Limit: unknown;
  readonly ExclusiveStartKey: unknown;
  readonly Select: unknown;
  readonly direction: number;
}

function pageOf(listed: readonly Entry[], { Limit, ExclusiveStartKey, Select, direction }: Paging): Answered {
  const start = ExclusiveStartKey as Attributes | undefined;
  const after =
    start === undefined
      ? undefined
      : orderOf({ ixSort: textOf(start, "ixSort"), pk: textOf(start, "pk"), sk: textOf(start, "sk") });
  const rest = after === undefined ? listed : listed.filter((entry) => direction * compare(orderOf(entry), after) > 0);
  const page = typeof Limit === "number" ? rest.slice(0, Limit) : rest;
  const items = page.map(({ pk, sk, ix, ixSort }) => ({
    ...{ pk: { S: pk }, sk: { S: sk } },
    ...{ ix: { S: ix }, ixSort: { S: ixSort } },
  }));
  const last = items.at(-1);
  return {
    statusCode: 200,
    body: {
      Count: page.length,
      ScannedCount: page.length,
      ...(Select === "COUNT" ? {} : { Items: items }),
      ...(last !== undefined && page.length < rest.length ? { LastEvaluatedKey: last } : {}),
    },
  };
}
