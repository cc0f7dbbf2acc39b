import { keepNoMs, keepYesMs, type KnownNumber } from "../../core/number-check.ts";
import { someTime } from "../support/builders.ts";
import { storesForSuite } from "../support/stores.ts";

const stores = storesForSuite();

const known = (its: Partial<KnownNumber> = {}): KnownNumber => ({
  tenantId: "acme",
  number: "628123456789",
  onWhatsApp: true,
  checkedAt: someTime,
  ...its,
});

test.each([
  ["yes", true, keepYesMs],
  ["no", false, keepNoMs],
])("%s is kept for its time, for that tenant", async (_, onWhatsApp, keptMs) => {
  const number = onWhatsApp ? "6281" : "6282";
  const { numberChecks } = stores();
  await numberChecks.save(known({ number, onWhatsApp }));
  expect(await numberChecks.find("acme", number, someTime + keptMs - 1)).toEqual(known({ number, onWhatsApp }));
  expect(await numberChecks.find("acme", number, someTime + keptMs)).toBeUndefined();
  expect(await numberChecks.findMany("acme", [number], someTime + keptMs)).toEqual(new Map());
  expect(await numberChecks.find("other", number, someTime)).toBeUndefined();
});

test("many are found at once, and a later answer replaces the one before", async () => {
  const { numberChecks } = stores();
  await numberChecks.save(known({ number: "6283" }));
  await numberChecks.save(known({ number: "6283", onWhatsApp: false, checkedAt: someTime + 5 }));
  await numberChecks.save(known({ number: "6284" }));
  const found = await numberChecks.findMany("acme", ["6283", "6284", "6283", "6285"], someTime + 6);
  expect([...found].map(([number, { onWhatsApp }]) => [number, onWhatsApp]).toSorted()).toEqual([
    ["6283", false],
    ["6284", true],
  ]);
});

test("a number is found by WhatsApp's other name for it, the latest where it moved on", async () => {
  const { numberChecks } = stores();
  await numberChecks.save(known({ number: "6286", lid: "77@lid" }));
  expect(await numberChecks.numberOfLid("acme", "77@lid")).toBe("6286");
  await numberChecks.save(known({ number: "6287", lid: "77@lid", checkedAt: someTime + 1 }));
  expect(await numberChecks.numberOfLid("acme", "77@lid")).toBe("6287");
  expect(await numberChecks.numberOfLid("other", "77@lid")).toBeUndefined();
  expect(await numberChecks.numberOfLid("acme", "78@lid")).toBeUndefined();
});
