/** One change of a LevelDB database, encoded. */
export interface Change {
  readonly type: "put" | "del";
  readonly key: string;
  readonly value?: string;
}

interface Waiting {
  readonly changes: readonly Change[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes of one database, each whole or not at all, and on disk when it is answered. A sync takes milliseconds however much
 * it syncs, so writes that come while one is under way wait for each other and are committed as one: many writers at a time
 * lose little by it.
 */
export class SyncedWrites {
  readonly #commit: (changes: readonly Change[]) => Promise<void>;
  readonly #waiting: Waiting[] = [];
  #isCommitting = false;
  /** What goes with the write that comes next. */
  #ahead: Change[] = [];
  #isAhead = false;

  /** @param commit writes all of them as one and syncs it to disk before it resolves */
  constructor(commit: (changes: readonly Change[]) => Promise<void>) {
    this.#commit = commit;
  }

  /** @throws what the commit threw, to each whose write was in it */
  async write(changes: readonly Change[]): Promise<void> {
    if (this.#isAhead) {
      this.#ahead.push(...changes);
      return;
    }
    const whole = [...this.#ahead.splice(0), ...changes];
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ changes: whole, resolve, reject });
      void this.#commitWaiting();
    });
  }

  /** What `ahead` writes becomes one write with the one that `then` makes; both write before they return. */
  together(ahead: () => void, then: () => void): void {
    try {
      this.#isAhead = true;
      ahead();
      this.#isAhead = false;
      then();
    } finally {
      this.#isAhead = false;
      this.#ahead = [];
    }
  }

  async #commitWaiting(): Promise<void> {
    if (this.#isCommitting) return;
    this.#isCommitting = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      try {
        await this.#commit(group.flatMap(({ changes }) => changes));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#isCommitting = false;
  }
}
