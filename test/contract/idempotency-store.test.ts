import { keepAnswersMs, lockMs } from "../../aws/idempotency-store.ts";
import { ConditionRefused } from "../../core/errors.ts";
import { aUlid, someTime } from "../support/builders.ts";
import { storesForSuite } from "../support/stores.ts";

const stores = storesForSuite();
const aKey = () => ({ tenantId: "acme", key: aUlid() });
const answer = { status: 202, body: '{"data":{"campaignId":"cmp_1"}}' };

const reserve = (key: ReturnType<typeof aKey>, its: { hash?: string; ulid?: string; now?: number } = {}) =>
  stores().idempotency.reserve(key, its.hash ?? "request", its.ulid ?? aUlid(), its.now ?? someTime);

test("the first request is mine to do, under its own ulid", async () => {
  expect(await reserve(aKey(), { ulid: "U1" })).toEqual({ state: "yours", ulid: "U1" });
});

test("a repeat while the first is at it is told so, to the last moment of its lock", async () => {
  const key = aKey();
  await reserve(key);
  expect(await reserve(key)).toMatchObject({ state: "in_progress" });
  expect(await reserve(key, { now: someTime + lockMs - 1 })).toMatchObject({ state: "in_progress" });
});

test("a repeat after the lock goes on in its place, under the ulid of the first; and is locked again", async () => {
  const key = aKey();
  await reserve(key, { ulid: "U1" });
  expect(await reserve(key, { ulid: "U2", now: someTime + lockMs })).toEqual({ state: "yours", ulid: "U1" });
  expect(await reserve(key, { now: someTime + lockMs + 1 })).toMatchObject({ state: "in_progress" });
  expect(await reserve(key, { ulid: "U3", now: someTime + 2 * lockMs })).toEqual({ state: "yours", ulid: "U1" });
});

test("of ten first requests at once one is mine to do; of ten repeats after the lock, one again", async () => {
  const key = aKey();
  for (const now of [someTime, someTime + lockMs]) {
    const states = await Promise.all(Array.from({ length: 10 }, async () => (await reserve(key, { now })).state));
    expect(states.toSorted()).toEqual([...Array.from({ length: 9 }, () => "in_progress"), "yours"]);
  }
});

test("an answered one is answered the same again, for a day from the answer", async () => {
  const key = aKey();
  await reserve(key);
  const answeredAt = someTime + 1_000;
  await stores().idempotency.complete(key, answer, answeredAt);
  expect(await reserve(key)).toEqual({ state: "answered", answer });
  expect(await reserve(key, { now: answeredAt + keepAnswersMs - 1 })).toEqual({ state: "answered", answer });
  expect(await reserve(key, { ulid: "U9", now: answeredAt + keepAnswersMs })).toEqual({ state: "yours", ulid: "U9" });
});

test("another request under the same key is told so, whether the first is answered or at it or cut off", async () => {
  const key = aKey();
  await reserve(key);
  expect(await reserve(key, { hash: "other" })).toEqual({ state: "other_request" });
  expect(await reserve(key, { hash: "other", now: someTime + lockMs })).toEqual({ state: "other_request" });
  await stores().idempotency.complete(key, answer, someTime);
  expect(await reserve(key, { hash: "other" })).toEqual({ state: "other_request" });
  expect(await reserve(key)).toEqual({ state: "answered", answer });
});

test("one that was released may be tried afresh, as another request too", async () => {
  const key = aKey();
  await reserve(key);
  await stores().idempotency.release(key);
  expect(await reserve(key, { hash: "other", ulid: "U2" })).toEqual({ state: "yours", ulid: "U2" });
});

test("one that was answered is not released", async () => {
  const key = aKey();
  await reserve(key);
  await stores().idempotency.complete(key, answer, someTime);
  await expect(stores().idempotency.release(key)).rejects.toThrow(ConditionRefused);
  expect(await reserve(key)).toEqual({ state: "answered", answer });
});

test("the same key of another tenant is another key, and any text is a key", async () => {
  const key = { tenantId: "acme", key: "clé / #~ 🔑".repeat(30) };
  expect((await reserve(key)).state).toBe("yours");
  expect((await reserve({ ...key, tenantId: "other" })).state).toBe("yours");
  expect((await reserve({ ...key, key: `${key.key} ` })).state).toBe("yours");
});
