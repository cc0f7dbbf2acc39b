import fc from "fast-check";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { maxRowsRead, searchPage } from "../../../functions/edge/pages.ts";

/** Rows by key, as a store has them: at most `limit`, at most `most` (a page's bytes are limited), in key order. */
class FewRows {
  readonly rows: Set<number>;
  readonly #most: number;
  reads = 0;

  constructor(rows: Iterable<number>, most = Infinity) {
    this.rows = new Set(rows);
    this.#most = most;
  }

  readonly read = async ({ limit, after }: PageQuery): Promise<Page<number>> => {
    this.reads += 1;
    const left = [...this.rows].toSorted((a, b) => a - b).filter((row) => after === undefined || row > Number(after));
    const items = left.slice(0, Math.min(limit, this.#most));
    const last = items.at(-1);
    return last === undefined || items.length === left.length ? { items } : { items, next: String(last) };
  };

  page(matches: ((row: number) => boolean) | undefined, limit: number, after?: string): Promise<Page<number>> {
    return searchPage(this.read, String, matches, { limit, after });
  }
}

const anyRows = fc.uniqueArray(fc.nat(999), { maxLength: 60 });
const anyMatch = fc.constantFrom<((row: number) => boolean) | undefined>(
  undefined,
  (row) => row % 2 === 0,
  (row) => row % 7 === 0,
  () => false,
  () => true,
);
const anyMost = fc.constantFrom(1, 3, 10, Infinity);
/** What somebody else does between two pages. */
const anyMeanwhile = fc.array(fc.record({ row: fc.nat(999), does: fc.constantFrom("inserts", "removes") }), {
  maxLength: 4,
});

test("pages put together are the rows that match: what was there throughout is neither skipped nor repeated", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyRows,
      anyMatch,
      anyMost,
      fc.integer({ min: 1, max: 10 }),
      fc.array(anyMeanwhile, { maxLength: 20 }),
      async (rows, matches, most, limit, meanwhile) => {
        const few = new FewRows(rows, most);
        const throughout = new Set(rows);
        const ever = new Set(rows);
        const answered: number[] = [];
        let after: string | undefined;
        for (let asked = 0; ; asked += 1) {
          expect(asked).toBeLessThan(2_000);
          const page = await few.page(matches, limit, after);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          answered.push(...page.items);
          if (page.next === undefined) break;
          after = page.next;
          for (const { row, does } of meanwhile[asked] ?? []) {
            if (does === "inserts") few.rows.add(row);
            else few.rows.delete(row);
            if (does === "inserts") ever.add(row);
            else throughout.delete(row);
          }
        }
        const isWanted = (row: number) => matches?.(row) ?? true;
        expect(answered).toEqual([...new Set(answered)].toSorted((a, b) => a - b));
        expect(answered.filter((row) => !ever.has(row) || !isWanted(row))).toEqual([]);
        expect([...throughout].filter((row) => isWanted(row) && !answered.includes(row))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

const upTo = (count: number) => Array.from({ length: count }, (_, row) => row);

describe("a page", () => {
  test("has no next when it ends where the rows end", async () => {
    expect(await new FewRows(upTo(20)).page(undefined, 20)).toEqual({ items: upTo(20) });
    expect(await new FewRows([]).page(undefined, 20)).toEqual({ items: [] });
    expect(await new FewRows([]).page(() => true, 20)).toEqual({ items: [] });
  });

  test("has a next when there is one row more", async () => {
    expect(await new FewRows(upTo(21)).page(undefined, 20)).toEqual({ items: upTo(20), next: "19" });
  });

  test("goes on where a store's page of large rows came short", async () => {
    expect(await new FewRows(upTo(21), 5).page(undefined, 20)).toMatchObject({ next: expect.any(String) as string });
  });

  test("of a search reads so many rows and no more; the next goes on behind them", async () => {
    const few = new FewRows(upTo(maxRowsRead * 2));
    const page = await few.page((row) => row === maxRowsRead + 7, 20);
    expect(page).toEqual({ items: [], next: String(maxRowsRead - 1) });
    expect(few.reads).toBeLessThanOrEqual(10);
    expect(await few.page((row) => row === maxRowsRead + 7, 20, page.next)).toMatchObject({ items: [maxRowsRead + 7] });
  });
});
