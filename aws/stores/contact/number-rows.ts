import { ConditionRefused } from "../../../core/errors.ts";
import { holdsUntil, type NumberRow } from "../../../core/contact/person.ts";
import { keepWroteMs, unpackWrote } from "../../../core/contact/wrote.ts";
import type { Item } from "../../dynamodb/batches.ts";
import { all, attributeIs } from "../../dynamodb/expressions.ts";
import { formerLidIndex, numberKey, optOutsPartition } from "../../dynamodb/keys.ts";
import { rowOf, TableStore, ttlOf } from "../../dynamodb/table.ts";

const isUnchangedSince = ({ rev, wrote }: NumberRow) => all(attributeIs("rev", rev), attributeIs("wrote", wrote));

/** What changes of a row; null takes an attribute away, undefined leaves it as it is. */
export type NumberChanges = {
  readonly [Name in keyof Omit<NumberRow, "tenantId" | "number" | "rev" | "isOfBefore">]?: NumberRow[Name] | null;
};

/**
 * Rows of numbers in the delivery table, read consistently where nothing else is said. A change rests on what was read: `rev` counts the changes of what must last, and of the
 * campaigns that wrote to the number none is lost.
 */
export class NumberRows extends TableStore {
  async find(tenantId: string, number: string): Promise<NumberRow | undefined> {
    return await this.table.get(numberKey(tenantId, number), numberRowOf);
  }

  async findMany(
    tenantId: string,
    numbers: readonly string[],
    consistently = true,
  ): Promise<ReadonlyMap<string, NumberRow>> {
    const keys = numbers.map((number) => numberKey(tenantId, number));
    const rows = await this.table.many(keys, numberRowOf, consistently);
    return new Map([...rows.values()].map((row) => [row.number, row]));
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
    const ttl = until === undefined ? null : ttlOf(until);
    const leaves = seen.isOfBefore === true || seen.optOut !== undefined ? { ix: null, ixSort: null } : {};
    const index = row.optOut === undefined ? leaves : { ix: optOutsPartition(tenantId), ixSort: number };
    await this.table.update(
      numberKey(tenantId, number),
      { tenantId, number, ...changes, ...index, ttl, ...(lasts ? { rev } : {}) },
      {
        when: isUnchangedSince(seen),
        refused: "what is kept of a number was changed meanwhile",
      },
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

/**
 * Does what rests on rows as they were read, and does it anew when they were changed meanwhile.
 * @param seen what was read before, for the first time alone
 */
export async function anewWhenChanged<Result, Seen = never>(
  act: (seen?: Seen) => Promise<Result>,
  seen?: Seen,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act(attempt === 1 ? seen : undefined);
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
      if (attempt === attempts) {
        throw new Error(`what is kept of a number was changed ${attempts} times`, { cause: error });
      }
    }
  }
}
