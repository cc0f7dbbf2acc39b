import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { holdsUntil, type KnownNumber } from "../core/number-check.ts";
import type { NumberCheckStore } from "../core/ports.ts";
import { getItem, getMany, queryIndex, rowOf, type Table } from "./items.ts";
import { lidIndex, numberCheckKey } from "./table.ts";

/** What WhatsApp said of numbers, in the delivery table: an answer that is too old is ignored, and expires. */
export class DynamoNumberCheckStore implements NumberCheckStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async find(tenantId: string, number: string, now: number): Promise<KnownNumber | undefined> {
    const item = await getItem(this.#table, numberCheckKey(tenantId, number));
    return item === undefined ? undefined : fresh(rowOf<KnownNumber>(item), now);
  }

  async findMany(tenantId: string, numbers: readonly string[], now: number): Promise<ReadonlyMap<string, KnownNumber>> {
    const keys = [...new Set(numbers)].map((number) => numberCheckKey(tenantId, number));
    const items = await getMany(this.#table, keys);
    const known = [...items.values()].flatMap((item) => fresh(rowOf<KnownNumber>(item), now) ?? []);
    return new Map(known.map((one) => [one.number, one]));
  }

  async save(known: KnownNumber): Promise<void> {
    const { tenantId, number, lid } = known;
    await this.#table.client.send(
      new PutCommand({
        TableName: this.#table.name,
        Item: {
          ...numberCheckKey(tenantId, number),
          ...known,
          ttl: Math.ceil(holdsUntil(known) / 1_000),
          ...(lid === undefined ? {} : { ix: lidIndex(tenantId, lid), ixSort: number }),
        },
      }),
    );
  }

  async numberOfLid(tenantId: string, lid: string): Promise<string | undefined> {
    const items = await queryIndex(this.#table, lidIndex(tenantId, lid));
    const latest = items.map(rowOf<KnownNumber>).toSorted((a, b) => b.checkedAt - a.checkedAt);
    return latest[0]?.number;
  }
}

const fresh = (known: KnownNumber, now: number): KnownNumber | undefined =>
  holdsUntil(known) > now ? known : undefined;
