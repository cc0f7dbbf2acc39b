import { isDeepStrictEqual } from "node:util";
import type { Verdict } from "../judge.ts";

/** Steps of which each needs those before it: the first that fails is the last that is tried. */
export class Steps {
  readonly #say: (line: string) => void;
  readonly #failures: string[] = [];
  readonly #notes: string[] = [];
  #passed = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  note(line: string): void {
    this.#notes.push(line);
  }

  /** @throws Error when it fails, which has been written down by then */
  async step<Found>(name: string, take: () => Promise<Found>): Promise<Found> {
    const startedAt = Date.now();
    try {
      const found = await take();
      this.#passed += 1;
      this.#say(`${name} (${((Date.now() - startedAt) / 1_000).toFixed(1)} s)`);
      return found;
    } catch (error) {
      this.#failures.push(`${name}: ${(error as Error).message}`);
      throw error;
    }
  }

  /** All of them, whatever became of it, and what must not have shown meanwhile. */
  async verdict(take: () => Promise<void>, faults: () => Promise<readonly string[]>): Promise<Verdict> {
    try {
      await take();
    } catch (error) {
      if (this.#failures.length === 0) this.#failures.push((error as Error).message);
    }
    const failures = [...this.#failures, ...(await faults())];
    return { passed: this.#passed, failed: failures.length, failures, notes: this.#notes };
  }
}

/** @throws Error with both when they differ */
export function same(what: string, came: unknown, wanted: unknown): void {
  if (isDeepStrictEqual(came, wanted)) return;
  throw new Error(`${what} is ${JSON.stringify(came)}, wanted ${JSON.stringify(wanted)}`);
}
