import { faultsHoldMs, type PageFaultStore, type WitnessedFault } from "../core/sending/page-hold.ts";
import type { Clock } from "../core/time/clock.ts";
import type { Log } from "./log.ts";

/** Faults of WhatsApp's page, read at most once in `faultsHoldMs` for all sessions of this worker, and anew after a write of its own. */
export class SeenPageFaults implements PageFaultStore {
  readonly #faults: PageFaultStore;
  readonly #clock: Pick<Clock, "elapsed">;
  readonly #log: Log;
  #seen: { readonly askedAt: number; readonly faults: Promise<readonly WitnessedFault[]> } | undefined;
  /** Goes on where they can't be read: what they protect from is met by each campaign's own messages, too. */
  #known: readonly WitnessedFault[] = [];

  constructor(faults: PageFaultStore, clock: Pick<Clock, "elapsed">, log: Log) {
    this.#faults = faults;
    this.#clock = clock;
    this.#log = log;
  }

  async recent(): Promise<readonly WitnessedFault[]> {
    const now = this.#clock.elapsed();
    if (this.#seen === undefined || now - this.#seen.askedAt >= faultsHoldMs) {
      this.#seen = { askedAt: now, faults: this.#ask() };
    }
    return await this.#seen.faults;
  }

  async #ask(): Promise<readonly WitnessedFault[]> {
    try {
      this.#known = await this.#faults.recent();
    } catch (error) {
      this.#log.warn("faults of WhatsApp's page could not be read", { error: error as Error });
    }
    return this.#known;
  }

  all: PageFaultStore["all"] = () => this.#faults.all();
  find: PageFaultStore["find"] = (id) => this.#faults.find(id);
  witness: PageFaultStore["witness"] = (...given) => this.#written(this.#faults.witness(...given));
  withdraw: PageFaultStore["withdraw"] = (...given) => this.#written(this.#faults.withdraw(...given));
  beginHold: PageFaultStore["beginHold"] = (...given) => this.#written(this.#faults.beginHold(...given));
  claimProbe: PageFaultStore["claimProbe"] = (...given) => this.#written(this.#faults.claimProbe(...given));

  async #written<Answer>(write: Promise<Answer>): Promise<Answer> {
    try {
      return await write;
    } finally {
      this.#seen = undefined;
    }
  }
}
