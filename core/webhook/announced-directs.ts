import { mayBecome } from "../sending/delivery.ts";
import type { DirectMessageClaims, DirectMessageReader } from "../sending/sending-ports.ts";
import { publish } from "./announced.ts";
import { reasonFacts } from "./event-facts.ts";
import { eventIdOf, type EventPublisher } from "./events.ts";

/** Publishes what becomes of direct messages, see announced.ts. */
export const announcedDirects = (
  store: DirectMessageClaims & Pick<DirectMessageReader, "find">,
  events: EventPublisher,
): DirectMessageClaims => ({
  async advance(message, to, change) {
    const { tenantId, sessionId, directId, number } = message;
    await publish(events, tenantId, `message.${to}`, async () => {
      const seen = await store.find(message);
      if (seen === undefined || !mayBecome(seen.state, to)) return undefined;
      return {
        eventId: eventIdOf("message", tenantId, directId, to),
        sessionId,
        at: change.at,
        data: { messageId: directId, number, status: to, ...reasonFacts(change.reason) },
      };
    });
    return await store.advance(message, to, change);
  },
});
