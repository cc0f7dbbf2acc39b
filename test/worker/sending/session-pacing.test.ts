import { ref, System, tenantId } from "../../support/system.ts";

/** Pacing is the session's: what any of its campaigns sent, asked or is about to send again counts for all of them. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const minuteMs = 60_000;
const everySecond = { minGapMs: 1_000, maxGapMs: 1_000 };

const claimsOf = async (campaignId: string): Promise<readonly number[]> =>
  (await system.rows(campaignId)).map(({ claimedAt }) => claimedAt);

it("keeps the day's cap over a paused campaign and a restart", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 10);
  await system.aList("lst_b", 10, 100);
  const pacing = { ...everySecond, perDay: 3 };
  const paused = await system.launch({ listIds: ["lst_a"], pacing });
  await system.until(() => system.arrivals().length === 3, "the day's three arrived");
  await system.stores.campaignChanges.apply({ ...ref, campaignId: paused }, "pause", {
    now: system.clock.now(),
    pausedBecause: "user",
  });
  await system.ring(paused);
  await system.clock.advance(5_000);
  await first.stop();
  system.startWorker("w2");
  await system.clock.advance(5_000);
  await system.launch({ listIds: ["lst_b"], pacing });
  await system.clock.advance(2 * minuteMs);
  expect(await system.state()).toBe("ready");
  expect(system.arrivals()).toHaveLength(3);
});

it("asks about numbers that get no message at the pace of messages", async () => {
  let asked = 0;
  system.startWorker("w1", {
    at: (point) => {
      if (point === "whatsApp.checkNumber:before") asked += 1;
    },
  });
  await system.linkSession();
  for (const number of await system.aList("lst_a", 30)) system.network.setNumber(number, { registered: false });
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 6_000, maxGapMs: 12_000 } });
  await system.clock.advance(minuteMs);
  expect(asked).toBeGreaterThan(3);
  expect(asked).toBeLessThanOrEqual(11);
  const claims = await claimsOf(campaignId);
  const gaps = claims.slice(1).map((at, index) => at - (claims[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(6_000);
});

it("sends a message that a killed worker left behind only after the quiet hours", async () => {
  const quietFrom = system.clock.now() + 2 * minuteMs;
  const quietTo = system.clock.now() + 10 * minuteMs;
  let claims = 0;
  const first = system.startWorker("w1", {
    at: (point, kill) => {
      if (point === "recipientClaims.claim:after" && (claims += 1) === 3) kill();
    },
  });
  await system.linkSession();
  const numbers = await system.aList("lst_a", 4);
  const campaignId = await system.launch({
    listIds: ["lst_a"],
    quietHours: { from: "00:02", to: "00:10", timezone: "UTC" },
    pacing: { minGapMs: 20_000, maxGapMs: 20_000 },
  });
  await system.until(() => first.ended() !== "running", "it is killed with the third in hand");
  expect((await system.rows(campaignId)).at(-1)).toMatchObject({ number: numbers[2], state: "sending" });
  await system.clock.advance(quietFrom + 1_000 - system.clock.now());
  system.startWorker("w2", { host: "w1" });
  await system.untilStatus(campaignId, "completed", 20 * minuteMs);
  expect(system.arrivals()).toEqual(numbers);
  const arrivedAt = system.network.deliveries({}).map(({ receivedAt }) => Date.parse(receivedAt));
  expect(arrivedAt.filter((at) => at < quietFrom)).toHaveLength(2);
  expect(arrivedAt.filter((at) => at >= quietFrom && at < quietTo)).toEqual([]);
});

it("keeps the gap before a message that is sent again", async () => {
  let claims = 0;
  const first = system.startWorker("w1", {
    at: (point, kill) => {
      if (point === "recipientClaims.claim:after" && (claims += 1) === 2) kill();
    },
  });
  await system.linkSession();
  const numbers = await system.aList("lst_a", 2);
  await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 5 * minuteMs, maxGapMs: 5 * minuteMs } });
  await system.until(() => first.ended() !== "running", "it is killed with the second in hand");
  const claimedAt = system.clock.now();
  system.startWorker("w2", { host: "w1" });
  await system.until(() => system.arrivals().length === 2, "both arrived");
  expect(system.arrivals()).toEqual(numbers);
  expect(system.clock.now() - claimedAt).toBeGreaterThanOrEqual(5 * minuteMs - 1_000);
});

it.each([
  [0, 30],
  [6_000, 5],
])("goes on with another campaign while a message of one waits for its ack, %d ms apart", async (gapMs, others) => {
  const pacing = { minGapMs: gapMs, maxGapMs: gapMs };
  system.startWorker("w1", { settings: { onUnknown: "hold" } });
  await system.linkSession();
  const [first = ""] = await system.aList("lst_a", 3);
  await system.aList("lst_b", others, 100);
  system.network.holds.hold("received_by_server", first);
  const waiting = await system.launch({ listIds: ["lst_a"], pacing });
  await system.clock.advance(300);
  const other = await system.launch({ listIds: ["lst_b"], pacing });
  await system.untilStatus(other, "completed", minuteMs);
  expect((await system.rows(waiting)).map(({ number, state }) => [number, state])).toEqual([[first, "sending"]]);
});

it("lets a campaign with a longer gap have its turn beside one with a shorter gap", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 60);
  await system.aList("lst_b", 5, 100);
  const quick = await system.launch({ listIds: ["lst_a"], pacing: everySecond });
  const slow = await system.launch({ listIds: ["lst_b"], pacing: { minGapMs: 5_000, maxGapMs: 5_000 } });
  await system.until(async () => (await claimsOf(slow)).length === 5, "all of the slow one were written to");
  expect((await system.campaign(quick)).status).toBe("running");
  // Each waits for its turn, and says so.
  await system.until(
    async () => (await system.stores.progress.find(tenantId, quick))?.waitingFor === "pacing",
    "the quick one waits for the slow one's gap",
  );
  // One of each in turn, each with its own gap before it.
  const inTurn = [...(await claimsOf(quick)), ...(await claimsOf(slow))].toSorted((a, b) => a - b).slice(0, 10);
  for (const at of (await claimsOf(slow)).slice(1)) {
    expect(at - (inTurn[inTurn.indexOf(at) - 1] ?? 0)).toBeGreaterThanOrEqual(5_000);
  }
  expect((await claimsOf(quick)).length).toBeLessThanOrEqual(7);
});

it("counts messages of its other campaigns in a campaign's own rate", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 20);
  await system.aList("lst_b", 7, 100);
  const fast = await system.launch({ listIds: ["lst_a"], pacing: everySecond });
  await system.until(() => system.arrivals().length === 15, "15 of one campaign arrived");
  const slow = await system.launch({ listIds: ["lst_b"], pacing: { ...everySecond, perMinute: 5 } });
  await system.untilStatus(slow, "completed");
  const all = [...(await claimsOf(fast)), ...(await claimsOf(slow))];
  const inTheMinuteBefore = (at: number) => all.filter((other) => other < at && other > at - minuteMs).length;
  expect(Math.max(...(await claimsOf(slow)).map(inTheMinuteBefore))).toBeLessThan(5);
});
