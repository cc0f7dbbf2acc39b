/**
 * A read-write lock: row changes run side by side, a recount runs alone. A change to a row that is already counted would be
 * lost when the recount replaces the counts.
 */
export class Gate {
  #sharing = 0;
  #queue: Promise<void> = Promise.resolve();
  #allLeft: (() => void) | undefined;

  async shared<Result>(act: () => Promise<Result>): Promise<Result> {
    await this.#queue;
    this.#sharing += 1;
    try {
      return await act();
    } finally {
      this.#sharing -= 1;
      if (this.#sharing === 0) this.#allLeft?.();
    }
  }

  async alone<Result>(act: () => Promise<Result>): Promise<Result> {
    const before = this.#queue;
    const done = Promise.withResolvers<undefined>();
    this.#queue = done.promise;
    await before;
    try {
      if (this.#sharing > 0) {
        await new Promise<void>((resolve) => {
          this.#allLeft = resolve;
        });
        this.#allLeft = undefined;
      }
      return await act();
    } finally {
      done.resolve(undefined);
    }
  }
}
