import type { Bucket, RateLimitStore, TakenToken } from "../../../core/access/access-ports.ts";
import {
  bucketMs,
  bucketState,
  emptyBucket,
  hasToken,
  latestWithToken,
  tokenUs,
} from "../../../core/access/rate-limit.ts";
import { unlessRefused } from "../../../core/refused.ts";
import { anyOf, expression, itemDoesNotExist } from "../../dynamodb/expressions.ts";
import { rateLimitKey } from "../../dynamodb/keys.ts";
import { TableStore, ttlOf } from "../../dynamodb/table.ts";

const bucketIsFull = (nowUs: number) => anyOf(itemDoesNotExist, expression`fullAt < ${nowUs}`);
const bucketHasToken = (nowUs: number, latest: number) => expression`fullAt >= ${nowUs} AND fullAt <= ${latest}`;

/** Buckets that this process remembers; forgetting one costs a write, never a token. */
const maxRemembered = 10_000;
const tries = 4;

interface Stored {
  readonly fullAt: number;
}

/**
 * Buckets of tokens, one item each. Taking a token is one conditional write; which of the two forms it takes (the bucket
 * is full, or it is not) is guessed from what this process saw last, and the other form is tried when that was wrong.
 * `fullAt` only ever grows, so a bucket that was seen empty is refused from memory until it has a token again.
 */
export class DynamoRateLimitStore extends TableStore implements RateLimitStore {
  readonly #seen = new Map<string, number>();

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
      this.#remember(key.pk, (await this.table.get<Stored>(key))?.fullAt ?? 0);
    }
    // Others were quicker each time: a bucket that busy is as good as empty.
    return { taken: false, ...bucketState(emptyBucket(perMinute, now), perMinute, now) };
  }

  /** @returns when it is full again, or nothing when the bucket is not of that form */
  async #update({ tenantId, name, perMinute }: Bucket, full: boolean, now: number): Promise<number | undefined> {
    const [nowUs, cost] = [now * 1_000, tokenUs(perMinute)];
    const updated = this.table.update<Stored>(
      rateLimitKey(tenantId, name),
      { fullAt: full ? nowUs + cost : expression`fullAt + ${cost}`, ttl: ttlOf(now + 10 * bucketMs) },
      {
        when: full ? bucketIsFull(nowUs) : bucketHasToken(nowUs, latestWithToken(perMinute, now)),
        refused: `bucket ${name} is ${full ? "not full" : "full or empty"}`,
      },
    );
    return (await unlessRefused(updated))?.fullAt;
  }

  #remember(pk: string, fullAt: number): void {
    if (this.#seen.size >= maxRemembered) this.#seen.clear();
    this.#seen.set(pk, fullAt);
  }
}
