import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { createHash } from "node:crypto";
import {
  defaultLockMs as lockMs,
  DynamoIdempotencyStore,
  keepAnswersMs,
} from "../../../aws/stores/access/idempotency-store.ts";
import { idempotencyKey } from "../../../aws/dynamodb/keys.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { meddledWith, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const aKey = () => ({ tenantId: "acme", key: aUlid() });
const answer = { status: 202, body: '{"data":{"campaignId":"cmp_1"}}' };

const reserve = (key: ReturnType<typeof aKey>, its: { hash?: string; ulid?: string; now?: number } = {}) =>
  stores().idempotency.reserve(key, its.hash ?? "request", its.ulid ?? aUlid(), its.now ?? someTime);

test("the first request is mine to do, under its own ulid", async () => {
  expect(await reserve(aKey(), { ulid: "U1" })).toEqual({ state: "yours", ulid: "U1", isTakenOver: false });
});

test("a repeat while the first is at it is told so, to the last moment of its lock", async () => {
  const key = aKey();
  await reserve(key);
  expect(await reserve(key)).toMatchObject({ state: "in_progress" });
  expect(await reserve(key, { now: someTime + lockMs - 1 })).toMatchObject({ state: "in_progress" });
});

const takenOver = { state: "yours", ulid: "U1", isTakenOver: true };

test("a repeat after the lock goes on in its place, under the ulid of the first; and is locked again", async () => {
  const key = aKey();
  await reserve(key, { ulid: "U1" });
  expect(await reserve(key, { ulid: "U2", now: someTime + lockMs })).toEqual(takenOver);
  expect(await reserve(key, { now: someTime + lockMs + 1 })).toMatchObject({ state: "in_progress" });
  expect(await reserve(key, { ulid: "U3", now: someTime + 2 * lockMs + 1 })).toEqual(takenOver);
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
  await reserve(key, { ulid: "U1" });
  const answeredAt = someTime + 1_000;
  expect(await stores().idempotency.complete(key, "U1", answer, answeredAt)).toEqual(answer);
  const answered = { state: "answered", answer, at: answeredAt };
  expect(await reserve(key)).toEqual(answered);
  expect(await reserve(key, { now: answeredAt + keepAnswersMs - 1 })).toEqual(answered);
  expect(await reserve(key, { ulid: "U9", now: answeredAt + keepAnswersMs })).toEqual({
    state: "yours",
    ulid: "U9",
    isTakenOver: false,
  });
});

test("another request under the same key is told so, whether the first is answered or at it or cut off", async () => {
  const key = aKey();
  await reserve(key, { ulid: "U1" });
  expect(await reserve(key, { hash: "other" })).toEqual({ state: "other_request" });
  expect(await reserve(key, { hash: "other", now: someTime + lockMs })).toEqual({ state: "other_request" });
  await stores().idempotency.complete(key, "U1", answer, someTime);
  expect(await reserve(key, { hash: "other" })).toEqual({ state: "other_request" });
  expect(await reserve(key)).toMatchObject({ state: "answered", answer });
});

const release = (key: ReturnType<typeof aKey>, ulid: string, now = someTime) =>
  stores().idempotency.release(key, ulid, now);

test("one that was released may be tried afresh, as another request too", async () => {
  const key = aKey();
  await reserve(key, { ulid: "U1" });
  await release(key, "U1");
  expect(await reserve(key, { hash: "other", ulid: "U2" })).toEqual({ state: "yours", ulid: "U2", isTakenOver: false });
});

test("one that was answered is not released, by the first try nor by a repeat", async () => {
  const key = aKey();
  await reserve(key, { ulid: "U1" });
  await reserve(key, { ulid: "U2", now: someTime + lockMs });
  await stores().idempotency.complete(key, "U1", answer, someTime);
  await release(key, "U1");
  await release(key, "U2");
  expect(await reserve(key)).toMatchObject({ state: "answered", answer });
});

test("a repeat that took it over never releases it: the next one takes it over at once, under the same ulid", async () => {
  const key = aKey();
  const now = someTime + lockMs;
  await reserve(key, { ulid: "U1" });
  await reserve(key, { ulid: "U2", now });
  await release(key, "U2", now);
  expect(await reserve(key, { hash: "other", now })).toEqual({ state: "other_request" });
  expect(await reserve(key, { ulid: "U3", now })).toEqual(takenOver);
});

test("the first try does not release it once a repeat took it over, nor does a repeat that lost it to another", async () => {
  const key = aKey();
  const [second, third] = [someTime + lockMs, someTime + 2 * lockMs];
  await reserve(key, { ulid: "U1" });
  await reserve(key, { ulid: "U2", now: second });
  await release(key, "U1", second);
  expect(await reserve(key, { now: second })).toMatchObject({ state: "in_progress" });
  await reserve(key, { ulid: "U3", now: third });
  await release(key, "U2", third);
  expect(await reserve(key, { now: third })).toEqual({ state: "in_progress", until: third + lockMs });
});

test("of the answers of two tries the first that is kept stands, and both are told it", async () => {
  const key = aKey();
  await reserve(key, { ulid: "U1" });
  await reserve(key, { ulid: "U2", now: someTime + lockMs });
  const { idempotency } = stores();
  expect(await idempotency.complete(key, "U1", answer, someTime)).toEqual(answer);
  expect(await idempotency.complete(key, "U1", { status: 200, body: "{}" }, someTime)).toEqual(answer);
  expect(await reserve(key)).toMatchObject({ state: "answered", answer });
});

test("an answer that comes when its reservation is a day old is kept for no other", async () => {
  const key = aKey();
  const later = someTime + keepAnswersMs;
  await reserve(key, { ulid: "U1" });
  await reserve(key, { ulid: "U2", now: later });
  const { idempotency } = stores();
  expect(await idempotency.complete(key, "U1", answer, later)).toEqual(answer);
  expect(await reserve(key, { now: later })).toMatchObject({ state: "in_progress" });
});

test("a reservation whose own answer was lost on the way is mine all the same", async () => {
  const key = aKey();
  const { delivery } = stores();
  let lost = 0;
  const table = meddledWith(delivery, async (command) => {
    if (!(command instanceof PutCommand) || lost > 0) return;
    lost += 1;
    // The client sends it again after the first one came through.
    await delivery.client.send(command);
  });
  const mine = await new DynamoIdempotencyStore(table).reserve(key, "request", "U1", someTime);
  expect([lost, mine]).toEqual([1, { state: "yours", ulid: "U1", isTakenOver: false }]);
});

test("a row of before, which names no holder, is taken over after its lock and released by nobody", async () => {
  const key = aKey();
  const { delivery } = stores();
  const at = idempotencyKey(key.tenantId, createHash("sha256").update(key.key).digest("hex"));
  const lockedUntil = someTime + lockMs;
  const Item = { ...at, requestHash: "request", ulid: "U1", lockedUntil, expiresAt: someTime + keepAnswersMs };
  await delivery.client.send(new PutCommand({ TableName: delivery.name, Item }));
  await release(key, "U1");
  expect(await reserve(key)).toEqual({ state: "in_progress", until: lockedUntil });
  expect(await reserve(key, { ulid: "U2", now: lockedUntil })).toEqual(takenOver);
});

test("the same key of another tenant is another key, and any text is a key", async () => {
  const key = { tenantId: "acme", key: "clé / #~ 🔑".repeat(30) };
  expect((await reserve(key)).state).toBe("yours");
  expect((await reserve({ ...key, tenantId: "other" })).state).toBe("yours");
  expect((await reserve({ ...key, key: `${key.key} ` })).state).toBe("yours");
});
