import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused } from "../../../core/errors.ts";
import type { Bucket, RateLimitStore, TakenToken } from "../../../core/access/access-ports.ts";
import {
  bucketMs,
  bucketState,
  emptyBucket,
  hasToken,
  latestWithToken,
  tokenUs,
} from "../../../core/access/rate-limit.ts";
import { anyOf, itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, getItem, type Table } from "../../dynamodb/items.ts";
import { rateLimitKey } from "../../dynamodb/keys.ts";

const bucketIsFull = anyOf(itemDoesNotExist, "fullAt < :now");
const bucketHasToken = "fullAt >= :now AND fullAt <= :latest";

/** Buckets that this process remembers; forgetting one costs a write, never a token. */
const maxRemembered = 10_000;
const tries = 4;

/**
 * Buckets of tokens, one item each. Taking a token is one conditional write; which of the two forms it takes (the bucket
 * is full, or it is not) is guessed from what this process saw last, and the other form is tried when that was wrong.
 * `fullAt` only ever grows, so a bucket that was seen empty is refused from memory until it has a token again.
 */
export class DynamoRateLimitStore implements RateLimitStore {
  readonly #table: Table;
  readonly #seen = new Map<string, number>();

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async take(buckets: readonly Bucket[], now: number): Promise<readonly TakenToken[]> {
    const known = buckets.map(({ tenantId, name, perMinute }) => {
      const seen = this.#seen.get(rateLimitKey(tenantId, name).pk) ?? 0;
      return { taken: hasToken(seen, perMinute, now), ...bucketState(seen, perMinute, now) };
    });
    if (known.some(({ taken }) => !taken)) return known;
    return await Promise.all(buckets.map((bucket) => this.#take(bucket, now)));
  }

  async #take(bucket: Bucket, now: number): Promise<TakenToken> {
    const { perMinute } = bucket;
    const key = rateLimitKey(bucket.tenantId, bucket.name);
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const seen = this.#seen.get(key.pk) ?? 0;
      if (!hasToken(seen, perMinute, now)) return { taken: false, ...bucketState(seen, perMinute, now) };
      const wasFull = seen < now * 1_000;
      for (const full of [wasFull, !wasFull]) {
        const fullAt = await this.#update(bucket, full, now);
        if (fullAt === undefined) continue;
        this.#remember(key.pk, fullAt);
        return { taken: true, ...bucketState(fullAt, perMinute, now) };
      }
      const there = (await getItem(this.#table, key))?.["fullAt"] as number | undefined;
      this.#remember(key.pk, there ?? 0);
    }
    // Others were quicker each time: a bucket that busy is as good as empty.
    return { taken: false, ...bucketState(emptyBucket(perMinute, now), perMinute, now) };
  }

  /** @returns when it is full again, or nothing when the bucket is not of that form */
  async #update({ tenantId, name, perMinute }: Bucket, full: boolean, now: number): Promise<number | undefined> {
    const cost = tokenUs(perMinute);
    const ttl = Math.ceil((now + 10 * bucketMs) / 1_000);
    try {
      const { Attributes } = await conditional(
        `bucket ${name} is ${full ? "not full" : "full or empty"}`,
        this.#table.client.send(
          new UpdateCommand({
            TableName: this.#table.name,
            Key: rateLimitKey(tenantId, name),
            UpdateExpression: `SET fullAt = ${full ? ":fullAt" : "fullAt + :cost"}, #ttl = :ttl`,
            ConditionExpression: full ? bucketIsFull : bucketHasToken,
            ExpressionAttributeNames: { "#ttl": "ttl" },
            ExpressionAttributeValues: {
              ":now": now * 1_000,
              ":ttl": ttl,
              ...(full
                ? { ":fullAt": now * 1_000 + cost }
                : { ":cost": cost, ":latest": latestWithToken(perMinute, now) }),
            },
            ReturnValues: "UPDATED_NEW",
          }),
        ),
      );
      return Attributes?.["fullAt"] as number;
    } catch (error) {
      if (error instanceof ConditionRefused) return undefined;
      throw error;
    }
  }

  #remember(pk: string, fullAt: number): void {
    if (this.#seen.size >= maxRemembered) this.#seen.clear();
    this.#seen.set(pk, fullAt);
  }
}
