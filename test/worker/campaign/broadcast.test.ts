import { ref, System, tenantId } from "../../support/system.ts";

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

it("sends to every contact of the list once and counts what became of them", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 20);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(10_000);
  expect(system.arrivals()).toEqual(numbers);
  const rows = await system.rows(campaignId);
  expect(rows.map(({ number, state }) => [number, state])).toEqual(numbers.map((number) => [number, "delivered"]));
  const progress = await system.stores.progress.find(tenantId, campaignId);
  expect(progress?.counts).toMatchObject({ delivered: 20, sending: 0 });
  expect(await system.campaign(campaignId)).toMatchObject({ total: 20 });
});

it("writes to a number once that stands in two lists, and to nobody of an excluded one", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const a = await system.aList("lst_a", 6, 0);
  const b = await system.aList("lst_b", 6, 4);
  const excluded = await system.aList("lst_x", 2, 8);
  const campaignId = await system.launch({ listIds: ["lst_a", "lst_b"], excludeListIds: ["lst_x"] });
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  const wanted = [...new Set([...a, ...b])].filter((number) => !excluded.includes(number));
  expect(system.arrivals().sort()).toEqual(wanted);
});

it("names the outcome of everybody it could not write to", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [first = "", second = "", third = ""] = await system.aList("lst_a", 4);
  system.network.setNumber(first, { registered: false });
  system.network.setNumber(second, { refuses: true });
  const contact = await system.stores.contacts.find(tenantId, "lst_a", third);
  if (contact === undefined) throw new Error("no third contact");
  const { name: _name, ...nameless } = contact;
  await system.stores.contactWriter.save({ ...nameless, updatedAt: contact.updatedAt + 1 }, contact);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  expect((await system.rows(campaignId)).map(({ state, reason }) => [state, reason])).toEqual([
    ["failed", "not_on_whatsapp"],
    ["failed", "rejected_by_whatsapp"],
    ["failed", "missing_variable"],
    [expect.stringMatching(/sent|delivered/), undefined],
  ]);
  const named = { number: third, reason: "missing_variable", missing: ["name"] };
  expect((await system.rows(campaignId)).find(({ number }) => number === third)).toMatchObject(named);
  const told = system.events.published.filter(({ type }) => type === "recipient.failed").map(({ data }) => data);
  expect(told.find(({ number }) => number === third)).toMatchObject(named);
});

it("lets at most one more message go after a pause, and goes on where it was", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 40);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.until(() => system.arrivals().length >= 10, "ten arrived");
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "pause", {
    now: system.clock.now(),
    pausedBecause: "user",
  });
  const accepted = (await system.rows(campaignId)).filter(({ state }) => state !== "sending").length;
  await system.ring(campaignId);
  await system.clock.advance(60_000);
  expect(system.arrivals().length).toBeLessThanOrEqual(accepted + 1);
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "resume", { now: system.clock.now() });
  await system.ring(campaignId);
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  expect(system.arrivals()).toEqual(numbers);
});

it("never sends to who was not reached when it was stopped, and says how many that were", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 30);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.until(() => system.arrivals().length >= 5, "five arrived");
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "stop", { now: system.clock.now() });
  await system.ring(campaignId);
  await system.clock.advance(60_000);
  const arrived = system.arrivals().length;
  expect(arrived).toBeLessThan(30);
  expect(await system.campaign(campaignId)).toMatchObject({ status: "stopped", total: 30 });
  expect(await system.stores.campaigns.open(ref)).toEqual([]);
  expect((await system.rows(campaignId)).length).toBe(arrived);
});

it("keeps the gap between messages, also across a restart of the worker", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 4);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 30_000, maxGapMs: 30_000 } });
  await system.until(() => system.arrivals().length === 2, "two arrived");
  await first.stop();
  expect(first.ended()).toBe("stopped");
  system.startWorker("w2");
  await system.untilStatus(campaignId, "completed");
  const claims = (await system.rows(campaignId)).map(({ claimedAt }) => claimedAt);
  const gaps = claims.slice(1).map((at, index) => at - (claims[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
});

it("goes on with a session elsewhere when its worker is killed, without a new QR and nobody twice", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 30);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.until(() => system.arrivals().length >= 7, "seven arrived");
  system.startWorker("w2");
  await system.clock.advance(1_000);
  first.kill();
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  const inDoubt = (await system.rows(campaignId)).filter(({ state }) => state === "in_doubt");
  expect(inDoubt.length).toBeLessThanOrEqual(1);
  expect(new Set(system.arrivals()).size).toBe(system.arrivals().length);
  expect((await system.rows(campaignId)).map(({ number }) => number)).toEqual(numbers);
});

it("shows a logout by the phone and pauses what runs, with the reason", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 50);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 1_000, maxGapMs: 1_000 } });
  await system.until(() => system.arrivals().length >= 2, "two arrived");
  system.network.fault(ref.sessionId, "logout");
  await system.until(async () => (await system.state()) === "logged_out", "it shows", 5_000);
  expect(await system.campaign(campaignId)).toMatchObject({ status: "paused", pausedBecause: "session_logged_out" });
});
