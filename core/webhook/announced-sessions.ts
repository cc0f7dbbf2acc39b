import type { SessionRef } from "../refs.ts";
import type { OwnedSession, SessionChanges, SessionOwners } from "../session/session-ports.ts";
import type { Ownership, Session } from "../session/session.ts";
import { publish } from "./announced.ts";
import { eventIdOf, type EventPublisher, type EventType } from "./events.ts";

/** Publishes what becomes of sessions, see announced.ts. */
export class AnnouncedSessions implements SessionOwners {
  readonly #store: SessionOwners;
  readonly #events: EventPublisher;

  constructor(store: SessionOwners, events: EventPublisher) {
    this.#store = store;
    this.#events = events;
  }

  async save(owned: OwnedSession, changes: SessionChanges): Promise<Session> {
    const { tenantId, sessionId } = owned;
    const { state, since, number } = changes;
    if (state !== undefined && since !== undefined) {
      const type = `session.${state}`;
      await publish(this.#events, tenantId, type, async () => ({
        eventId: eventIdOf("session", tenantId, sessionId, state, since),
        type: type as EventType,
        tenantId,
        sessionId,
        at: since,
        data: { state, connected: state === "ready", ...(typeof number === "string" ? { number } : {}) },
      }));
    }
    return await this.#store.save(owned, changes);
  }

  take(seen: Session, owner: Ownership): Promise<Session> {
    return this.#store.take(seen, owner);
  }

  tellShared(ref: SessionRef, number: string): Promise<Session> {
    return this.#store.tellShared(ref, number);
  }
}
