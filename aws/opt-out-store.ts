import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused } from "../core/errors.ts";
import type { OptOut, OptOutPut } from "../core/opt-out.ts";
import type { OptOutStore, Page, PageQuery } from "../core/ports.ts";
import { itemDoesNotExist, itemExists } from "./conditions.ts";
import { conditional, getItem, getMany, queryPage, rowOf, type Table } from "./items.ts";
import { optOutKey, optOutsPartition, withdrawnOptOutKey } from "./table.ts";

/** Who asked a tenant to be left alone, and since when those who took it back may be written to again. */
export class DynamoOptOutStore implements OptOutStore {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async find(tenantId: string, number: string): Promise<OptOut | undefined> {
    const item = await getItem(this.#table, optOutKey(tenantId, number));
    return item === undefined ? undefined : rowOf<OptOut>(item);
  }

  async findMany(tenantId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, OptOut>> {
    const keys = [...new Set(numbers)].map((number) => optOutKey(tenantId, number));
    const items = await getMany(this.#table, keys);
    return new Map([...items.values()].map(rowOf<OptOut>).map((optOut) => [optOut.number, optOut]));
  }

  async page(tenantId: string, query: PageQuery): Promise<Page<OptOut>> {
    return await queryPage(this.#table, { partition: optOutsPartition(tenantId) }, query, rowOf<OptOut>);
  }

  async put(optOut: OptOut): Promise<OptOutPut> {
    const { tenantId, number } = optOut;
    if (optOut.source === "reply" && (await this.#isWithdrawn(optOut))) return { state: "withdrawn", optOut };
    try {
      await conditional(
        `${number} opted out already`,
        this.#table.client.send(
          new PutCommand({
            TableName: this.#table.name,
            Item: { ...optOutKey(tenantId, number), ...optOut },
            ConditionExpression: itemDoesNotExist,
          }),
        ),
      );
      return { state: "added", optOut };
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
      return { state: "already", optOut: (await this.find(tenantId, number)) ?? optOut };
    }
  }

  async #isWithdrawn({ tenantId, number, optedOutAt }: OptOut): Promise<boolean> {
    const withdrawn = await getItem(this.#table, withdrawnOptOutKey(tenantId, number));
    return withdrawn !== undefined && (withdrawn["withdrawnAt"] as number) >= optedOutAt;
  }

  async remove(tenantId: string, number: string, now: number): Promise<void> {
    const Item = { ...withdrawnOptOutKey(tenantId, number), withdrawnAt: now };
    if ((await this.find(tenantId, number)) === undefined) throw new ConditionRefused(`${number} did not opt out`);
    await this.#table.client.send(new PutCommand({ TableName: this.#table.name, Item }));
    await conditional(
      `${number} did not opt out`,
      this.#table.client.send(
        new DeleteCommand({
          TableName: this.#table.name,
          Key: optOutKey(tenantId, number),
          ConditionExpression: itemExists,
        }),
      ),
    );
  }
}
