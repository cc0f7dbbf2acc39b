import { rowStates } from "../lines.ts";

/** A place in the log, with how many rows were surely and at most in each state there. */
export interface Cursor {
  readonly index: number;
  readonly surely: readonly number[];
  readonly atMost: readonly number[];
}

const states = rowStates.length;
const absent = rowStates.indexOf("absent");
/** So many changes that no answer goes back to any more are dropped at once. */
const forgetAt = 4_096;

/**
 * Every change of what a campaign's rows may be, in order: from one set of states to another, each a mask. The search for the
 * moment of an answer goes forward from that of the answer before, so that all of them together read the log once.
 */
export class CountLog {
  #before: number[] = [];
  #after: number[] = [];
  /** How many were dropped. */
  #forgotten = 0;

  start(): Cursor {
    return { index: 0, surely: rowStates.map(() => 0), atMost: rowStates.map(() => 0) };
  }

  add(before: number, after: number): void {
    this.#before.push(before);
    this.#after.push(after);
  }

  /** The first moment from there on at which the rows may have been counted so; `undefined` where there is none. */
  find(from: Cursor, counts: Readonly<Record<string, number>>): Cursor | undefined {
    const wanted = rowStates.map((state) => counts[state] ?? 0);
    const surely = [...from.surely];
    const atMost = [...from.atMost];
    const end = this.#forgotten + this.#before.length;
    for (let index = from.index; ; index += 1) {
      if (fits(wanted, surely, atMost)) return { index, surely, atMost };
      if (index >= end) return undefined;
      const place = index - this.#forgotten;
      step(surely, atMost, this.#before[place] ?? 0, -1);
      step(surely, atMost, this.#after[place] ?? 0, 1);
    }
  }

  /** No search begins before that place any more. */
  forget({ index }: Cursor): void {
    const count = index - this.#forgotten;
    if (count < forgetAt) return;
    this.#before = this.#before.slice(count);
    this.#after = this.#after.slice(count);
    this.#forgotten = index;
  }
}

/** How many have no row is not counted. */
function fits(wanted: readonly number[], surely: readonly number[], atMost: readonly number[]): boolean {
  for (let state = 0; state < states; state += 1) {
    if (state === absent) continue;
    const count = wanted[state] ?? 0;
    if (count < (surely[state] ?? 0) || count > (atMost[state] ?? 0)) return false;
  }
  return true;
}

/** One row more, or one less, that is in one of these states. */
function step(surely: number[], atMost: number[], mask: number, by: 1 | -1): void {
  const isSure = (mask & (mask - 1)) === 0;
  for (let state = 0; state < states; state += 1) {
    if ((mask & (1 << state)) === 0) continue;
    atMost[state] = (atMost[state] ?? 0) + by;
    if (isSure) surely[state] = (surely[state] ?? 0) + by;
  }
}
