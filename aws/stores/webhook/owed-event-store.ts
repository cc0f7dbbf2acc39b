import type { Page, PageQuery } from "../../../core/pages.ts";
import { asciiJson } from "../../../core/webhook/ascii-json.ts";
import type { DomainEvent } from "../../../core/webhook/events.ts";
import { retryForMs } from "../../../core/webhook/webhook.ts";
import type { OwedEvent, OwedEventStore } from "../../../core/webhook/webhook-ports.ts";
import { owedEventKey, owedEventsIndex, owedEventsIndexSort } from "../../dynamodb/keys.ts";
import { TableStore, ttlOf } from "../../dynamodb/table.ts";

/** The event as text: a table takes no half of a surrogate pair. */
type Row = Omit<OwedEvent, "event"> & { readonly event: string };

/** Events in the delivery table that their queue did not take. The sweep ends each within a day; what outlives that is taken away by the table. */
export class DynamoOwedEventStore extends TableStore implements OwedEventStore {
  put(owed: OwedEvent): Promise<void> {
    return this.#write(owed, owed.owedAt);
  }

  async page(query: PageQuery): Promise<Page<OwedEvent>> {
    const { items, ...rest } = await this.table.indexPage<Row>(owedEventsIndex, query);
    return { items: items.map((row) => ({ ...row, event: JSON.parse(row.event) as DomainEvent })), ...rest };
  }

  postpone(owed: OwedEvent, now: number): Promise<void> {
    return this.#write(owed, now);
  }

  async remove(event: Pick<DomainEvent, "tenantId" | "eventId">): Promise<void> {
    await this.table.remove(owedEventKey(event));
  }

  async #write({ event, ...owed }: OwedEvent, triedAt: number): Promise<void> {
    const row: Row = { ...owed, event: asciiJson(event) };
    const place = { ix: owedEventsIndex, ixSort: owedEventsIndexSort(triedAt, event.eventId) };
    await this.table.put({ ...owedEventKey(event), ...row, ...place, ttl: ttlOf(owed.owedAt + 7 * retryForMs) });
  }
}
