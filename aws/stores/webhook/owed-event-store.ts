import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { defined } from "../../../core/defined.ts";
import { asciiJson } from "../../../core/webhook/ascii-json.ts";
import type { DomainEvent } from "../../../core/webhook/events.ts";
import { retryForMs } from "../../../core/webhook/webhook.ts";
import type { OwedEvent, OwedEventStore } from "../../../core/webhook/webhook-ports.ts";
import { queryIndex, type Item, type Table } from "../../dynamodb/items.ts";
import { owedEventKey, owedEventsIndex, owedEventsIndexSort } from "../../dynamodb/keys.ts";

/** Events that their queue did not take. The sweep ends each within a day; what outlives that is taken away by the table. */
export class DynamoOwedEventStore implements OwedEventStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  put(owed: OwedEvent): Promise<void> {
    return this.#write(owed, owed.owedAt);
  }

  async list(limit: number): Promise<readonly OwedEvent[]> {
    return (await queryIndex(this.#table, owedEventsIndex, { limit })).map(owedOf);
  }

  postpone(owed: OwedEvent, now: number): Promise<void> {
    return this.#write(owed, now);
  }

  async remove(event: Pick<DomainEvent, "tenantId" | "eventId">): Promise<void> {
    await this.#table.client.send(new DeleteCommand({ TableName: this.#table.name, Key: owedEventKey(event) }));
  }

  async #write({ event, owedAt, refusedBecause }: OwedEvent, triedAt: number): Promise<void> {
    await this.#table.client.send(
      new PutCommand({
        TableName: this.#table.name,
        Item: {
          ...owedEventKey(event),
          // As text: a table takes no half of a surrogate pair.
          event: asciiJson(event),
          owedAt,
          refusedBecause,
          ix: owedEventsIndex,
          ixSort: owedEventsIndexSort(triedAt, event.eventId),
          ttl: Math.ceil((owedAt + 7 * retryForMs) / 1_000),
        },
      }),
    );
  }
}

const owedOf = (item: Item): OwedEvent => {
  const { event, owedAt, refusedBecause } = item as { event: string; owedAt: number; refusedBecause?: string };
  return { event: JSON.parse(event) as DomainEvent, owedAt, ...defined({ refusedBecause }) };
};
