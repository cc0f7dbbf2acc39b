import { EngagementTally, packEngaged } from "../../core/campaign/engagement.ts";
import type { Progress } from "../../core/campaign/progress.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type { WorkerPorts } from "../ports.ts";

type Ports = Pick<WorkerPorts, "progress" | "clock">;

/** DynamoDB bills a write by the KB begun. */
const unitBytes = 1_024;
/** The item of their own is written at most so often. */
const ownItemMs = 40_000;

/**
 * Who took most interest in one campaign, kept as its rows change. What changed is carried by the counts, as far as it fits
 * into the unit that these cost anyway; when it does not, an item of their own is written.
 */
export class MostEngaged {
  readonly #ports: Ports;
  /** Of the rows as their owner read them: it may know of more than the former one wrote. */
  #tally = new EngagementTally();
  /** What the item of their own has, packed. */
  #written: ReadonlySet<string> = new Set();
  /** Elapsed time. */
  #writtenAt = -Infinity;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** The rows were all read anew. */
  recounted(tally: EngagementTally): void {
    this.#tally = tally;
  }

  add(row: Pick<Recipient, "number" | "name" | "state">): void {
    this.#tally.add(row);
  }

  /**
   * What goes with these counts, and whether that is all there is to write. @throws ConditionRefused when a newer owner was there
   */
  async carriedBy(counts: Progress): Promise<{ readonly engaged: readonly string[]; readonly isWhole: boolean }> {
    const { progress, clock } = this.#ports;
    const { contacts } = this.#tally;
    const packed = contacts.map(packEngaged);
    const pending = packed.filter((contact) => !this.#written.has(contact));
    const engaged = pending.slice(0, howManyFit(counts, pending));
    const isWhole = engaged.length === pending.length;
    if (isWhole || clock.elapsed() - this.#writtenAt < ownItemMs) return { engaged, isWhole };
    const { tenantId, campaignId, epoch } = counts;
    await progress.saveEngagement({ tenantId, campaignId, epoch, countedAt: clock.now(), contacts });
    this.#written = new Set(packed);
    this.#writtenAt = clock.elapsed();
    return { engaged: [], isWhole: true };
  }
}

/** How many of them take no unit more, near enough: an item as JSON, without its key, is about as long as DynamoDB counts it. */
function howManyFit(counts: Progress, packed: readonly string[]): number {
  const bytes = Buffer.byteLength(JSON.stringify({ ...counts, engaged: [] }));
  let room = Math.ceil(bytes / unitBytes) * unitBytes - bytes;
  const tooMany = packed.findIndex((contact) => (room -= Buffer.byteLength(JSON.stringify(contact)) + 1) < 0);
  return tooMany === -1 ? packed.length : tooMany;
}
