import { ref, sessionId, System, tenantId } from "../../support/system.ts";

/** A campaign whose recipients fail, and people who opt out, are told in good time. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const pacing = { minGapMs: 1_000, maxGapMs: 1_000, perDay: 1_000_000 };
const progressOf = async (campaignId: string) => await system.stores.progress.find(tenantId, campaignId);
const warned = () =>
  system.events.published
    .filter(({ type }) => type === "campaign.failing")
    .map(({ eventId, data }) => ({ eventId, data }));

it("warns after five refusals in a row, once for each time that it is let go on, and pauses after ten", async () => {
  system.startWorker("w1");
  await system.linkSession();
  for (const number of await system.aList("lst_a", 40)) system.network.setNumber(number, { refuses: true });
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await system.until(() => warned().length === 1, "it warns");
  expect((await system.campaign(campaignId)).status).toBe("running");
  expect(warned()[0]?.data).toEqual({ campaignId, name: "campaign 1", because: "refused", count: 5, pausesAt: 10 });
  await system.untilStatus(campaignId, "paused");
  expect(warned()).toHaveLength(1);
  expect(await progressOf(campaignId)).not.toHaveProperty("failing");
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "resume", { now: system.clock.now() });
  await system.ring(campaignId);
  await system.until(() => warned().length === 2, "it warns again");
  expect(new Set(warned().map(({ eventId }) => eventId)).size).toBe(2);
});

it("warns no second time, and goes on showing it, after a step that failed", async () => {
  let fails = false;
  const at = (point: string) => {
    if (!fails || point !== "recipientClaims.claim:before") return;
    fails = false;
    throw new Error("the table has no answer");
  };
  system.startWorker("w1", { at });
  await system.linkSession();
  for (const number of await system.aList("lst_a", 40)) system.network.setNumber(number, { refuses: true });
  const slow = { minGapMs: 30_000, maxGapMs: 30_000, perDay: 1_000_000 };
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: slow });
  await system.until(() => warned().length === 1, "it warns", 10 * 60_000);
  fails = true;
  await system.until(() => !fails, "a step failed", 60_000);
  await system.clock.advance(15_000);
  expect((await progressOf(campaignId))?.failing?.because).toBe("refused");
  await system.untilStatus(campaignId, "paused", 10 * 60_000);
  expect(warned()).toHaveLength(1);
});

it("shows how many failed until a message goes", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 12);
  for (const number of numbers.slice(0, 7)) system.network.setNumber(number, { refuses: true });
  const slow = { minGapMs: 30_000, maxGapMs: 30_000, perDay: 1_000_000 };
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: slow });
  await system.until(async () => (await progressOf(campaignId))?.failing?.count === 7, "seven failed", 10 * 60_000);
  expect((await progressOf(campaignId))?.failing).toEqual({ because: "refused", count: 7 });
  await system.untilStatus(campaignId, "completed", 20 * 60_000);
  expect(await progressOf(campaignId)).not.toHaveProperty("failing");
});

it("counts people who opt out by a reply, each once, with the day of the message, and keeps that for the next owner", async () => {
  const worker = system.startWorker("w1");
  await system.linkSession();
  const [first = "", second = ""] = await system.aList("lst_a", 3);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  for (const body of ["STOP", "stop"]) {
    system.network.inbound({ sessionId, from: first, body });
    await system.clock.advance(1_000);
  }
  // One who answered before is counted, too.
  system.network.inbound({ sessionId, from: second, body: "Siapa ini?" });
  await system.clock.advance(1_000);
  system.network.inbound({ sessionId, from: second, body: "STOP" });
  const day = new Date(system.clock.now()).toISOString().slice(0, 10);
  await system.until(async () => (await progressOf(campaignId))?.optOuts?.[day] === 2, "both are counted", 60_000);
  await worker.stop();
  system.startWorker("w2");
  await system.until(async () => (await system.state()) === "ready", "it is ready on another worker");
  await system.clock.advance(60_000);
  expect((await progressOf(campaignId))?.optOuts).toEqual({ [day]: 2 });
});
