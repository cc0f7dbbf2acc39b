import { haltHoldsMs, type HaltReader, type Halts } from "../core/sending/halt.ts";
import type { Clock } from "../core/time/clock.ts";

interface Seen {
  /** Elapsed time at which the read began: a halt that was written before it stands in its answer. */
  readonly askedAt: number;
  readonly halts: Promise<Halts>;
}

/** What halts sending, read once in `haltHoldsMs` for all sessions of a tenant on this worker. */
export class SeenHalts implements HaltReader {
  readonly #halts: HaltReader;
  readonly #clock: Pick<Clock, "elapsed">;
  readonly #seen = new Map<string, Seen>();

  constructor(halts: HaltReader, clock: Pick<Clock, "elapsed">) {
    this.#halts = halts;
    this.#clock = clock;
  }

  /** As it was at most `haltHoldsMs` ago: an answer that took longer is asked for again. */
  async of(tenantId: string): Promise<Halts> {
    for (;;) {
      const before = this.#seen.get(tenantId);
      const seen = before !== undefined && this.#holds(before) ? before : this.#ask(tenantId);
      const halts = await seen.halts;
      if (this.#holds(seen)) return halts;
    }
  }

  #holds({ askedAt }: Seen): boolean {
    return this.#clock.elapsed() - askedAt < haltHoldsMs;
  }

  #ask(tenantId: string): Seen {
    const seen = { askedAt: this.#clock.elapsed(), halts: this.#halts.of(tenantId) };
    this.#seen.set(tenantId, seen);
    seen.halts.catch(() => {
      if (this.#seen.get(tenantId) === seen) this.#seen.delete(tenantId);
    });
    return seen;
  }
}
