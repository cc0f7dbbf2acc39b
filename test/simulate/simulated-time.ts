interface Wait {
  readonly at: number;
  readonly order: number;
  readonly end: () => void;
  over: boolean;
}

const isSooner = (a: Wait, b: Wait): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Time that goes on as fast as what waits for it is done. Waits lie in a heap: many thousands are open at once. */
export class SimulatedTime {
  #now = 0;
  #order = 0;
  readonly #heap: Wait[] = [];

  get now(): number {
    return this.#now;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const abort = () => {
        wait.over = true;
        resolve();
      };
      const end = () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      const wait: Wait = { at: this.#now + ms, order: this.#order++, end, over: false };
      signal?.addEventListener("abort", abort, { once: true });
      this.#push(wait);
    });
  }

  /** Goes on to that moment: waits end one by one, and what follows from one is done before the next ends. */
  async runUntil(until: number): Promise<void> {
    await settled();
    for (let next = this.#heap[0]; next !== undefined && next.at <= until; next = this.#heap[0]) {
      this.#pop();
      if (next.over) continue;
      this.#now = next.at;
      next.end();
      await settled();
    }
    this.#now = until;
  }

  #push(wait: Wait): void {
    const heap = this.#heap;
    let at = heap.push(wait) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isSooner(wait, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = wait;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      if (left === undefined) break;
      const right = heap[2 * at + 2];
      const takesRight = right !== undefined && isSooner(right, left);
      const child = takesRight ? right : left;
      if (!isSooner(child, last)) break;
      heap[at] = child;
      at = 2 * at + (takesRight ? 2 : 1);
    }
    heap[at] = last;
  }
}

/** Promise chains run out before an immediate comes; nothing here waits for anything else. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
