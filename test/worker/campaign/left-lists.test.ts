import { isFailure } from "../../../core/campaign/recipient.ts";
import { actOnCampaign, retryCampaign } from "../../../functions/campaigns/life.ts";
import { aUlid } from "../../support/builders.ts";
import { brokenPromises } from "../../support/promises.ts";
import { System, tenantId } from "../../support/system.ts";

/** Who leaves the lists after the launch: the campaign accounts for all whom it was launched for. */
let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const aSecond = { minGapMs: 1_000, maxGapMs: 1_000, perDay: 1_000_000 };
const untilArrived = (count: number) => system.until(() => system.arrivals().length >= count, `${count} arrived`);
const rowOf = async (campaignId: string, number: string) =>
  (await system.rows(campaignId)).find((row) => row.number === number);
const leftListsOf = async (campaignId: string) =>
  (await system.rows(campaignId)).filter(({ reason }) => reason === "left_list").map(({ number }) => number);
const act = async (campaignId: string, action: "pause" | "resume" | "stop") =>
  await actOnCampaign(system.life, await system.campaign(campaignId), action, system.clock.now(), aUlid());

test("those who were read already are passed over at once, and WhatsApp is asked about one of them at most", async () => {
  const asked: string[] = [];
  system.startWorker("w1", {
    at: (point) => {
      if (point === "whatsApp.checkNumber:before") asked.push(point);
    },
  });
  await system.linkSession();
  const numbers = await system.aList("lst_a", 50);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 60_000, maxGapMs: 60_000 } });
  await untilArrived(2);
  const reached = (await system.rows(campaignId)).map(({ number }) => number);
  const left = numbers.filter((number) => !reached.includes(number));
  await system.leave("lst_a", left);
  await system.untilStatus(campaignId, "completed", 3 * 60_000);
  expect(asked.length).toBeLessThanOrEqual(reached.length + 1);
  expect(await leftListsOf(campaignId)).toEqual(left);
  expect(await system.campaign(campaignId)).toMatchObject({ total: numbers.length });
  await system.clock.advance(10_000);
  expect(await brokenPromises(system, campaignId, numbers)).toEqual([]);
});

test("a list of more than one page is accounted for whole", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 620);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: aSecond });
  await untilArrived(1);
  await act(campaignId, "pause");
  await system.clock.advance(5_000);
  await system.leave("lst_a", numbers.slice(2));
  await act(campaignId, "resume");
  await system.untilStatus(campaignId, "completed");
  expect(await system.campaign(campaignId)).toMatchObject({ total: 620 });
  await system.clock.advance(10_000);
  expect(await brokenPromises(system, campaignId, numbers)).toEqual([]);
});

test.each([
  "formerContacts.page:before",
  "formerContacts.page:after",
  "recipientClaims.claim:before",
  "recipientClaims.claim:after",
  "progress.save:before",
  "campaignChanges.apply:before",
  "campaignChanges.apply:after",
])("killed at %s while it accounts for them, the next worker does so, each once", async (point) => {
  let armed = false;
  const at = (passed: string, kill: () => void) => {
    if (!armed || passed !== point) return;
    armed = false;
    kill();
  };
  system.startWorker("w1", { at, host: "here" });
  await system.linkSession();
  const numbers = await system.aList("lst_a", 30);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: aSecond });
  await untilArrived(2);
  await act(campaignId, "pause");
  await system.clock.advance(5_000);
  const reached = (await system.rows(campaignId)).length;
  await system.leave("lst_a", numbers.slice(reached));
  armed = true;
  await act(campaignId, "resume");
  await system.until(() => !armed, `it is killed at ${point}`);
  system.startWorker("w2", { host: "here" });
  await system.untilStatus(campaignId, "completed", 30 * 60_000);
  await system.clock.advance(120_000);
  expect(await system.campaign(campaignId)).toMatchObject({ total: numbers.length });
  expect(await leftListsOf(campaignId)).toEqual(numbers.slice(reached));
  expect(await brokenPromises(system, campaignId, numbers)).toEqual([]);
});

test("who joined after the launch is no part of it, and who left and came back is no part any more", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [first = "", ...others] = await system.aList("lst_a", 4);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: aSecond });
  await untilArrived(1);
  const back = others.at(-1) ?? "";
  const contact = await system.stores.contacts.find(tenantId, "lst_a", back);
  if (contact === undefined) throw new Error("no contact");
  await system.leave("lst_a", [back]);
  const now = system.clock.now();
  const joined = { ...contact, number: `${first}9`, addedAt: now, updatedAt: now };
  await system.stores.contactWriter.saveMany([joined, { ...contact, addedAt: now, updatedAt: now }]);
  await system.untilStatus(campaignId, "completed");
  expect(await leftListsOf(campaignId)).toEqual([back]);
  expect(await rowOf(campaignId, joined.number)).toBeUndefined();
  expect(await system.campaign(campaignId)).toMatchObject({ total: 4 });
});

