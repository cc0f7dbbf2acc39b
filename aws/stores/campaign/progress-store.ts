import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { defined } from "../../../core/defined.ts";
import { withPacked, type Engagement } from "../../../core/campaign/engagement.ts";
import type { CampaignFigures, ProgressStore } from "../../../core/campaign/campaign-ports.ts";
import type { CampaignRef } from "../../../core/refs.ts";
import { noCounts, type Progress } from "../../../core/campaign/progress.ts";
import { ifRefused } from "../../../core/refused.ts";
import { anyOf, itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, getItem, getMany, rowOf, type Table } from "../../dynamodb/items.ts";
import { engagementKey, progressKey, type Key } from "../../dynamodb/keys.ts";

const noNewerOwner = "epoch <= :epoch";
const epochIsMine = "epoch = :epoch";

/** One item a campaign: absolute counts by the one owner. */
export class DynamoProgressStore implements ProgressStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async find(tenantId: string, campaignId: string): Promise<Progress | undefined> {
    const item = await getItem(this.#table, progressKey(tenantId, campaignId));
    return item === undefined ? undefined : rowOf<Progress>(item);
  }

  async glimpse(tenantId: string, campaignId: string): Promise<Progress | undefined> {
    const item = await getItem(this.#table, progressKey(tenantId, campaignId), false);
    return item === undefined ? undefined : rowOf<Progress>(item);
  }

  async begin({ tenantId, campaignId }: CampaignRef, epoch: number, now: number): Promise<Progress> {
    const write = this.#table.client.send(
      new UpdateCommand({
        TableName: this.#table.name,
        Key: progressKey(tenantId, campaignId),
        UpdateExpression:
          "SET epoch = :epoch, updatedAt = :now, tenantId = :tenantId, campaignId = :campaignId, " +
          "counts = if_not_exists(counts, :noCounts), byDay = if_not_exists(byDay, :noDays)",
        ExpressionAttributeValues: {
          ":epoch": epoch,
          ":now": now,
          ":tenantId": tenantId,
          ":campaignId": campaignId,
          ":noCounts": noCounts,
          ":noDays": {},
        },
        ConditionExpression: anyOf(itemDoesNotExist, noNewerOwner),
        ReturnValues: "ALL_NEW",
      }),
    );
    const { Attributes = {} } = await conditional(
      `campaign ${campaignId} has a newer owner than epoch ${epoch}`,
      write,
    );
    return rowOf<Progress>(Attributes);
  }

  async save(progress: Progress): Promise<void> {
    await ifRefused(this.#put(progress), async (refused) => {
      // A campaign that was deleted takes no counts any more, and that is no other owner's doing.
      if ((await this.find(progress.tenantId, progress.campaignId)) !== undefined) throw refused;
    });
  }

  async #put(progress: Progress): Promise<void> {
    await conditional(
      `campaign ${progress.campaignId} has another owner than epoch ${progress.epoch}`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...progressKey(progress.tenantId, progress.campaignId), ...progress },
          ConditionExpression: epochIsMine,
          ExpressionAttributeValues: { ":epoch": progress.epoch },
        }),
      ),
    );
  }

  async saveEngagement(engagement: Engagement): Promise<void> {
    const { tenantId, campaignId, epoch } = engagement;
    await conditional(
      `campaign ${campaignId} was counted by a newer owner than epoch ${epoch}`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...engagementKey(tenantId, campaignId), ...engagement },
          ConditionExpression: anyOf(itemDoesNotExist, noNewerOwner),
          ExpressionAttributeValues: { ":epoch": epoch },
        }),
      ),
    );
  }

  async figures(tenantId: string, campaignIds: readonly string[]): Promise<ReadonlyMap<string, CampaignFigures>> {
    const keys = campaignIds.map((campaignId) => ({
      campaignId,
      progress: progressKey(tenantId, campaignId),
      engagement: engagementKey(tenantId, campaignId),
    }));
    const items = await getMany(
      this.#table,
      keys.flatMap(({ progress, engagement }) => [progress, engagement]),
    );
    const rowAt = <Row>({ pk, sk }: Key): Row | undefined => {
      const item = items.get(`${pk}\n${sk}`);
      return item === undefined ? undefined : rowOf<Row>(item);
    };
    return new Map(
      keys.map((key) => {
        const progress = rowAt<Progress>(key.progress);
        const engagement = togetherOf(progress, rowAt<Engagement>(key.engagement));
        const figures = defined({ progress, engagement });
        return [key.campaignId, figures];
      }),
    );
  }
}

function togetherOf(progress: Progress | undefined, own: Engagement | undefined): Engagement | undefined {
  if (progress?.engaged === undefined || progress.engaged.length === 0) return own;
  const { tenantId, campaignId, epoch, updatedAt, engaged } = progress;
  const contacts = withPacked(own?.contacts ?? [], engaged);
  return { tenantId, campaignId, epoch, countedAt: updatedAt, contacts };
}
