import { setTimeout as wait } from "node:timers/promises";

interface Step {
  /** What is left when its time is over: "the worker". */
  readonly what: string;
  /** How long it may take, as far as the time of the whole goes. */
  readonly ms: number;
  readonly undo: () => Promise<void> | void;
}

/** Time of all steps together; the last ones get a moment each even when it is over. */
const allMs = 7_000;
const leastMs = 200;

/**
 * What was begun, undone in the opposite order and in bounded time. A step that takes too long is left behind as it is: all
 * that is kept bears a kill at any moment, and the next start goes on from it.
 */
export class Undoing {
  readonly #steps: Step[] = [];
  readonly #warn: (line: string) => void;

  constructor(warn: (line: string) => void = console.error) {
    this.#warn = warn;
  }

  push(what: string, ms: number, undo: Step["undo"]): void {
    this.#steps.push({ what, ms, undo });
  }

  /** @throws what the first step that failed threw, after all others */
  async run(): Promise<void> {
    const startedAt = performance.now();
    const failures: unknown[] = [];
    for (const { what, ms, undo } of this.#steps.splice(0).toReversed()) {
      const left = Math.max(leastMs, Math.min(ms, allMs - (performance.now() - startedAt)));
      try {
        if (await isLate(undo, left))
          this.#warn(`${what} did not end within ${Math.round(left)} ms and is left behind`);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

async function isLate(undo: Step["undo"], ms: number): Promise<boolean> {
  const over = new AbortController();
  const late = wait(ms, true, { signal: over.signal }).catch(() => true);
  try {
    return await Promise.race([Promise.resolve(undo()).then(() => false), late]);
  } finally {
    over.abort();
  }
}
