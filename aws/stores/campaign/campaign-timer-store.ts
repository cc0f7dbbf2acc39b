import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { CampaignTimer, CampaignTimerStore } from "../../../core/campaign/campaign-ports.ts";
import { conditional, queryIndex, rowOf, type Table } from "../../dynamodb/items.ts";
import { timerKey, timersIndex, timersIndexSort } from "../../dynamodb/keys.ts";

const isDueWhenSeen = "#at = :seen";

/** One item a campaign: when the sweep has to check it. */
export class DynamoCampaignTimerStore implements CampaignTimerStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async arm(timer: CampaignTimer): Promise<void> {
    await this.#table.client.send(new PutCommand({ TableName: this.#table.name, Item: itemOf(timer) }));
  }

  async due(now: number, limit: number): Promise<readonly CampaignTimer[]> {
    const upTo = timersIndexSort(now, "~");
    return (await queryIndex(this.#table, timersIndex, { limit, upTo })).map(rowOf<CampaignTimer>);
  }

  async move(
    seen: CampaignTimer,
    { at, listIds, media }: Pick<CampaignTimer, "at" | "listIds" | "media">,
  ): Promise<CampaignTimer> {
    const moved = { ...seen, at, listIds, media };
    await conditional(
      `the timer of ${seen.campaignId} was moved`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: itemOf(moved),
          ConditionExpression: isDueWhenSeen,
          ExpressionAttributeNames: { "#at": "at" },
          ExpressionAttributeValues: { ":seen": seen.at },
        }),
      ),
    );
    return moved;
  }

  async remove(seen: CampaignTimer): Promise<void> {
    await conditional(
      `the timer of ${seen.campaignId} was moved`,
      this.#table.client.send(
        new DeleteCommand({
          TableName: this.#table.name,
          Key: timerKey(seen.tenantId, seen.campaignId),
          ConditionExpression: isDueWhenSeen,
          ExpressionAttributeNames: { "#at": "at" },
          ExpressionAttributeValues: { ":seen": seen.at },
        }),
      ),
    );
  }
}

const itemOf = (timer: CampaignTimer) => ({
  ...timerKey(timer.tenantId, timer.campaignId),
  ...timer,
  ix: timersIndex,
  ixSort: timersIndexSort(timer.at, timer.campaignId),
});
