import { isOutcome } from "../../core/sending/delivery.ts";
import type { DirectMessage } from "../../core/sending/direct-message.ts";
import type { SessionRef } from "../../core/refs.ts";
import { OneByOne } from "../one-by-one.ts";
import type { WorkerPorts } from "../ports.ts";

/** What an index may still hide was asked for lately. */
const lookBackMs = 20_000;
/** Ids that are known to have been read; a bell for one of them needs no reading. */
const maxSeen = 5_000;

/** Direct messages of one session without an outcome, in the order in which they were asked for. */
export class DirectQueue {
  readonly #ports: Pick<WorkerPorts, "directs" | "clock">;
  readonly #ref: SessionRef;
  readonly #beforeRefresh: () => Promise<void>;
  #open: readonly DirectMessage[] = [];
  /** One refresh after the other: none brings old news back. */
  readonly #refreshes = new OneByOne();
  /** A refresh that is queued and not started: later callers share it. */
  #nextRefresh: Promise<void> | undefined;
  #seen = new Set<string>();

  constructor(ports: Pick<WorkerPorts, "directs" | "clock">, ref: SessionRef, beforeRefresh: () => Promise<void>) {
    this.#ports = ports;
    this.#ref = ref;
    this.#beforeRefresh = beforeRefresh;
  }

  get first(): DirectMessage | undefined {
    return this.#open[0];
  }

  firstOf(count: number): readonly DirectMessage[] {
    return this.#open.slice(0, count);
  }

  /** Reads all that waits. */
  refresh(): Promise<void> {
    this.#nextRefresh ??= this.#refreshes.do(async () => {
      this.#nextRefresh = undefined;
      await this.#beforeRefresh();
      const { directs, clock } = this.#ports;
      const listed = await directs.open(this.#ref);
      const recent = await directs.since(this.#ref, clock.now() - lookBackMs);
      this.#take([...listed, ...recent.filter(({ state }) => !isOutcome(state))]);
    });
    return this.#nextRefresh;
  }

  /** Reads one that a bell rang for, and what waits before it. */
  async add(directId: string): Promise<void> {
    await this.#refreshes.do(async () => {
      if (this.#seen.has(directId)) return;
      // The index may still hide it; those asked for before it, whose bells may be late, it shows.
      const listed = await this.#ports.directs.open(this.#ref, directId);
      this.#take([...this.#open, ...listed.filter((one) => !this.#seen.has(one.directId))]);
    });
  }

  /** Of one that stands there twice the first is taken. */
  #take(messages: readonly DirectMessage[]): void {
    const byId = new Map(messages.toReversed().map((message) => [message.directId, message]));
    this.#open = [...byId.values()].toSorted((a, b) => (a.directId < b.directId ? -1 : 1));
    for (const directId of byId.keys()) this.#seen.add(directId);
    if (this.#seen.size > maxSeen) this.#seen = new Set(byId.keys());
  }

  remove({ directId }: DirectMessage): void {
    this.#open = this.#open.filter((open) => open.directId !== directId);
  }

  replace(message: DirectMessage): void {
    this.#open = this.#open.map((open) => (open.directId === message.directId ? message : open));
  }
}
