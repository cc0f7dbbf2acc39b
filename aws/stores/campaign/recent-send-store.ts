import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { sameSendWithinMs, type RecentSend, type RecentSendStore } from "../../../core/campaign/plan/recent-send.ts";
import { wasWritten } from "../../../core/refused.ts";
import { anyOf, itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, getItem, type Table } from "../../dynamodb/items.ts";
import { recentSendKey } from "../../dynamodb/keys.ts";

const firstIsLongAgo = "takenAt <= :longAgo";
const isMine = "campaignId = :campaignId";

/** One item for equal sends, which names the first of them; DynamoDB takes it away in time. */
export class DynamoRecentSendStore implements RecentSendStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async takeDown({ now, ...send }: RecentSend & { readonly now: number }): Promise<string> {
    const { tenantId, hash, campaignId } = send;
    for (;;) {
      if (await this.#put(send, now)) return campaignId;
      const first = await getItem(this.#table, recentSendKey(tenantId, hash));
      // Should the first have come to nothing meanwhile, this one may be the first.
      if (first !== undefined) return String(first["campaignId"]);
    }
  }

  async find({ tenantId, hash }: Pick<RecentSend, "tenantId" | "hash">, now: number): Promise<string | undefined> {
    const first = await getItem(this.#table, recentSendKey(tenantId, hash));
    const isLongAgo = first === undefined || Number(first["takenAt"]) <= now - sameSendWithinMs;
    return isLongAgo ? undefined : String(first["campaignId"]);
  }

  async #put({ tenantId, hash, campaignId }: RecentSend, now: number): Promise<boolean> {
    const write = this.#table.client.send(
      new PutCommand({
        TableName: this.#table.name,
        Item: {
          ...recentSendKey(tenantId, hash),
          campaignId,
          takenAt: now,
          ttl: Math.ceil((now + sameSendWithinMs) / 1_000),
        },
        ConditionExpression: anyOf(itemDoesNotExist, firstIsLongAgo),
        ExpressionAttributeValues: { ":longAgo": now - sameSendWithinMs },
      }),
    );
    return await wasWritten(conditional("an equal send is the first", write));
  }

  async forget({ tenantId, hash, campaignId }: RecentSend): Promise<void> {
    await conditional(
      "another send is the first",
      this.#table.client.send(
        new DeleteCommand({
          TableName: this.#table.name,
          Key: recentSendKey(tenantId, hash),
          ConditionExpression: isMine,
          ExpressionAttributeValues: { ":campaignId": campaignId },
        }),
      ),
    );
  }
}
