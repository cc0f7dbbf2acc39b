import { mayBecome } from "../sending/delivery.ts";
import type { DirectMessage, DirectState } from "../sending/direct-message.ts";
import type { DirectChange, DirectMessageClaims, DirectMessageReader } from "../sending/sending-ports.ts";
import { publish } from "./announced.ts";
import { toldReason } from "./event-facts.ts";
import { eventIdOf, type EventPublisher, type EventType } from "./events.ts";

/** Publishes what becomes of direct messages, see announced.ts. */
export class AnnouncedDirects implements DirectMessageClaims {
  readonly #store: DirectMessageClaims & Pick<DirectMessageReader, "find">;
  readonly #events: EventPublisher;

  constructor(store: DirectMessageClaims & Pick<DirectMessageReader, "find">, events: EventPublisher) {
    this.#store = store;
    this.#events = events;
  }

  async advance(message: DirectMessage, to: DirectState, change: DirectChange): Promise<DirectMessage | undefined> {
    const { tenantId, sessionId, directId, number } = message;
    const type = `message.${to}`;
    await publish(this.#events, tenantId, type, async () => {
      const seen = await this.#store.find(message);
      if (seen === undefined || !mayBecome(seen.state, to)) return undefined;
      return {
        eventId: eventIdOf("message", tenantId, directId, to),
        type: type as EventType,
        tenantId,
        sessionId,
        at: change.at,
        data: { messageId: directId, number, status: to, ...toldReason(change.reason) },
      };
    });
    return await this.#store.advance(message, to, change);
  }
}
