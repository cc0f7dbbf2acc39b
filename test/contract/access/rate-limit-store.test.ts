import { DynamoRateLimitStore } from "../../../aws/stores/access/rate-limit-store.ts";
import type { Bucket, RateLimitStore } from "../../../core/access/access-ports.ts";
import { someTime } from "../../support/builders.ts";
import { meddledWith, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
let bucketCount = 0;
/** Takes of one bucket. */
const takeOf = async (store: RateLimitStore, bucket: Bucket, now = someTime) => {
  const [taken] = await store.take([bucket], now);
  if (taken === undefined) throw new Error("no answer for the bucket");
  return taken;
};
const aBucket = (perMinute: number, tenantId = "acme") => ({ tenantId, name: `b${(bucketCount += 1)}`, perMinute });

describe("a bucket of tokens", () => {
  it("gives its tokens and no more, in how many processes ever", async () => {
    const bucket = aBucket(20);
    const another = new DynamoRateLimitStore(stores().delivery);
    const processes = Array.from({ length: 5 }, () => new DynamoRateLimitStore(stores().delivery));
    const asked = Array.from({ length: 8 }, () => processes.map((one) => takeOf(one, bucket))).flat();
    const taken = (await Promise.all(asked)).filter((one) => one.taken);
    // Crowded out is refused, too: never one too many, and what is left can still be had.
    expect(taken.length).toBeLessThanOrEqual(20);
    let more = 0;
    while ((await takeOf(another, bucket)).taken) more += 1;
    expect(taken.length + more).toBe(20);
    expect(await takeOf(another, bucket)).toMatchObject({
      taken: false,
      remaining: 0,
      retryAfterSeconds: 3,
    });
  });

  it("fills again with time, up to its brim", async () => {
    const bucket = aBucket(2);
    const store = stores().rateLimits;
    expect((await takeOf(store, bucket)).remaining).toBe(1);
    expect((await takeOf(store, bucket)).remaining).toBe(0);
    expect((await takeOf(store, bucket, someTime + 29_000)).taken).toBe(false);
    expect(await takeOf(store, bucket, someTime + 30_000)).toMatchObject({ taken: true, remaining: 0 });
    expect(await takeOf(store, bucket, someTime + 3_600_000)).toMatchObject({ taken: true, remaining: 1 });
  });

  it("costs one write a token and none when it is known to be empty", async () => {
    let calls = 0;
    const counted = meddledWith(stores().delivery, async () => {
      calls += 1;
    });
    const store = new DynamoRateLimitStore(counted);
    const bucket = aBucket(5);
    for (let token = 0; token < 5; token += 1) await takeOf(store, bucket);
    expect(calls).toBe(5);
    for (let refused = 0; refused < 100; refused += 1) {
      expect((await takeOf(store, bucket)).taken).toBe(false);
    }
    expect(calls).toBe(5);
  });

  it("of one tenant takes nothing from another's", async () => {
    const store = stores().rateLimits;
    const bucket = aBucket(1);
    expect((await takeOf(store, bucket)).taken).toBe(true);
    expect((await takeOf(store, bucket)).taken).toBe(false);
    expect((await takeOf(store, { ...bucket, tenantId: "other" })).taken).toBe(true);
  });

  it("that is empty leaves those alone that are taken of with it", async () => {
    const store = new DynamoRateLimitStore(stores().delivery);
    const [noisy, quiet, both] = [aBucket(1), aBucket(1), aBucket(4)];
    for (let request = 0; request < 20; request += 1) await store.take([noisy, both], someTime);
    const taken = await store.take([quiet, both], someTime);
    expect(taken).toMatchObject([
      { taken: true, remaining: 0 },
      { taken: true, remaining: 2 },
    ]);
  });
});
