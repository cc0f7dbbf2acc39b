import type { SessionRef } from "../../core/refs.ts";

/**
 * Sessions that wait from one sweep to the next, as far as the same Lambda environment makes both: none at the first check.
 * Only for an alarm; leases and conditions do the repairs.
 */
export class Watch {
  #waited: ReadonlySet<string> = new Set();

  /** How many waited at the last check, too. */
  countUnowned(waiting: readonly SessionRef[]): number {
    const waits = new Set(waiting.map(({ tenantId, sessionId }) => `${tenantId}\n${sessionId}`));
    const unowned = [...waits].filter((session) => this.#waited.has(session)).length;
    this.#waited = waits;
    return unowned;
  }
}
