import type { OptOut } from "../../../core/contact/opt-out.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { optOutKey, optOutsPartition, withdrawnOptOutKey } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

/**
 * Opt-outs and their withdrawals as earlier versions kept them: an item a number in the registry, where a LID may stand for
 * the number. This version writes none; it reads them beside the person, and deletes an opt-out that is taken back.
 */
export class FormerOptOuts extends TableStore {
  async findMany(tenantId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, OptOut>> {
    const rows = await this.table.many<OptOut>(numbers.map((number) => optOutKey(tenantId, number)));
    return new Map([...rows.values()].map((optOut) => [optOut.number, optOut]));
  }

  /** The latest time at which an opt-out of one of the numbers was taken back; 0 where none was. */
  async withdrawnAt(tenantId: string, numbers: readonly string[]): Promise<number> {
    const keys = numbers.map((number) => withdrawnOptOutKey(tenantId, number));
    const rows = await this.table.many<{ readonly withdrawnAt: number }>(keys);
    return Math.max(0, ...[...rows.values()].map(({ withdrawnAt }) => withdrawnAt));
  }

  async page(tenantId: string, query: PageQuery): Promise<Page<OptOut>> {
    return await this.table.page({ partition: optOutsPartition(tenantId) }, query);
  }

  async remove(tenantId: string, number: string): Promise<void> {
    await this.table.remove(optOutKey(tenantId, number));
  }
}
