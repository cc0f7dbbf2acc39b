import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import type { OptOut } from "../../../core/contact/opt-out.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { getMany, queryPage, rowOf, type Table } from "../../dynamodb/items.ts";
import { optOutKey, optOutsPartition, withdrawnOptOutKey } from "../../dynamodb/keys.ts";

/**
 * Opt-outs and their withdrawals as earlier versions kept them: an item a number in the registry, where a LID may stand for
 * the number. This version writes none; it reads them beside the person, and deletes an opt-out that is taken back.
 */
export class FormerOptOuts {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async findMany(tenantId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, OptOut>> {
    const items = await getMany(
      this.#table,
      numbers.map((number) => optOutKey(tenantId, number)),
    );
    return new Map([...items.values()].map(rowOf<OptOut>).map((optOut) => [optOut.number, optOut]));
  }

  /** The latest time at which an opt-out of one of the numbers was taken back. */
  async withdrawnAt(tenantId: string, numbers: readonly string[]): Promise<number | undefined> {
    const items = await getMany(
      this.#table,
      numbers.map((number) => withdrawnOptOutKey(tenantId, number)),
    );
    const times = [...items.values()].map((item) => item["withdrawnAt"] as number);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  async page(tenantId: string, query: PageQuery): Promise<Page<OptOut>> {
    return await queryPage(this.#table, { partition: optOutsPartition(tenantId) }, query, rowOf<OptOut>);
  }

  async remove(tenantId: string, number: string): Promise<void> {
    await this.#table.client.send(new DeleteCommand({ TableName: this.#table.name, Key: optOutKey(tenantId, number) }));
  }
}
