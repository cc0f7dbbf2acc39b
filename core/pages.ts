import { defined } from "./defined.ts";

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Key to go on after; absent when this was the last page. */
  readonly next?: string;
}

export interface PageQuery {
  readonly limit: number;
  readonly after?: string;
}

type Read<Item> = (query: PageQuery) => Promise<Page<Item>>;

/** All pages, from behind `after` on where that is given. Each is read when it is asked for. */
export async function* everyPage<Item>(limit: number, read: Read<Item>, after?: string): AsyncGenerator<Page<Item>> {
  let page: Page<Item> | undefined;
  do {
    page = await read({ limit, ...defined({ after: page === undefined ? after : page.next }) });
    yield page;
  } while (page.next !== undefined);
}

export async function* everyItem<Item>(limit: number, read: Read<Item>, after?: string): AsyncGenerator<Item> {
  for await (const { items } of everyPage(limit, read, after)) yield* items;
}
