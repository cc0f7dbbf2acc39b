import type { ImportChanges } from "../import/import-ports.ts";
import { publish } from "./announced.ts";
import { eventIdOf, type EventPublisher } from "./events.ts";

/** Publishes the ends of imports, see announced.ts. */
export const announcedImports = (store: ImportChanges, events: EventPublisher): ImportChanges => ({
  async save(job) {
    const { tenantId, sessionId, listId, importId, state, counts, finishedAt, createdAt } = job;
    await publish(events, tenantId, `import.${state}`, async () => ({
      eventId: eventIdOf("import", tenantId, importId, state),
      sessionId,
      at: finishedAt ?? createdAt,
      data: { importId, listId, state, ...counts },
    }));
    return await store.save(job);
  },
});
