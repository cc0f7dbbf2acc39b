import { sameSendWithinMs } from "../../../core/campaign/plan/recent-send.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const aSend = (its: { campaignId?: string; now?: number; hash?: string } = {}) => ({
  tenantId: "acme",
  hash: "hash",
  campaignId: `cmp_${aUlid()}`,
  now: someTime,
  ...its,
});

test("the first is taken down; another one within ten seconds is answered the first", async () => {
  const hash = aUlid();
  const first = aSend({ hash });
  expect(await stores().recentSends.takeDown(first)).toBe(first.campaignId);
  const late = someTime + sameSendWithinMs - 1;
  expect(await stores().recentSends.takeDown(aSend({ hash, now: late }))).toBe(first.campaignId);
  const later = aSend({ hash, now: someTime + sameSendWithinMs });
  expect(await stores().recentSends.takeDown(later)).toBe(later.campaignId);
});

test("who only asks is told of the first as long as it counts, and is none itself", async () => {
  const hash = aUlid();
  const first = aSend({ hash });
  const found = (now: number) => stores().recentSends.find(first, now);
  expect(await found(someTime)).toBeUndefined();
  await stores().recentSends.takeDown(first);
  expect(await found(someTime + sameSendWithinMs - 1)).toBe(first.campaignId);
  expect(await found(someTime + sameSendWithinMs)).toBeUndefined();
});

test("of ten at once one is the first, for all of them", async () => {
  const hash = aUlid();
  const ten = Array.from({ length: 10 }, () => aSend({ hash }));
  const answers = await Promise.all(ten.map((one) => stores().recentSends.takeDown(one)));
  expect(new Set(answers).size).toBe(1);
  expect(ten.map(({ campaignId }) => campaignId)).toContain(answers[0]);
});

test("other tenants and other sends are none of its business", async () => {
  const hash = aUlid();
  await stores().recentSends.takeDown(aSend({ hash }));
  for (const other of [
    { ...aSend({ hash }), tenantId: "other" },
    { ...aSend(), hash: aUlid() },
  ]) {
    expect(await stores().recentSends.takeDown(other)).toBe(other.campaignId);
  }
});

test("one that came to nothing is forgotten, by itself only", async () => {
  const hash = aUlid();
  const first = aSend({ hash });
  await stores().recentSends.takeDown(first);
  await expect(stores().recentSends.forget(aSend({ hash }))).rejects.toThrow(ConditionRefused);
  await stores().recentSends.forget(first);
  const next = aSend({ hash });
  expect(await stores().recentSends.takeDown(next)).toBe(next.campaignId);
});
