import type { OptOutChanges, OptOutReader } from "../contact/contact-ports.ts";
import { defined } from "../defined.ts";
import { eventIdOf, type EventPublisher } from "./events.ts";

/** Publishes who opts out, and who takes that back, see announced.ts. */
export const announcedOptOuts = (
  store: OptOutChanges & Pick<OptOutReader, "find" | "wouldBe">,
  events: EventPublisher,
): OptOutChanges => ({
  async put(asked) {
    const { tenantId, number, optedOutAt, source, sessionId } = asked;
    await events.publish(tenantId, "opt_out.added", async () => {
      const { state, optOut } = await store.wouldBe(asked);
      if (state !== "added") return undefined;
      return {
        eventId: eventIdOf("opt_out", tenantId, number, optedOutAt, "added"),
        ...defined({ sessionId }),
        at: optedOutAt,
        data: { number: optOut.number, source },
      };
    });
    return await store.put(asked);
  },
  async remove(tenantId, numberOrLid, now) {
    await events.publish(tenantId, "opt_out.removed", async () => {
      const seen = await store.find(tenantId, numberOrLid);
      if (seen === undefined) return undefined;
      const { number, optedOutAt } = seen;
      return { eventId: eventIdOf("opt_out", tenantId, number, optedOutAt, "removed"), at: now, data: { number } };
    });
    await store.remove(tenantId, numberOrLid, now);
  },
});
