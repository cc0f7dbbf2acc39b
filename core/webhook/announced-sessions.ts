import type { PageReport } from "../whatsapp.ts";
import { changesOf, limitsView } from "../session/account-limits.ts";
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
    const { page } = changes;
    if (page !== undefined && isAnotherFinding(page, owned.page)) {
      const { version, checkedAt, stops, unavailable } = page;
      await publish(events, tenantId, "session.page_changed", async () => ({
        eventId: eventIdOf("page", tenantId, sessionId, checkedAt),
        sessionId,
        at: checkedAt,
        data: { version, stops, unavailable: unavailable.map(({ member, feature }) => ({ member, feature })) },
      }));
    }
    const { limits } = changes;
    const news = limits ? changesOf(limits, owned.limits) : [];
    if (limits && news.length > 0) {
      // By what stood before, and whose it is: a repeat after a crash is asked at another time.
      const { number: account = "", limits: { checkedAt: before = 0 } = {} } = owned;
      const until = limits.timelock?.until ?? 0;
      await publish(events, tenantId, "session.limits_changed", async () => ({
        eventId: eventIdOf("limits", tenantId, sessionId, account, before, until, ...news),
        sessionId,
        at: limits.checkedAt,
        data: { changes: news, ...limitsView(limits, limits.checkedAt) },
      }));
    }
    return await store.save(owned, changes);
  },
  take: (seen, owner) => store.take(seen, owner),
  tellShared: (ref, number) => store.tellShared(ref, number),
});

/** A page that lacks nothing is news only after one that did. */
const isAnotherFinding = (found: PageReport, before: PageReport | undefined): boolean => {
  const lacks = (page: PageReport | undefined) => (page?.unavailable ?? []).map(({ member }) => member).join();
  return lacks(found) !== lacks(before);
};
