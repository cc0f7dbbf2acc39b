import type { ItemOf, PageAnswer, Pages } from "./operation.ts";

/** Asks for the first page only when it is awaited or iterated over, and for each further one when it is needed. */
export class LazyPages<Page extends PageAnswer> implements Pages<Page> {
  readonly [Symbol.toStringTag] = "Pages";
  readonly #ask: (cursor: string | undefined) => Promise<Page>;
  #first: Promise<Page> | undefined;

  constructor(ask: (cursor: string | undefined) => Promise<Page>) {
    this.#ask = ask;
  }

  get #page(): Promise<Page> {
    return (this.#first ??= this.#ask(undefined));
  }

  then<Done = Page, Failed = never>(
    done?: ((page: Page) => Done | PromiseLike<Done>) | null,
    failed?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    return this.#page.then(done, failed);
  }

  catch<Failed = never>(failed?: ((error: unknown) => Failed | PromiseLike<Failed>) | null): Promise<Page | Failed> {
    return this.#page.catch(failed);
  }

  finally(done?: (() => void) | null): Promise<Page> {
    return this.#page.finally(done);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ItemOf<Page>, void, undefined> {
    for (let page = await this.#page; ;) {
      yield* page.data as readonly Awaited<ItemOf<Page>>[];
      const { nextCursor } = page.pagination;
      if (typeof nextCursor !== "string") return;
      page = await this.#ask(nextCursor);
    }
  }
}
