import { actOnCampaign, retryCampaign } from "../../../functions/campaigns/life.ts";
import { aContact, aUlid } from "../../support/builders.ts";
import { brokenPromises } from "../../support/promises.ts";
import { ref, System } from "../../support/system.ts";

/** Numbers that WhatsApp knows as one account get one message, and each has its row. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const lid = "323456789012345";

/** A list of so many, of whom those at these places are one account. */
async function aListWithOneAccount(size: number, ...places: readonly number[]) {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", size);
  const its = places.map((place) => numbers[place] ?? "");
  for (const number of its) system.network.setNumber(number, { lid });
  return { numbers, its };
}

const outcomes = async (campaignId: string) => {
  await system.clock.advance(10_000);
  return (await system.rows(campaignId)).map(({ number, state, reason, sameAccountAs }) => ({
    number,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(sameAccountAs === undefined ? {} : { sameAccountAs }),
  }));
};
const got = (number = "") => ({ number, state: "delivered" });
const sameAs = (number = "", sameAccountAs = "") => ({
  number,
  state: "skipped",
  reason: "same_account",
  sameAccountAs,
});

test.each([[0], [500]])("the first of an account's numbers is written to, at a gap of %i ms", async (gapMs) => {
  const { numbers, its } = await aListWithOneAccount(5, 1, 2, 4);
  const pacing = { minGapMs: gapMs, maxGapMs: gapMs, perDay: 1_000 };
  const wanted = [got(numbers[0]), got(its[0]), sameAs(its[1], its[0]), got(numbers[3]), sameAs(its[2], its[0])];
  for (const _ of ["asked for the first time", "known by now"]) {
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.untilStatus(campaignId, "completed");
    expect(await outcomes(campaignId)).toEqual(wanted);
    expect((await system.campaign(campaignId)).total).toBe(5);
    expect(await brokenPromises(system, campaignId, numbers)).toEqual([]);
    system.network.forgetDeliveries();
  }
  const told = system.events.published.filter(({ type }) => type === "recipient.skipped");
  expect(told).toHaveLength(4);
  expect(told[0]?.data).toMatchObject({ number: its[1], reason: "same_account", sameAccountAs: its[0] });
});

test("a number that was refused, or that nothing was made for, leaves the others of its account", async () => {
  const { its } = await aListWithOneAccount(3, 0, 1, 2);
  system.network.setNumber(its[0] ?? "", { refuses: true });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  expect(await outcomes(campaignId)).toMatchObject([
    { state: "failed", reason: "rejected_by_whatsapp" },
    got(its[1]),
    sameAs(its[2], its[1]),
  ]);
  // A retry of the first finds that its account has the message.
  system.network.setNumber(its[0] ?? "", { refuses: false });
  await retryCampaign(system.life, await system.campaign(campaignId), ["failed"], system.clock.now(), aUlid());
  await system.untilStatus(campaignId, "completed");
  expect((await outcomes(campaignId))[0]).toMatchObject({ state: "failed", reason: "rejected_by_whatsapp" });
  expect(system.arrivals()).toEqual([its[1]]);
});

test("of two that failed, a retry tries one", async () => {
  const { its } = await aListWithOneAccount(2, 0, 1);
  for (const number of its) system.network.setNumber(number, { refuses: true });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  for (const number of its) system.network.setNumber(number, { refuses: false });
  await retryCampaign(system.life, await system.campaign(campaignId), ["failed"], system.clock.now(), aUlid());
  await system.untilStatus(campaignId, "completed");
  expect(await outcomes(campaignId)).toMatchObject([got(its[0]), { number: its[1], state: "failed" }]);
  expect(system.arrivals()).toEqual([its[0]]);
});

test("the same in several lists, and in a campaign that goes on from a stopped one", async () => {
  const { numbers, its } = await aListWithOneAccount(6, 0, 4);
  const [other = ""] = await system.aList("lst_b", 1, 50);
  system.network.setNumber(other, { lid });
  const first = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 1_000, maxGapMs: 1_000 } });
  await system.until(() => system.arrivals().length === 2, "two arrived");
  await actOnCampaign(system.life, await system.campaign(first), "stop", system.clock.now(), aUlid());
  await system.clock.advance(10_000);
  const { launchedAt } = await system.campaign(first);
  const rest = await system.launch({ listIds: ["lst_a"], remainderOf: [first], ...(launchedAt && { launchedAt }) });
  await system.untilStatus(rest, "completed");
  expect(await outcomes(rest)).toContainEqual(sameAs(its[1], its[0]));
  const both = await system.launch({ listIds: ["lst_a", "lst_b"] });
  await system.untilStatus(both, "completed");
  expect((await outcomes(both)).filter(({ state }) => state === "skipped")).toEqual([
    sameAs(its[1], its[0]),
    sameAs(other, its[0]),
  ]);
  expect((await system.rows(both)).length).toBe(numbers.length + 1);
});

