import { System, tenantId, ref } from "../../support/system.ts";

/** A campaign that goes on from a stopped one, whatever becomes of its worker and of the first. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

/** Stops a campaign to `size` people after `reached` of them. */
async function stopped(size: number, reached: number) {
  const numbers = await system.aList("lst_a", size);
  const first = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 1_000, maxGapMs: 1_000 } });
  await system.until(() => system.arrivals().length === reached, "some arrived");
  await system.stores.campaignChanges.apply({ ...ref, campaignId: first }, "stop", { now: system.clock.now() });
  await system.ring(first);
  await system.clock.advance(5_000);
  const { launchedAt } = (await system.stores.campaigns.find({ ...ref, campaignId: first })) ?? {};
  if (launchedAt === undefined) throw new Error("it was launched");
  return { numbers, first, launchedAt };
}

it("writes to who has no row in the first, whoever joined since, and the walk finds no miss", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const { numbers, first, launchedAt } = await stopped(12, 4);
  await system.aList("lst_b", 0);
  const second = await system.launch({ listIds: ["lst_a"], remainderOf: [first], launchedAt });
  await system.untilStatus(second, "completed");
  expect(system.arrivals()).toEqual(numbers);
  expect(await system.rows(second)).toHaveLength(8);
  expect(system.measured.get("WalkMisses")).toBeUndefined();
});

it("is paused where the first is deleted, because who got its message is not known any more", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const { first, launchedAt } = await stopped(6, 2);
  await system.stores.campaignChanges.apply({ ...ref, campaignId: first }, "delete", { now: system.clock.now() });
  const second = await system.launch({ listIds: ["lst_a"], remainderOf: [first], launchedAt });
  await system.untilStatus(second, "paused");
  expect(await system.stores.campaigns.find({ ...ref, campaignId: second })).toMatchObject({
    pausedBecause: "first_deleted",
  });
  await system.stores.campaignChanges.apply({ ...ref, campaignId: second }, "resume", { now: system.clock.now() });
  await system.ring(second);
  await system.untilStatus(second, "paused");
  expect(system.arrivals()).toHaveLength(2);
  await system.stores.campaignChanges.apply({ ...ref, campaignId: second }, "stop", { now: system.clock.now() });
  await system.ring(second);
  await system.untilSettled(second);
  expect((await system.stores.campaigns.page(ref, { limit: 10 })).items.map(({ tenantId: of }) => of)).toContain(
    tenantId,
  );
});
