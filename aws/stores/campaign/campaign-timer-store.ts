import type { CampaignTimer, CampaignTimerStore } from "../../../core/campaign/campaign-ports.ts";
import { expression } from "../../dynamodb/expressions.ts";
import { timerKey, timersIndex, timersIndexSort } from "../../dynamodb/keys.ts";
import { TableStore, type Condition } from "../../dynamodb/table.ts";

const isDueWhenSeen = ({ campaignId, at }: CampaignTimer): Condition => ({
  when: expression`#at = ${at}`,
  refused: `the timer of ${campaignId} was moved`,
});

/** One item a campaign in the delivery table: when the sweep has to check it. */
export class DynamoCampaignTimerStore extends TableStore implements CampaignTimerStore {
  async arm(timer: CampaignTimer): Promise<void> {
    await this.table.put(itemOf(timer));
  }

  async due(now: number, limit: number): Promise<readonly CampaignTimer[]> {
    return await this.table.index(timersIndex, { limit, upTo: timersIndexSort(now, "~") });
  }

  async move(
    seen: CampaignTimer,
    { at, listIds, media }: Pick<CampaignTimer, "at" | "listIds" | "media">,
  ): Promise<CampaignTimer> {
    const moved = { ...seen, at, listIds, media };
    await this.table.put(itemOf(moved), isDueWhenSeen(seen));
    return moved;
  }

  async remove(seen: CampaignTimer): Promise<void> {
    await this.table.remove(timerKey(seen), isDueWhenSeen(seen));
  }
}

const itemOf = (timer: CampaignTimer) => ({
  ...timerKey(timer),
  ...timer,
  ix: timersIndex,
  ixSort: timersIndexSort(timer.at, timer.campaignId),
});
