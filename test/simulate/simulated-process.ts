import { once } from "node:events";
import type { Clock } from "../../core/time/clock.ts";
import type { SimulatedTime } from "./simulated-time.ts";

const never = new Promise<never>(() => undefined);

/**
 * A process as its own code sees it: what it waits for comes when it runs. Stalled, it hears nothing until it goes on, and
 * its clock has gone on meanwhile; killed, it never hears anything again.
 */
export class SimulatedProcess implements Clock {
  readonly #time: SimulatedTime;
  #stall: { readonly over: Promise<unknown>; readonly end: () => void } | undefined;
  #killed = false;

  constructor(time: SimulatedTime) {
    this.#time = time;
  }

  get runs(): boolean {
    return !this.#killed && this.#stall === undefined;
  }

  get isKilled(): boolean {
    return this.#killed;
  }

  now(): number {
    return this.#time.now;
  }

  elapsed(): number {
    return this.#time.now;
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    await this.#time.wait(ms, signal);
    await this.untilItRuns();
  }

  async untilItRuns(): Promise<void> {
    while (this.#stall !== undefined) await this.#stall.over;
    if (this.#killed) await never;
  }

  kill(): void {
    this.#killed = true;
  }

  stall(): void {
    if (this.#stall !== undefined) return;
    const over = new AbortController();
    this.#stall = {
      over: once(over.signal, "abort"),
      end: () => {
        over.abort();
      },
    };
  }

  goOn(): void {
    const stall = this.#stall;
    this.#stall = undefined;
    stall?.end();
  }
}
