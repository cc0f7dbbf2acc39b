/** Acts one after the other, of those that bear the same key. One that fails, fails for its caller alone: the next goes on. */
export class OneByOne {
  readonly #last = new Map<string, Promise<unknown>>();

  async do(act: () => Promise<void>, key = ""): Promise<void> {
    const acting = (this.#last.get(key) ?? Promise.resolve()).then(act);
    const over = acting.catch(() => undefined);
    this.#last.set(key, over);
    try {
      await acting;
    } finally {
      if (this.#last.get(key) === over) this.#last.delete(key);
    }
  }

  /** Resolves when all that was asked for so far is over. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