test("who left before the launch, or was left out at it, was promised nothing", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [before = "", out = "", ...others] = await system.aList("lst_a", 6);
  await system.aList("lst_x", 1, Number(out.slice(5)));
  await system.leave("lst_a", [before]);
  await system.clock.advance(1_000);
  const campaignId = await system.launch({ listIds: ["lst_a"], excludeListIds: ["lst_x"], pacing: aSecond });
  await untilArrived(1);
  await system.leave("lst_x", [out]);
  await system.leave("lst_a", [out, ...others.slice(-1)]);
  await system.untilStatus(campaignId, "completed");
  expect(await leftListsOf(campaignId)).toEqual(others.slice(-1));
  expect(await system.campaign(campaignId)).toMatchObject({ total: others.length });
});

test("a number that left one list and stands in a later one is that one's; from both it left once", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 6);
  await system.aList("lst_b", 2, 4);
  const [moved = "", gone = ""] = numbers.slice(-2);
  const campaignId = await system.launch({ listIds: ["lst_a", "lst_b"], pacing: aSecond });
  await untilArrived(1);
  await system.leave("lst_a", [moved, gone]);
  await system.leave("lst_b", [gone]);
  await system.untilStatus(campaignId, "completed");
  expect(await leftListsOf(campaignId)).toEqual([gone]);
  expect(await rowOf(campaignId, moved)).toMatchObject({ listId: "lst_b" });
  expect(system.arrivals().filter((number) => number === moved)).toHaveLength(1);
  expect(await system.campaign(campaignId)).toMatchObject({ total: numbers.length });
});

test("who goes on from a stopped campaign accounts for those who left since it went on, and not for those before", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 8);
  const first = await system.launch({ listIds: ["lst_a"], pacing: aSecond });
  await untilArrived(2);
  await act(first, "stop");
  await system.untilSettled(first);
  const reached = (await system.rows(first)).map(({ number }) => number);
  const [between = "", after = "", ...rest] = numbers.filter((number) => !reached.includes(number));
  expect(await system.campaign(first)).toMatchObject({ total: 8 });
  await system.leave("lst_a", [between]);
  await system.clock.advance(1_000);
  const { launchedAt = 0 } = await system.campaign(first);
  const again = await system.launch({ listIds: ["lst_a"], launchedAt, remainderOf: [first], pacing: aSecond });
  await untilArrived(reached.length + 1);
  const wasNext = await rowOf(again, after);
  expect(wasNext).toBeDefined();
  const last = rest.slice(-1);
  await system.leave("lst_a", last);
  await system.leave("lst_a", reached);
  await system.untilStatus(again, "completed");
  expect(await leftListsOf(again)).toEqual(last);
  expect(await system.campaign(again)).toMatchObject({ total: rest.length + 1 });
});

test("a stop tells those who left before it from those whom it did not reach, and a retry tries none of them", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 10);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: aSecond });
  await untilArrived(2);
  await system.leave("lst_a", numbers.slice(-3));
  await act(campaignId, "stop");
  await system.untilSettled(campaignId);
  const { counts } = (await system.stores.progress.find(tenantId, campaignId)) ?? {};
  expect(counts).toMatchObject({ skipped: 3, failed: 0 });
  expect(await system.campaign(campaignId)).toMatchObject({ total: numbers.length });
});

test("who failed, left and came back is tried again by a retry", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [back = "", gone = ""] = await system.aList("lst_a", 3);
  for (const number of [back, gone]) system.network.setNumber(number, { refuses: true });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  for (const number of [back, gone]) system.network.setNumber(number, { refuses: false });
  const contact = await system.stores.contacts.find(tenantId, "lst_a", back);
  if (contact === undefined) throw new Error("no contact");
  await system.leave("lst_a", [back, gone]);
  const now = system.clock.now();
  await system.stores.contactWriter.saveMany([{ ...contact, addedAt: now, updatedAt: now }]);
  await retryCampaign(system.life, await system.campaign(campaignId), ["failed"], now, aUlid());
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  expect(await rowOf(campaignId, back)).toMatchObject({ state: "delivered", attempt: 2 });
  expect(await rowOf(campaignId, gone)).toMatchObject({ state: "failed", attempt: 1 });
  expect(await system.campaign(campaignId)).toMatchObject({ total: 3 });
});

test("who was passed over did not fail", () => {
  expect(["left_list", "opted_out", "campaign_stopped", "not_on_whatsapp", "no_answer"].filter(isFailure)).toEqual([
    "not_on_whatsapp",
    "no_answer",
  ]);
});
