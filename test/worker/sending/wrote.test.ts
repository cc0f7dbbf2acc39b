import { retryCampaign } from "../../../functions/campaigns/life.ts";
import { aUlid } from "../../support/builders.ts";
import { brokenPromises } from "../../support/promises.ts";
import { ref, System, tenantId } from "../../support/system.ts";

/** Each row that a campaign claims is found by its number: the campaign is kept with the number before. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const campaignsOf = async (number: string) =>
  (await system.stores.recipients.ofNumber(ref, number, 20)).map(({ campaignId }) => campaignId);
const wroteTo = async (number: string) =>
  (await system.stores.persons.personOf(tenantId, number))?.wrote?.map(({ campaignId }) => campaignId);

it.each([0, 500])(
  "writes to a number that is not known in two writes: what is known of it, then its row (gap %i)",
  async (gapMs) => {
    const writes: string[] = [];
    const calls = ["persons.save", "persons.addWrote", "recipientClaims.claim"].map((call) => `${call}:before`);
    system.startWorker("w1", { at: (point) => calls.includes(point) && writes.push(point) });
    await system.linkSession();
    const numbers = await system.aList("lst_a", 3);
    const pacing = { minGapMs: gapMs, maxGapMs: gapMs, perDay: 1_000 };
    const first = await system.launch({ listIds: ["lst_a"], pacing });
    await system.untilStatus(first, "completed");
    expect(writes.toSorted()).toEqual(
      numbers
        .flatMap(() => ["persons.save:before"])
        .concat(numbers.map(() => "recipientClaims.claim:before"))
        .toSorted(),
    );
    for (const number of numbers) expect(await campaignsOf(number)).toEqual([first]);
    // Of a number that is known the campaign is kept by itself, and before the claim.
    writes.length = 0;
    const second = await system.launch({ listIds: ["lst_a"], pacing });
    await system.untilStatus(second, "completed");
    expect(writes.filter((point) => point !== "recipientClaims.claim:before")).toEqual(
      numbers.map(() => "persons.addWrote:before"),
    );
    expect(writes[0]).toBe("persons.addWrote:before");
    for (const number of numbers) expect(await campaignsOf(number)).toEqual([second, first]);
  },
);

it.each(
  [
    "persons.addWrote:before",
    "persons.addWrote:after",
    "recipientClaims.claim:before",
    "recipientClaims.claim:after",
  ].flatMap((point) => ["host-1", "host-2"].map((host) => ({ point, host }))),
)(
  "finds each row of known numbers by its number when killed at $point and gone on with on $host",
  async ({ point, host }) => {
    let seen = 0;
    let isArmed = false;
    const first = system.startWorker("w1", {
      host: "host-1",
      at: (passed, kill) => {
        if (isArmed && passed === point && (seen += 1) === 2) kill();
      },
    });
    await system.linkSession();
    const numbers = await system.aList("lst_a", 4);
    const checkedAt = system.clock.now();
    for (const number of numbers) {
      await system.stores.persons.save({ tenantId, number, onWhatsApp: true, checkedAt });
    }
    isArmed = true;
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await system.until(async () => first.ended() !== "running", "the first worker is killed", 120_000);
    const inHand = (await system.rows(campaignId)).filter(({ state }) => state === "sending");
    system.startWorker("w2", { host });
    await system.untilStatus(campaignId, "completed", 300_000);
    await system.clock.advance(10_000);
    const mayDoubt = new Set(host === "host-1" ? [] : inHand.map(({ number }) => number));
    expect(await brokenPromises(system, campaignId, numbers, { mayDoubt })).toEqual([]);
    for (const number of numbers) expect(await campaignsOf(number)).toEqual([campaignId]);
  },
);

it("writes to none who opted out since the numbers were read ahead, known or not", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 4);
  const [first = "", known = "", unknown = "", last = ""] = numbers;
  await system.stores.persons.save({ tenantId, number: known, onWhatsApp: true, checkedAt: system.clock.now() });
  const campaignId = await system.launch({
    listIds: ["lst_a"],
    pacing: { minGapMs: 5_000, maxGapMs: 5_000, perDay: 1_000 },
  });
  await system.until(async () => (await system.rows(campaignId)).length === 1, "the first is written to");
  const optedOutAt = system.clock.now();
  for (const number of [known, unknown]) {
    await system.stores.optOutChanges.put({ tenantId, number, optedOutAt, source: "api" });
  }
  await system.untilStatus(campaignId, "completed");
  expect((await system.rows(campaignId)).map(({ reason }) => reason)).toEqual([
    undefined,
    "opted_out",
    "opted_out",
    undefined,
  ]);
  expect(system.arrivals()).toEqual([first, last]);
});

it("keeps a further round as the latest that wrote to the number", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [number = ""] = await system.aList("lst_a", 1);
  system.network.setNumber(number, { refuses: true });
  const campaignIds: string[] = [];
  for (let index = 0; index < 2; index += 1) {
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await system.untilStatus(campaignId, "completed");
    await system.clock.advance(1_000);
    campaignIds.push(campaignId);
  }
  const [first = "", second = ""] = campaignIds;
  expect(await wroteTo(number)).toEqual([second, first]);
  await retryCampaign(system.life, await system.campaign(first), ["failed"], system.clock.now(), aUlid());
  await system.untilStatus(first, "completed");
  expect(await wroteTo(number)).toEqual([first, second]);
  expect(await campaignsOf(number)).toEqual([first, second]);
});

it("hears of a message that was sent before the worker was replaced", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  const [number = ""] = await system.aList("lst_a", 1);
  system.network.setBehaviour({ deliverMs: 60_000, readMs: null });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  await first.stop();
  system.startWorker("w2", { host: "w1" });
  system.wire.indexLagMs = 24 * 60 * 60_000;
  const stateOf = async () => (await system.rows(campaignId))[0]?.state;
  await system.until(async () => (await stateOf()) === "delivered", "its delivery is written", 120_000);
  system.network.inbound({ sessionId: ref.sessionId, from: number, body: "Terima kasih" });
  await system.until(async () => (await stateOf()) === "replied", "it is answered", 10_000);
});
