import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { defined } from "../../../core/defined.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { holdsUntil, type NumberRow } from "../../../core/contact/person.ts";
import { keepWroteMs, unpackWrote } from "../../../core/contact/wrote.ts";
import { conditional, getItem, getMany, rowOf, setAndRemove, type Item, type Table } from "../../dynamodb/items.ts";
import { formerLidIndex, numberKey, optOutsIndex } from "../../dynamodb/keys.ts";

/** What changes of a row; null takes an attribute away, undefined leaves it as it is. */
export type NumberChanges = {
  readonly [Name in keyof Omit<NumberRow, "tenantId" | "number" | "rev" | "isOfBefore">]?: NumberRow[Name] | null;
};

/**
 * Rows of numbers, read consistently. A change rests on what was read: `rev` counts the changes of what must last, and of the
 * campaigns that wrote to the number none is lost.
 */
export class NumberRows {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async find(tenantId: string, number: string): Promise<NumberRow | undefined> {
    const item = await getItem(this.#table, numberKey(tenantId, number));
    return item === undefined ? undefined : numberRowOf(item);
  }

  async findMany(tenantId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, NumberRow>> {
    const items = await getMany(
      this.#table,
      numbers.map((number) => numberKey(tenantId, number)),
    );
    return new Map([...items.values()].map(numberRowOf).map((row) => [row.number, row]));
  }

  /**
   * Changes a row, or makes it.
   * @param seen as it was read, or only its key where there was none
   * @param lasts whether the change is of what must last, so that the row never expires again
   * @throws ConditionRefused when something that must last, or the campaigns that wrote to it, changed since it was read
   */
  async change(seen: NumberRow, changes: NumberChanges, lasts: boolean): Promise<NumberRow> {
    const { tenantId, number, isOfBefore: _, ...before } = seen;
    const rev = lasts ? (seen.rev ?? 0) + 1 : seen.rev;
    const kept = Object.entries({ ...before, ...changes, rev }).filter(([, value]) => value !== null);
    const row: NumberRow = { tenantId, number, ...Object.fromEntries(kept) };
    const until = rev === undefined ? countsUntil(row) : undefined;
    const ttl = until === undefined ? null : Math.ceil(until / 1_000);
    const leaves = seen.isOfBefore === true || seen.optOut !== undefined ? { ix: null, ixSort: null } : {};
    const index = row.optOut === undefined ? leaves : { ix: optOutsIndex(tenantId), ixSort: number };
    const update = setAndRemove({ tenantId, number, ...changes, ...index, ttl, ...(lasts ? { rev } : {}) });
    await conditional(
      "what is kept of a number was changed meanwhile",
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: numberKey(tenantId, number),
          ...update,
          ConditionExpression: [
            seen.rev === undefined ? "attribute_not_exists(#rev)" : "#rev = :seenRev",
            seen.wrote === undefined ? "attribute_not_exists(#wrote)" : "#wrote = :seenWrote",
          ].join(" AND "),
          ExpressionAttributeNames: { ...update.ExpressionAttributeNames, "#rev": "rev", "#wrote": "wrote" },
          ExpressionAttributeValues: {
            ...update.ExpressionAttributeValues,
            ...defined({ ":seenRev": seen.rev, ":seenWrote": seen.wrote }),
          },
        }),
      ),
    );
    return row;
  }
}

/** Until when there is something in the row that counts: its answer, or the campaigns that wrote to it. */
function countsUntil({ onWhatsApp, checkedAt, wrote }: NumberRow): number | undefined {
  const [latest] = unpackWrote(wrote);
  const times = [
    ...(onWhatsApp === undefined || checkedAt === undefined ? [] : [holdsUntil({ onWhatsApp, checkedAt })]),
    ...(latest === undefined ? [] : [latest.at + keepWroteMs]),
  ];
  return times.length === 0 ? undefined : Math.max(...times);
}

export function numberRowOf(item: Item): NumberRow {
  const row = rowOf<NumberRow>(item);
  const isOfBefore = row.lid !== undefined && item["ix"] === formerLidIndex(row.tenantId, row.lid);
  return isOfBefore ? { ...row, isOfBefore } : row;
}

/** How often a change is made anew because another process changed the same rows meanwhile. */
const attempts = 10;

/** Does what rests on rows as they were read, and does it anew when they were changed meanwhile. */
export async function anewWhenChanged<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
      if (attempt === attempts) {
        throw new Error(`what is kept of a number was changed ${attempts} times`, { cause: error });
      }
    }
  }
}
