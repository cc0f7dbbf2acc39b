/**
 * A read-write lock: row changes run side by side, a recount runs alone. A change to a row that is already counted would be
 * lost when the recount replaces the counts.
 */
export class Gate {
  readonly #sharing = new Set<Promise<unknown>>();
  /** The last that has it alone: those that come later wait for it. */
  #alone: Promise<unknown> = Promise.resolve();

  async shared<Result>(act: () => Promise<Result>): Promise<Result> {
    await this.#alone;
    const acting = act();
    this.#sharing.add(acting);
    try {
      return await acting;
    } finally {
      this.#sharing.delete(acting);
    }
  }

  async alone<Result>(act: () => Promise<Result>): Promise<Result> {
    const acting = this.#alone.then(() => Promise.allSettled(this.#sharing)).then(act);
    this.#alone = acting.catch(() => undefined);
    return await acting;
  }
}
