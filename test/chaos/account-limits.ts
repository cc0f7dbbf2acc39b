import type { LimitChanges } from "../../simulator/events.ts";
import { NetworkRefusal } from "../../simulator/refusal.ts";
import { sessionId, tenantId, type System } from "../support/system.ts";

/** What WhatsApp does to the account in the chaos: quotas and timelocks come and go, and now and then it is restricted. */

export const limitKinds = [
  "quota_set",
  "quota_used_up",
  "quota_raised",
  "timelock_begun",
  "timelock_over",
  "restricted",
  "restriction_over",
] as const;
export type LimitKind = (typeof limitKinds)[number];

interface Parts {
  readonly system: System;
  /** A whole number below it. */
  readonly below: (end: number) => number;
  /** A limit ends by itself within so long; none where it may last until it is taken away. */
  readonly endsWithinMs: number;
}

export class ChaosLimits {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @returns whether it could befall the account: one that is not linked just then has no limits */
  strike(kind: LimitKind): boolean {
    const { system } = this.#parts;
    try {
      if (kind === "restricted") system.network.fault(sessionId, "restricted", tenantId);
      else if (kind === "restriction_over") system.network.setBehaviour({});
      else this.#change(this.#changesBy(kind));
      return true;
    } catch (error) {
      if (!(error instanceof NetworkRefusal)) throw error;
      return false;
    }
  }

  /** All is well. */
  end(): void {
    this.strike("restriction_over");
    this.#change({ newChats: null, timelock: null });
  }

  get #device() {
    return this.#parts.system.network.deviceOf(sessionId, tenantId);
  }

  #change(changes: LimitChanges): void {
    this.#parts.system.network.standings.change(this.#device, changes);
  }

  #changesBy(kind: Exclude<LimitKind, "restricted" | "restriction_over">): LimitChanges {
    const { system, below, endsWithinMs } = this.#parts;
    const { used = 0, total = 0 } = system.network.standings.limitsOf(this.#device).newChats ?? {};
    const soon = system.clock.now() + 1_000 + below(endsWithinMs);
    switch (kind) {
      case "quota_set":
        return { newChats: { total: used + 1 + below(8), resetsAt: soon } };
      case "quota_used_up":
        return { newChats: { total: Math.max(1, used), used: Math.max(1, used), resetsAt: soon } };
      case "quota_raised":
        return { newChats: { total: Math.max(total, used) + 1 + below(8), resetsAt: soon } };
      case "timelock_begun":
        return { timelock: { until: soon } };
      case "timelock_over":
        return { timelock: null };
    }
  }
}
