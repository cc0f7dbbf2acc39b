import { SimulatedHistory } from "./simulated-history.ts";
import type { SimulatedTime } from "./simulated-time.ts";

/** A session in somebody's hands. */
interface Ownership {
  readonly sessionId: string;
  /** Each owner's is higher than those before it. */
  readonly epoch: number;
}

/** Whoever hands messages of a session to WhatsApp. */
export interface Sender extends Ownership {
  readonly tenantId: string;
  readonly workerId: string;
}

/**
 * What people see of it: which sessions have an owner that works, for how long one had none, and that no two owners ever
 * send at once.
 */
export class Service {
  readonly #time: SimulatedTime;
  readonly #ownedUnder = new Map<string, number>();
  readonly #unownedSince = new Map<string, number>();
  readonly #sendingUntil = new Map<string, { readonly sender: Sender; until: number }>();
  readonly broken: string[] = [];
  readonly history: SimulatedHistory;
  sends = 0;
  #longestMs = 0;

  constructor(time: SimulatedTime) {
    this.#time = time;
    this.history = new SimulatedHistory(time);
  }

  get unowned(): number {
    return this.#unownedSince.size;
  }

  /** The longest that a session had no owner that works, since the last time that this was asked. */
  takeLongestMs(): number {
    const open = [...this.#unownedSince.values()].map((since) => this.#time.now - since);
    const longest = Math.max(this.#longestMs, ...open);
    this.#longestMs = 0;
    return longest;
  }

  /** An owner of that epoch works on it no more; whoever came after it is not meant. */
  lost({ sessionId, epoch }: Ownership): void {
    if (epoch < (this.#ownedUnder.get(sessionId) ?? 0)) return;
    if (!this.#unownedSince.has(sessionId)) this.#unownedSince.set(sessionId, this.#time.now);
  }

  owned({ sessionId, epoch }: Ownership): void {
    this.#ownedUnder.set(sessionId, epoch);
    const since = this.#unownedSince.get(sessionId);
    if (since === undefined) return;
    this.#unownedSince.delete(sessionId);
    this.#longestMs = Math.max(this.#longestMs, this.#time.now - since);
  }

  /**
   * A message goes out; unless it is told to be over, it may go on for the whole deadline of a send.
   * @param isKilled whether its process is gone: then nothing is said of its end
   */
  begins(sender: Sender, deadlineMs: number, isKilled: () => boolean = () => false): () => void {
    const { sessionId, epoch, workerId } = sender;
    const now = this.#time.now;
    const before = this.#sendingUntil.get(sessionId);
    if (before !== undefined && before.sender.workerId !== workerId) {
      const who = `${workerId} under epoch ${epoch}, ${before.sender.workerId} under epoch ${before.sender.epoch}`;
      if (now < before.until) this.broken.push(`${sessionId} at ${now} ms: two send at once: ${who}`);
      if (epoch < before.sender.epoch) this.broken.push(`${sessionId} at ${now} ms: a former owner sends: ${who}`);
    }
    const sending = { sender, until: now + deadlineMs };
    this.#sendingUntil.set(sessionId, sending);
    this.sends += 1;
    const id = `message ${this.sends}`;
    const session = `${sender.tenantId}/${sessionId}`;
    const handOver = this.history.scribe.begin(workerId, "hand_over", { session, id, number: sessionId });
    let isOver = false;
    void this.#time.wait(deadlineMs).then(() => {
      if (!isOver && !isKilled()) handOver.failed();
      isOver = true;
    });
    return () => {
      sending.until = this.#time.now;
      if (!isOver) handOver.done({ ack: 1 });
      isOver = true;
    };
  }
}
