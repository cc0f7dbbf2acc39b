import type { CampaignTimer } from "../../../core/campaign/campaign-ports.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { anId, aUlid } from "../../support/builders.ts";
import { atOnce, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
/** Timers of all tests lie in one index: each test has a time of its own, before those of the others. */
let earliest = 1_000_000;

const aTimer = (its: Partial<CampaignTimer> = {}): CampaignTimer => ({
  tenantId: aUlid(),
  sessionId: "shop",
  campaignId: anId("campaign"),
  at: earliest,
  listIds: ["lst_1"],
  media: [],
  ...its,
});

beforeEach(() => {
  earliest -= 1_000;
});

test("what is due comes whole, the longest due first, and what is not yet due does not come", async () => {
  const [later, first, future] = [aTimer({ at: earliest + 5 }), aTimer(), aTimer({ at: earliest + 11 })];
  for (const timer of [later, first, future]) await stores().timers.arm(timer);
  expect(await stores().timers.due(earliest + 10, 10)).toEqual([first, later]);
  expect(await stores().timers.due(earliest + 10, 1)).toEqual([first]);
});

test("one that is armed again is due then, and once", async () => {
  const timer = aTimer();
  await stores().timers.arm(timer);
  await stores().timers.arm({ ...timer, at: earliest + 3 });
  expect(await stores().timers.due(earliest + 2, 10)).toEqual([]);
  expect(await stores().timers.due(earliest + 3, 10)).toEqual([{ ...timer, at: earliest + 3 }]);
});

test("moved by ten at once, one of them has it", async () => {
  const timer = aTimer();
  await stores().timers.arm(timer);
  const { won, refused } = await atOnce(10, (index) =>
    stores().timers.move(timer, { ...timer, at: earliest + 1 + index }),
  );
  expect([won.length, refused]).toEqual([1, 9]);
  expect(await stores().timers.due(earliest + 100, 1)).toEqual(won);
});

test("armed anew meanwhile, it is neither moved nor removed by who saw it before", async () => {
  const seen = aTimer();
  await stores().timers.arm({ ...seen, at: earliest + 1 });
  await expect(stores().timers.move(seen, { ...seen, at: earliest + 9 })).rejects.toThrow(ConditionRefused);
  await expect(stores().timers.remove(seen)).rejects.toThrow(ConditionRefused);
  await stores().timers.remove({ ...seen, at: earliest + 1 });
  expect(await stores().timers.due(earliest + 1, 10)).toEqual([]);
});
