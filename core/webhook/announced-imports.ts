import type { ImportJob } from "../import/import-job.ts";
import type { ImportChanges } from "../import/import-ports.ts";
import { publish } from "./announced.ts";
import { eventIdOf, type EventPublisher, type EventType } from "./events.ts";

/** Publishes the ends of imports, see announced.ts. */
export class AnnouncedImports implements ImportChanges {
  readonly #store: ImportChanges;
  readonly #events: EventPublisher;

  constructor(store: ImportChanges, events: EventPublisher) {
    this.#store = store;
    this.#events = events;
  }

  async save(job: ImportJob): Promise<ImportJob> {
    const { tenantId, sessionId, listId, importId, state, counts, finishedAt, createdAt } = job;
    const type = `import.${state}`;
    await publish(this.#events, tenantId, type, async () => ({
      eventId: eventIdOf("import", tenantId, importId, state),
      type: type as EventType,
      tenantId,
      sessionId,
      at: finishedAt ?? createdAt,
      data: { importId, listId, state, ...counts },
    }));
    return await this.#store.save(job);
  }
}
