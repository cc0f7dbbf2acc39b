import { ConditionRefused } from "../../../core/errors.ts";
import { unsharedPhone, withShare, type PhoneShare } from "../../../core/session/shared-phone.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const aShare: PhoneShare = {
  createdAt: someTime,
  joined: true,
  at: someTime,
  lastClaimAt: someTime,
  days: [{ name: "2026-03-02", claims: 3, lastAt: someTime }],
  waits: { since: someTime, seenAt: someTime, gapMs: 6_000 },
};

test("a phone is there as it was written, for its tenant", async () => {
  const number = aUlid();
  expect(await stores().sharedPhones.find("acme", number)).toBeUndefined();
  const first = withShare(unsharedPhone("acme", number), "front", aShare);
  await stores().sharedPhones.save(first);
  expect(await stores().sharedPhones.find("acme", number)).toEqual(first);
  const second = withShare(first, "back", aShare);
  await stores().sharedPhones.save(second);
  expect(await stores().sharedPhones.find("acme", number)).toEqual(second);
  expect(await stores().sharedPhones.find("other", number)).toBeUndefined();
});

test("of ten that read it at the same version one writes it, the first time and later", async () => {
  let phone = unsharedPhone("acme", aUlid());
  for (let round = 0; round < 2; round += 1) {
    const written = Array.from({ length: 10 }, (_, index) => withShare(phone, `s${index}`, aShare));
    const results = await Promise.allSettled(written.map((one) => stores().sharedPhones.save(one)));
    const winners = written.filter((_, index) => results[index]?.status === "fulfilled");
    const reasons = results.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    expect([winners.length, reasons.every((reason) => reason instanceof ConditionRefused)]).toEqual([1, true]);
    phone = (await stores().sharedPhones.find(phone.tenantId, phone.number)) ?? phone;
    expect(phone).toEqual(winners[0]);
  }
});

test("a session is told that its phone is shared, unless it is gone", async () => {
  const ref = { tenantId: "acme", sessionId: aUlid() };
  await expect(stores().sessions.tellShared(ref, "628111000111")).rejects.toThrow(ConditionRefused);
  await stores().sessions.create({
    ...ref,
    state: "stopped",
    wanted: false,
    epoch: 0,
    since: someTime,
    createdAt: someTime,
  });
  const told = await stores().sessions.tellShared(ref, "628111000111");
  expect(told).toMatchObject({ ...ref, epoch: 0, sharesPhone: "628111000111" });
  expect(await stores().sessions.find(ref)).toEqual(told);
});
