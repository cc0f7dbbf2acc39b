import type { SessionRef } from "../../../core/refs.ts";
import type { SessionContentsStore } from "../../../core/session/session-ports.ts";
import {
  campaignPartition,
  campaignsPartition,
  contactsPartition,
  directsPartition,
  formerContactsPartition,
  importsPartition,
  listNamesPartition,
  listsPartition,
  mediaPartition,
  sessionKey,
  templatesPartition,
} from "../../dynamodb/keys.ts";
import type { Table } from "../../dynamodb/table.ts";

/** Everything that is a session's, taken away a bit at a time: what hangs on a row goes before the row. */
export class DynamoSessionContentsStore implements SessionContentsStore {
  readonly #registry: Table;
  readonly #delivery: Table;

  constructor(registry: Table, delivery: Table) {
    this.#registry = registry;
    this.#delivery = delivery;
  }

  async removeSome(ref: SessionRef, limit: number): Promise<number> {
    const { tenantId } = ref;
    return (
      (await removeWith(this.#registry, listsPartition(ref), [
        (listId) => this.#registry.clear(contactsPartition(tenantId, listId), limit),
        (listId) => this.#registry.clear(importsPartition(tenantId, listId), limit),
        (listId) => this.#delivery.clear(formerContactsPartition(tenantId, listId), limit),
      ])) ||
      (await removeWith(this.#delivery, campaignsPartition(ref), [
        (campaignId) => this.#delivery.clear(campaignPartition({ tenantId, campaignId }), limit),
      ])) ||
      (await this.#registry.clear(listNamesPartition(ref), limit)) ||
      (await this.#registry.clear(mediaPartition(ref), limit)) ||
      (await this.#registry.clear(templatesPartition(ref), limit)) ||
      (await this.#delivery.clear(directsPartition(ref), limit))
    );
  }

  async end(ref: SessionRef): Promise<void> {
    await this.#registry.remove(sessionKey(ref));
  }
}

/** The first row of a partition, after what hangs on it. @returns how many items went */
async function removeWith(
  table: Table,
  partition: string,
  hanging: readonly ((id: string) => Promise<number>)[],
): Promise<number> {
  const [first] = await table.keys(partition, 1);
  if (first === undefined) return 0;
  for (const remove of hanging) {
    const removed = await remove(first.sk);
    if (removed > 0) return removed;
  }
  await table.removeMany([first]);
  return 1;
}
