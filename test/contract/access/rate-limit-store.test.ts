import { DynamoRateLimitStore } from "../../../aws/stores/access/rate-limit-store.ts";
import { someTime } from "../../support/builders.ts";
import { meddledWith, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
let bucketCount = 0;
const aBucket = (perMinute: number, tenantId = "acme") => ({ tenantId, name: `b${(bucketCount += 1)}`, perMinute });

describe("a bucket of tokens", () => {
  it("gives its tokens and no more, in how many processes ever", async () => {
    const bucket = aBucket(20);
    const processes = Array.from({ length: 5 }, () => new DynamoRateLimitStore(stores().delivery));
    const asked = Array.from({ length: 8 }, () => processes.map((one) => one.take(bucket, someTime))).flat();
    const taken = (await Promise.all(asked)).filter((one) => one.taken);
    // Crowded out is refused, too: never one too many, and what is left can still be had.
    expect(taken.length).toBeLessThanOrEqual(20);
    let more = 0;
    while ((await processes[0]?.take(bucket, someTime))?.taken === true) more += 1;
    expect(taken.length + more).toBe(20);
    expect(await processes[1]?.take(bucket, someTime)).toMatchObject({
      taken: false,
      remaining: 0,
      retryAfterSeconds: 3,
    });
  });

  it("fills again with time, up to its brim", async () => {
    const bucket = aBucket(2);
    const store = stores().rateLimits;
    expect((await store.take(bucket, someTime)).remaining).toBe(1);
    expect((await store.take(bucket, someTime)).remaining).toBe(0);
    expect((await store.take(bucket, someTime + 29_000)).taken).toBe(false);
    expect(await store.take(bucket, someTime + 30_000)).toMatchObject({ taken: true, remaining: 0 });
    expect(await store.take(bucket, someTime + 3_600_000)).toMatchObject({ taken: true, remaining: 1 });
  });

  it("costs one write a token and none when it is known to be empty", async () => {
    let calls = 0;
    const counted = meddledWith(stores().delivery, async () => {
      calls += 1;
    });
    const store = new DynamoRateLimitStore(counted);
    const bucket = aBucket(5);
    for (let token = 0; token < 5; token += 1) await store.take(bucket, someTime);
    expect(calls).toBe(5);
    for (let refused = 0; refused < 100; refused += 1) {
      expect((await store.take(bucket, someTime)).taken).toBe(false);
    }
    expect(calls).toBe(5);
  });

  it("of one tenant takes nothing from another's", async () => {
    const store = stores().rateLimits;
    const bucket = aBucket(1);
    expect((await store.take(bucket, someTime)).taken).toBe(true);
    expect((await store.take(bucket, someTime)).taken).toBe(false);
    expect((await store.take({ ...bucket, tenantId: "other" }, someTime)).taken).toBe(true);
  });
});
