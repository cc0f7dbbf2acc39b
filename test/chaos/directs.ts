import { encodeTime } from "ulid";
import { whatsAppIdOf, type DirectMessage } from "../../core/sending/direct-message.ts";
import { ConditionRefused } from "../../core/errors.ts";
import { idOf } from "../../core/ids.ts";
import { ref, type System, tenantId } from "../support/system.ts";

/** Direct messages in the middle of the chaos, and what was promised of each. */
export class ChaosDirects {
  readonly #system: System;
  readonly #asked: DirectMessage[] = [];
  /** Of which nobody could know: they were in hand when something broke. */
  readonly #mayDoubt = new Set<string>();

  constructor(system: System) {
    this.#system = system;
  }

  /** As a caller with an Idempotency-Key asks: again until it is answered, under the same id. */
  async ask(attempt: <Answer>(call: Promise<Answer>) => Promise<Answer>): Promise<void> {
    const serial = this.#asked.length;
    const at = this.#system.clock.now();
    const directId = idOf("message", `${encodeTime(at)}${String(serial).padStart(16, "0")}`);
    const number = `62899${String(serial).padStart(8, "0")}`;
    const own = { directId, messageId: whatsAppIdOf(tenantId, directId), requestedAt: at };
    const request = async () => {
      try {
        return await attempt(this.#system.ask(number, `langsung ${serial}`, own));
      } catch (error) {
        if (!(error instanceof ConditionRefused)) throw error;
        return await attempt(this.#system.direct({ ...ref, directId }));
      }
    };
    for (;;) {
      try {
        this.#asked.push(await this.#system.history.request("create", directId, request, directId));
        return;
      } catch {
        await this.#system.clock.advance(100);
      }
    }
  }

  /** A caller reads each of them. */
  async read(): Promise<void> {
    const { history, stores } = this.#system;
    for (const { directId } of this.#asked) {
      const read = history.scribe.begin("people", "read", { of: directId });
      const message = await stores.directs.find({ ...ref, directId });
      read.done(message === undefined ? {} : { status: message.state });
    }
  }

  async noteInHand(): Promise<void> {
    for (const { directId, state } of await this.#system.stores.directs.open(ref))
      if (state === "sending") this.#mayDoubt.add(directId);
  }

  async areOver(): Promise<boolean> {
    return (await this.#system.stores.directs.open(ref)).length === 0;
  }

  get count(): number {
    return this.#asked.length;
  }

  #now(): Promise<DirectMessage[]> {
    return Promise.all(this.#asked.map((message) => this.#system.direct(message)));
  }

  /** One line a broken promise: at most once, an outcome, and an outcome that is true. */
  async broken(): Promise<string[]> {
    const broken: string[] = [];
    const arrived = this.#system.network.deliveries({});
    for (const { directId, number, state } of await this.#now()) {
      const times = arrived.filter(({ to }) => to === number).length;
      if (times > 1) broken.push(`message ${directId} arrived ${times} times`);
      if (state === "pending" || state === "sending") broken.push(`message ${directId} has no outcome`);
      if (state === "failed" && times > 0) broken.push(`message ${directId} failed but arrived`);
      if ((state === "delivered" || state === "read") && times === 0) broken.push(`${directId} is ${state} but is not`);
      if (state === "in_doubt" && !this.#mayDoubt.has(directId))
        broken.push(`${directId} is in doubt without a reason`);
    }
    return broken;
  }
}
