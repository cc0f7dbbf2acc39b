import { noCounts, Tally } from "../../../core/campaign/progress.ts";
import { actOnCampaign, retryCampaign } from "../../../functions/campaigns/life.ts";
import { aUlid } from "../../support/builders.ts";
import { brokenPromises } from "../../support/promises.ts";
import { System, tenantId } from "../../support/system.ts";

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const retry = async (campaignId: string, statuses: readonly ("failed" | "in_doubt")[]) =>
  await retryCampaign(system.life, await system.campaign(campaignId), statuses, system.clock.now(), aUlid());

const stateOf = async (campaignId: string, number: string) =>
  (await system.rows(campaignId)).find((row) => row.number === number);

test("those that failed are tried once more, under a new message id, and nobody else", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 6);
  const [refused = "", unknown = ""] = numbers;
  system.network.setNumber(refused, { refuses: true });
  system.network.setNumber(unknown, { registered: false });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  const first = await stateOf(campaignId, refused);
  system.network.setNumber(refused, { refuses: false });
  await retry(campaignId, ["failed"]);
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(10_000);
  expect(await stateOf(campaignId, refused)).toMatchObject({ state: "delivered", attempt: 2, round: 1 });
  const row = await stateOf(campaignId, refused);
  expect(row?.messageId).not.toBe(first?.messageId);
  expect(row?.history.map(({ state }) => state)).toEqual(["sending", "failed", "sending", "sent", "delivered"]);
  expect(await stateOf(campaignId, unknown)).toMatchObject({ state: "failed", reason: "not_on_whatsapp" });
  expect(await brokenPromises(system, campaignId, numbers)).toEqual([]);
  expect((await system.campaign(campaignId)).retryStatuses).toBeUndefined();
});

test("each is tried once a round, however often it fails, and again by the next", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [refused = ""] = await system.aList("lst_a", 2);
  system.network.setNumber(refused, { refuses: true });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  for (const attempt of [2, 3]) {
    await retry(campaignId, ["failed"]);
    await system.untilStatus(campaignId, "completed");
    await system.clock.advance(60_000);
    expect(await stateOf(campaignId, refused)).toMatchObject({ state: "failed", attempt, round: attempt - 1 });
  }
});

test("of a paused campaign only those are tried, and it is paused again; a resume goes on with the rest", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 20);
  const [refused = ""] = numbers;
  system.network.setNumber(refused, { refuses: true });
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 1_000, maxGapMs: 1_000 } });
  await system.until(() => system.arrivals().length >= 3, "three arrived");
  await actOnCampaign(system.life, await system.campaign(campaignId), "pause", system.clock.now(), aUlid());
  await system.clock.advance(10_000);
  const reached = (await system.rows(campaignId)).length;
  system.network.setNumber(refused, { refuses: false });
  await retry(campaignId, ["failed"]);
  await system.untilStatus(campaignId, "paused");
  await system.clock.advance(10_000);
  expect(await stateOf(campaignId, refused)).toMatchObject({ state: "delivered", attempt: 2 });
  expect((await system.rows(campaignId)).length).toBe(reached);
  expect(await system.campaign(campaignId)).toMatchObject({ status: "paused", pausedBecause: "user" });
  await actOnCampaign(system.life, await system.campaign(campaignId), "resume", system.clock.now(), aUlid());
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(10_000);
  expect(await brokenPromises(system, campaignId, numbers)).toEqual([]);
});

test("who opted out or left the list since is not tried again, and keeps the outcome", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [optedOut = "", left = ""] = await system.aList("lst_a", 3);
  for (const number of [optedOut, left]) system.network.setNumber(number, { refuses: true });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  for (const number of [optedOut, left]) system.network.setNumber(number, { refuses: false });
  await system.stores.optOutChanges.put({ tenantId, number: optedOut, optedOutAt: system.clock.now(), source: "api" });
  await system.stores.contactWriter.remove(tenantId, "lst_a", left);
  await retry(campaignId, ["failed"]);
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  for (const number of [optedOut, left]) {
    expect(await stateOf(campaignId, number)).toMatchObject({ state: "failed", attempt: 1 });
  }
  expect(system.arrivals()).toHaveLength(1);
});

test.each([
  "recipientClaims.claimAgain:before",
  "recipientClaims.claimAgain:after",
  "whatsApp.send:before",
  "whatsApp.send:after",
])("killed at %s, the next worker ends the round, and nobody gets it twice", async (point) => {
  let armed = false;
  const at = (passed: string, kill: () => void) => {
    if (!armed || passed !== point) return;
    armed = false;
    kill();
  };
  system.startWorker("w1", { at, host: "here" });
  await system.linkSession();
  const numbers = await system.aList("lst_a", 5);
  for (const number of numbers) system.network.setNumber(number, { refuses: true });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  for (const number of numbers) system.network.setNumber(number, { refuses: false });
  armed = true;
  await retry(campaignId, ["failed"]);
  await system.until(() => !armed, `it is killed at ${point}`);
  system.startWorker("w2", { host: "here" });
  await system.untilStatus(campaignId, "completed", 30 * 60_000);
  await system.clock.advance(120_000);
  const inDoubt = new Set(
    (await system.rows(campaignId)).filter((row) => row.state === "in_doubt").map((row) => row.number),
  );
  expect(inDoubt.size).toBeLessThanOrEqual(1);
  expect(await brokenPromises(system, campaignId, numbers, { mayDoubt: inDoubt })).toEqual([]);
});

test("counts by day go with the claim, as the rows tell them", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [refused = ""] = await system.aList("lst_a", 2);
  system.network.setNumber(refused, { refuses: true });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  system.clock.jump(24 * 60 * 60_000);
  system.network.setNumber(refused, { refuses: false });
  await retry(campaignId, ["failed"]);
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(30_000);
  const tally = new Tally("UTC");
  for (const row of await system.rows(campaignId)) tally.add(row);
  const kept = await system.stores.progress.find(tenantId, campaignId);
  expect(Object.keys(tally.byDay)).toHaveLength(2);
  for (const [day, counts] of Object.entries(tally.byDay)) expect(kept?.byDay[day] ?? noCounts).toEqual(counts);
});

test("who was not on WhatsApp is asked for anew, however lately it was said, and once a round", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [absent = "", joins = ""] = await system.aList("lst_a", 3);
  for (const number of [absent, joins]) system.network.setNumber(number, { registered: false });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  system.network.setNumber(joins, { registered: true });
  await system.clock.advance(1_000);
  await retry(campaignId, ["failed"]);
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(10_000);
  expect(await stateOf(campaignId, joins)).toMatchObject({ state: "delivered" });
  expect(await stateOf(campaignId, absent)).toMatchObject({ state: "failed", reason: "not_on_whatsapp" });
});