test("a message in doubt keeps the account's other numbers from being written to", async () => {
  const { its } = await aListWithOneAccount(2, 0, 1);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  const [first] = await system.rows(campaignId);
  if (first === undefined) throw new Error("it has a row");
  const again = await system.launch({ listIds: ["lst_a"], status: "paused" });
  const { sentAt: _, deliveredAt: __, ...claimed } = first;
  await system.overwriteRow({ ...claimed, campaignId: again, state: "in_doubt", token: "another's" });
  await actOnCampaign(system.life, await system.campaign(again), "resume", system.clock.now(), aUlid());
  await system.untilStatus(again, "completed");
  expect(await outcomes(again)).toMatchObject([{ number: its[0], state: "in_doubt" }, sameAs(its[1], its[0])]);
});

/** What another session's check of the numbers shows and keeps. */
const learnElsewhere = async (numbers: readonly string[]) => {
  const checkedAt = system.clock.now();
  for (const number of numbers) {
    system.network.setNumber(number, { lid });
    await system.stores.persons.save({ tenantId: ref.tenantId, number, onWhatsApp: true, lid, checkedAt });
  }
};

test.each([
  ["neither was written to, and the account stands under the first", 1, [1, 2]],
  ["neither was written to, and the account stands under the second", 1, [2, 1]],
  ["the first was written to, and the account stands under it", 2, [1, 2]],
  ["the first was written to, and the account stands under the second", 2, [2, 1]],
])(
  "two numbers that another session finds to be one account after they were read ahead: %s",
  async (_, written, places) => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 4);
    const checkedAt = system.clock.now();
    for (const number of numbers) {
      await system.stores.persons.save({ tenantId: ref.tenantId, number, onWhatsApp: true, checkedAt });
    }
    const pacing = { minGapMs: 5_000, maxGapMs: 5_000, perDay: 1_000 };
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.until(async () => (await system.rows(campaignId)).length === written, "some are written to");
    await learnElsewhere(places.map((place) => numbers[place] ?? ""));
    await system.untilStatus(campaignId, "completed");
    expect(await outcomes(campaignId)).toEqual([
      got(numbers[0]),
      got(numbers[1]),
      sameAs(numbers[2], numbers[1]),
      got(numbers[3]),
    ]);
    expect(await brokenPromises(system, campaignId, numbers)).toEqual([]);
  },
);

test("a claim that a former owner left behind is not sent once the account has the message", async () => {
  const { its } = await aListWithOneAccount(2, 0, 1);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  const [first] = await system.rows(campaignId);
  if (first === undefined) throw new Error("it has a row");
  const again = await system.launch({ listIds: ["lst_a"], status: "paused" });
  const { sentAt: _, deliveredAt: __, ...claimed } = first;
  const copied = { ...claimed, campaignId: again, claimedAt: system.clock.now() };
  await system.overwriteRow({ ...copied, number: its[1] ?? "", state: "sent", token: "another's" });
  await system.overwriteRow({ ...copied, messageId: "3EB0AA", state: "sending" });
  await actOnCampaign(system.life, await system.campaign(again), "resume", system.clock.now(), aUlid());
  await system.untilStatus(again, "completed");
  expect(await outcomes(again)).toMatchObject([sameAs(its[0], its[1]), { number: its[1], state: "sent" }]);
  expect(system.arrivals()).toEqual([its[0]]);
});

test("answers that an earlier version kept are asked for the account before the next message", async () => {
  const { its } = await aListWithOneAccount(2, 0, 1);
  for (const number of its) await system.putCheckOfBefore(number, lid);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  expect(await outcomes(campaignId)).toEqual([got(its[0]), sameAs(its[1], its[0])]);
  expect(await system.stores.persons.personOf(ref.tenantId, lid)).toMatchObject({ numbers: its });
});

test("who is left out under one number is left out under the others, and named", async () => {
  const { numbers, its } = await aListWithOneAccount(3, 1);
  const [out = ""] = await system.aList("lst_out", 1, 500);
  system.network.setNumber(out, { lid });
  const first = await system.launch({ listIds: ["lst_out"] });
  await system.untilStatus(first, "completed");
  system.network.forgetDeliveries();
  const campaignId = await system.launch({ listIds: ["lst_a"], excludeListIds: ["lst_out"] });
  await system.untilStatus(campaignId, "completed");
  expect(await outcomes(campaignId)).toEqual([got(numbers[0]), sameAs(its[0], out), got(numbers[2])]);
});

test.each([
  ["the one with the 9", 0],
  ["the one without it", 1],
])(
  "two forms of a number, of which %s was known before WhatsApp named a LID, are one account from then on",
  async (_, first) => {
    system.startWorker("w1");
    await system.linkSession();
    const forms = ["5511987654321", "551187654321"];
    for (const [index, number] of forms.entries()) {
      await system.stores.contactWriter.saveMany([
        aContact({ tenantId: ref.tenantId, listId: `lst_${index}`, number }),
      ]);
      await system.stores.contactWriter.saveMany([aContact({ tenantId: ref.tenantId, listId: "lst_a", number })]);
    }
    const before = await system.launch({ listIds: [`lst_${first}`] });
    await system.untilStatus(before, "completed");
    for (const number of forms) system.network.setNumber(number, { lid });
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await system.untilStatus(campaignId, "completed");
    // In the order of their numbers.
    expect(await outcomes(campaignId)).toEqual([got(forms[1]), sameAs(forms[0], forms[1])]);
  },
);
