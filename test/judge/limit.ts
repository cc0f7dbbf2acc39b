const tickMs = 1_000;

/** The time that a part may take. What is installed for it meanwhile does not count: that is up to the network. */
export class Limit {
  /** What `reached` rejects with. */
  readonly error = new Error("the time is over");
  /** Rejects when the time is over; never resolves. */
  readonly reached: Promise<never>;
  readonly #ticking: NodeJS.Timeout;
  #pauses = 0;

  constructor(ms: number) {
    let left = ms;
    let before = performance.now();
    const { promise, reject } = Promise.withResolvers<never>();
    this.reached = promise;
    this.reached.catch(() => undefined);
    this.#ticking = setInterval(
      () => {
        const now = performance.now();
        if (this.#pauses === 0) left -= now - before;
        before = now;
        if (left <= 0) reject(this.error);
      },
      Math.min(ms, tickMs),
    );
  }

  async paused<Result>(work: Promise<Result>): Promise<Result> {
    this.#pauses += 1;
    try {
      return await work;
    } finally {
      this.#pauses -= 1;
    }
  }

  end(): void {
    clearInterval(this.#ticking);
  }
}
