import type { Bucket, RateLimitStore } from "../../../core/access/access-ports.ts";
import { bucketMs, bucketState, hasToken, tokenUs } from "../../../core/access/rate-limit.ts";
import { bucketsOf, takeTokens } from "../../../functions/edge/limits.ts";
import { routes } from "../../../functions/routes/index.ts";
import { someTime } from "../../support/builders.ts";

const caller = { tenantId: "acme", keyId: "key_1", scopes: ["admin" as const], operator: false };

function inMemory(): RateLimitStore {
  const buckets = new Map<string, number>();
  return {
    take: async (all, now) => {
      const take = ({ tenantId, name, perMinute }: Bucket) => {
        const fullAt = buckets.get(`${tenantId}/${name}`) ?? 0;
        if (!hasToken(fullAt, perMinute, now)) return { taken: false, ...bucketState(fullAt, perMinute, now) };
        const later = Math.max(fullAt, now * 1_000) + tokenUs(perMinute);
        buckets.set(`${tenantId}/${name}`, later);
        return { taken: true, ...bucketState(later, perMinute, now) };
      };
      return all.map(take);
    },
  };
}

async function asked(store: RateLimitStore, keyId = caller.keyId, now = someTime) {
  let headers: Readonly<Record<string, string>> = {};
  const buckets = bucketsOf({ ...caller, keyId }, "general", { general: 3, broadcast: 1 });
  const refusal = await takeTokens(store, buckets, now, (told) => (headers = told)).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { headers, refusal };
}

test("each answer says where the key stands, and the one too many when to come again", async () => {
  const store = inMemory();
  const remaining = [];
  for (let request = 0; request < 3; request += 1) {
    remaining.push((await asked(store)).headers["ratelimit-remaining"]);
  }
  expect(remaining).toEqual(["2", "1", "0"]);
  const { headers, refusal } = await asked(store);
  expect(refusal).toMatchObject({ code: "RATE_LIMITED", kind: "limited", retryAfterSeconds: 20 });
  expect(headers).toEqual({
    "ratelimit-limit": "3",
    "ratelimit-policy": "3;w=60",
    "ratelimit-remaining": "0",
    "ratelimit-reset": "60",
  });
  expect((await asked(store, caller.keyId, someTime + bucketMs)).refusal).toBeUndefined();
});

test("another key of the tenant goes on, but all of them together get four keys' worth", async () => {
  const store = inMemory();
  let taken = 0;
  for (const key of ["a", "b", "c", "d", "e", "f"]) {
    for (let request = 0; request < 3; request += 1) {
      if ((await asked(store, key)).refusal === undefined) taken += 1;
    }
  }
  expect(taken).toBe(12);
});

test("what starts a broadcast or brings a file in is counted apart", () => {
  const apart = routes.filter(({ limit }) => limit === "broadcast").map(({ operationId }) => operationId);
  expect(apart).toEqual([
    "sendTest",
    "importContacts",
    "sendCampaign",
    "scheduleCampaign",
    "retryCampaign",
    "createUpload",
  ]);
});
