import { defined } from "../../core/defined.ts";
import type { Page, PageQuery } from "../../core/pages.ts";

/** Rows that one request reads at most while it searches for matches; the cursor goes on behind them. */
export const maxRowsRead = 5_000;
/** The same where more has to be read of each row before it is known whether it matches. */
export const maxRowsJoined = 2_000;
const readAtOnce = 500;

/**
 * A page of rows that match. Reading is bounded: a page may come back short, or empty, with a cursor behind what was
 * read. What is there throughout is neither skipped nor repeated, because the cursor is a key and not a count.
 *
 * @param keyOf the key that `read` goes on after
 * @param matches every row matches when absent
 * @param join keeps those of the matches, in their order, that also match by what stands elsewhere
 */
export async function searchPage<Row>(
  read: (query: PageQuery) => Promise<Page<Row>>,
  keyOf: (row: Row) => string,
  matches: ((row: Row) => boolean) | undefined,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
  join?: (rows: readonly Row[]) => Promise<readonly Row[]>,
): Promise<Page<Row>> {
  const pageFrom = (from: string | undefined, size: number) => read({ limit: size, ...defined({ after: from }) });
  if (matches === undefined && join === undefined) {
    // One more than asked for shows whether there is a next page at all.
    const page = await pageFrom(after, limit + 1);
    const last = page.items[limit - 1];
    // Fewer than asked for may be all that fitted into one answer of the store: then its `next` goes on behind them.
    return page.items.length > limit && last !== undefined
      ? { items: page.items.slice(0, limit), next: keyOf(last) }
      : page;
  }
  const items: Row[] = [];
  let next = after;
  const maxRows = join === undefined ? maxRowsRead : maxRowsJoined;
  for (let rowsRead = 0; rowsRead < maxRows;) {
    const page = await pageFrom(next, readAtOnce);
    const matching = matches === undefined ? page.items : page.items.filter(matches);
    for (const row of join === undefined ? matching : await join(matching)) {
      items.push(row);
      if (items.length === limit) return { items, next: keyOf(row) };
    }
    if (page.next === undefined) return { items };
    next = page.next;
    rowsRead += page.items.length;
  }
  return next === undefined ? { items } : { items, next };
}

/** A page of what a tenant has few of and is read whole: in the order of its keys, after the one that the last page ended with. */
export function pageOfFew<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  { limit, after = "" }: { readonly limit: number; readonly after: string | undefined },
): Page<Row> {
  const left = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).filter((row) => keyOf(row) > after);
  const items = left.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || items.length === left.length ? { items } : { items, next: keyOf(last) };
}
