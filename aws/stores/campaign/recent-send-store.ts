import { sameSendWithinMs, type RecentSend, type RecentSendStore } from "../../../core/campaign/plan/recent-send.ts";
import { wasWritten } from "../../../core/refused.ts";
import { anyOf, expression, itemDoesNotExist } from "../../dynamodb/expressions.ts";
import { recentSendKey } from "../../dynamodb/keys.ts";
import { TableStore, ttlOf } from "../../dynamodb/table.ts";

const noneWasAfter = (longAgo: number) => anyOf(itemDoesNotExist, expression`takenAt <= ${longAgo}`);
const isOf = (campaignId: string) => expression`campaignId = ${campaignId}`;

interface Row {
  readonly campaignId: string;
  readonly takenAt: number;
}

/** One item for equal sends in the delivery table, which names the first of them; DynamoDB takes it away in time. */
export class DynamoRecentSendStore extends TableStore implements RecentSendStore {
  async takeDown({ now, ...send }: RecentSend & { readonly now: number }): Promise<string> {
    const { tenantId, hash, campaignId } = send;
    for (;;) {
      if (await this.#put(send, now)) return campaignId;
      const first = await this.table.get<Row>(recentSendKey(tenantId, hash));
      // Should the first have come to nothing meanwhile, this one may be the first.
      if (first !== undefined) return first.campaignId;
    }
  }

  async find({ tenantId, hash }: Pick<RecentSend, "tenantId" | "hash">, now: number): Promise<string | undefined> {
    const first = await this.table.get<Row>(recentSendKey(tenantId, hash));
    return first === undefined || first.takenAt <= now - sameSendWithinMs ? undefined : first.campaignId;
  }

  async #put({ tenantId, hash, campaignId }: RecentSend, now: number): Promise<boolean> {
    const row: Row = { campaignId, takenAt: now };
    const write = this.table.put(
      { ...recentSendKey(tenantId, hash), ...row, ttl: ttlOf(now + sameSendWithinMs) },
      { when: noneWasAfter(now - sameSendWithinMs), refused: "an equal send is the first" },
    );
    return await wasWritten(write);
  }

  async forget({ tenantId, hash, campaignId }: RecentSend): Promise<void> {
    const isMine = { when: isOf(campaignId), refused: "another send is the first" };
    await this.table.remove(recentSendKey(tenantId, hash), isMine);
  }
}
