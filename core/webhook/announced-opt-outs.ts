import type { OptOutChanges, OptOutReader } from "../contact/contact-ports.ts";
import type { OptOut, OptOutPut } from "../contact/opt-out.ts";
import { defined } from "../defined.ts";
import { eventIdOf, type EventPublisher } from "./events.ts";

type Store = OptOutChanges & Pick<OptOutReader, "find" | "wouldBe">;

/** Publishes who opts out, and who takes that back, see announced.ts. */
export class AnnouncedOptOuts implements OptOutChanges {
  readonly #store: Store;
  readonly #events: EventPublisher;

  constructor(store: Store, events: EventPublisher) {
    this.#store = store;
    this.#events = events;
  }

  async put(asked: OptOut): Promise<OptOutPut> {
    const { tenantId, number, optedOutAt, source, sessionId } = asked;
    await this.#events.publish(tenantId, "opt_out.added", async () => {
      const { state, optOut } = await this.#store.wouldBe(asked);
      if (state !== "added") return undefined;
      return {
        eventId: eventIdOf("opt_out", tenantId, number, optedOutAt, "added"),
        type: "opt_out.added",
        tenantId,
        ...defined({ sessionId }),
        at: optedOutAt,
        data: { number: optOut.number, source },
      };
    });
    return await this.#store.put(asked);
  }

  async remove(tenantId: string, numberOrLid: string, now: number): Promise<void> {
    await this.#events.publish(tenantId, "opt_out.removed", async () => {
      const seen = await this.#store.find(tenantId, numberOrLid);
      if (seen === undefined) return undefined;
      return {
        eventId: eventIdOf("opt_out", tenantId, seen.number, seen.optedOutAt, "removed"),
        type: "opt_out.removed",
        tenantId,
        at: now,
        data: { number: seen.number },
      };
    });
    await this.#store.remove(tenantId, numberOrLid, now);
  }
}
