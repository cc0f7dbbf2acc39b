import type { OptOut } from "../core/opt-out.ts";
import type { OptOutStore } from "../core/ports.ts";
import { getItem, rowOf, type Table } from "./items.ts";
import { optOutKey } from "./table.ts";

/** Who asked a tenant to be left alone. */
export class DynamoOptOutStore implements OptOutStore {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async find(tenantId: string, number: string): Promise<OptOut | undefined> {
    const item = await getItem(this.#table, optOutKey(tenantId, number));
    return item === undefined ? undefined : rowOf<OptOut>(item);
  }
}
