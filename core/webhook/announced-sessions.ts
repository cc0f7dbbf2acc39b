import type { SessionOwners } from "../session/session-ports.ts";
import { publish } from "./announced.ts";
import { eventIdOf, type EventPublisher } from "./events.ts";

/** Publishes what becomes of sessions, see announced.ts. */
export const announcedSessions = (store: SessionOwners, events: EventPublisher): SessionOwners => ({
  async save(owned, changes) {
    const { tenantId, sessionId } = owned;
    const { state, since, number, failedBecause: reason } = changes;
    if (state !== undefined && since !== undefined) {
      await publish(events, tenantId, `session.${state}`, async () => ({
        eventId: eventIdOf("session", tenantId, sessionId, state, since),
        sessionId,
        at: since,
        data: {
          state,
          connected: state === "ready",
          ...(typeof number === "string" ? { number } : {}),
          ...(typeof reason === "string" ? { reason } : {}),
        },
      }));
    }
    return await store.save(owned, changes);
  },
  take: (seen, owner) => store.take(seen, owner),
  tellShared: (ref, number) => store.tellShared(ref, number),
});
