import { defined } from "../../../core/defined.ts";
import { withPacked, type Engagement } from "../../../core/campaign/engagement.ts";
import type { CampaignFigures, ProgressStore } from "../../../core/campaign/campaign-ports.ts";
import type { CampaignRef } from "../../../core/refs.ts";
import { noCounts, type Progress } from "../../../core/campaign/progress.ts";
import { ifRefused } from "../../../core/refused.ts";
import { anyOf, expression, itemDoesNotExist, unlessThere } from "../../dynamodb/expressions.ts";
import { engagementKey, progressKey } from "../../dynamodb/keys.ts";
import { textOf } from "../../dynamodb/batches.ts";
import { TableStore } from "../../dynamodb/table.ts";

const noNewerOwnerThan = (epoch: number) => anyOf(itemDoesNotExist, expression`epoch <= ${epoch}`);
const epochIs = (epoch: number) => expression`epoch = ${epoch}`;

/** One item a campaign in the delivery table: absolute counts by the one owner. */
export class DynamoProgressStore extends TableStore implements ProgressStore {
  async find(tenantId: string, campaignId: string): Promise<Progress | undefined> {
    return await this.table.get(progressKey({ tenantId, campaignId }));
  }

  async glimpse(tenantId: string, campaignId: string): Promise<Progress | undefined> {
    return await this.table.glimpse(progressKey({ tenantId, campaignId }));
  }

  async begin({ tenantId, campaignId }: CampaignRef, epoch: number, now: number): Promise<Progress> {
    const counts = { counts: unlessThere("counts", noCounts), byDay: unlessThere("byDay", {}) };
    return await this.table.update(
      progressKey({ tenantId, campaignId }),
      { tenantId, campaignId, epoch, updatedAt: now, ...counts },
      { when: noNewerOwnerThan(epoch), refused: `campaign ${campaignId} has a newer owner than epoch ${epoch}` },
    );
  }

  async save(progress: Progress): Promise<void> {
    const { tenantId, campaignId, epoch } = progress;
    const write = this.table.put(
      { ...progressKey(progress), ...progress },
      { when: epochIs(epoch), refused: `campaign ${campaignId} has another owner than epoch ${epoch}` },
    );
    await ifRefused(write, async (refused) => {
      // A campaign that was deleted takes no counts any more, and that is no other owner's doing.
      if ((await this.find(tenantId, campaignId)) !== undefined) throw refused;
    });
  }

  async saveEngagement(engagement: Engagement): Promise<void> {
    const { campaignId, epoch } = engagement;
    await this.table.put(
      { ...engagementKey(engagement), ...engagement },
      {
        when: noNewerOwnerThan(epoch),
        refused: `campaign ${campaignId} was counted by a newer owner than epoch ${epoch}`,
      },
    );
  }

  async figures(tenantId: string, campaignIds: readonly string[]): Promise<ReadonlyMap<string, CampaignFigures>> {
    const campaigns = campaignIds.map((campaignId) => ({ tenantId, campaignId }));
    const rows = await this.table.many(
      campaigns.flatMap((campaign) => [progressKey(campaign), engagementKey(campaign)]),
    );
    return new Map(
      campaigns.map((campaign) => {
        const progress = rows.get(textOf(progressKey(campaign))) as Progress | undefined;
        const own = rows.get(textOf(engagementKey(campaign))) as Engagement | undefined;
        return [campaign.campaignId, defined({ progress, engagement: togetherOf(progress, own) })];
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
