import type { ImportChanges } from "../import/import-ports.ts";
import { publish } from "./announced.ts";
import { eventIdOf, type EventPublisher, type EventType } from "./events.ts";

/** Publishes the ends of imports, see announced.ts. */
export const announcedImports = (store: ImportChanges, events: EventPublisher): ImportChanges => ({
  async save(job) {
    const { tenantId, sessionId, listId, importId, state, counts, finishedAt, createdAt } = job;
    const type = `import.${state}`;
    await publish(events, tenantId, type, async () => ({
      eventId: eventIdOf("import", tenantId, importId, state),
      type: type as EventType,
      tenantId,
      sessionId,
      at: finishedAt ?? createdAt,
      data: { importId, listId, state, ...counts },
    }));
    return await store.save(job);
  },
});
