import { optOutConfirmation } from "../../../core/contact/opt-out.ts";
import { haltHoldsMs, type HaltPlace } from "../../../core/sending/halt.ts";
import { sessionId, System, tenantId } from "../../support/system.ts";

/** Halted sending: once the halt is answered, at most one more message a session goes. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const gapMs = 1_000;
const pacing = { minGapMs: gapMs, maxGapMs: gapMs, perDay: 1_000_000 };
const operator = { by: "operator", reason: "the page changed", keyId: "bootstrap" } as const;

/** As the API does: the halt is answered when every worker's read before it is too old to send by. */
async function halt(place: HaltPlace = {}): Promise<void> {
  await system.stores.haltDesk.halt(place, { ...operator, since: system.clock.now() });
  await system.clock.advance(haltHoldsMs);
}
const lift = (place: HaltPlace = {}) => system.stores.haltDesk.lift(place, ["operator", "tenant"]);

const waitingFor = async (campaignId: string) => (await system.stores.progress.find(tenantId, campaignId))?.waitingFor;
const untilWaiting = (campaignId: string, reason: string | undefined) =>
  system.until(async () => (await waitingFor(campaignId)) === reason, `it waits for ${String(reason)}`);

it("lets at most one more message a session go, over 120 messages of four sessions on two workers", async () => {
  const sessions = ["s1", "s2", "s3", "s4"];
  system.startWorker("w1", { settings: { capacity: 2 } });
  system.startWorker("w2", { settings: { capacity: 2 } });
  const campaigns: string[] = [];
  for (const [index, its] of sessions.entries()) {
    await system.linkSession(`62811100011${index}`, its);
    await system.aList(`lst_${index}`, 30, 100 * index);
    campaigns.push(
      await system.launch({
        sessionId: its,
        listIds: [`lst_${index}`],
        pacing,
      }),
    );
  }
  const sent = () => sessions.map((session) => system.network.deliveries({ session }).length);
  const after: number[] = [];
  let halts = 0;
  // Each time a little later, so that the halt meets every moment of a message's way.
  while (sent().some((count) => count < 30) && halts < 60) {
    await system.clock.advance(1_000 + 37 * halts);
    await halt();
    const answeredAt = sent();
    await system.clock.advance(10_000);
    after.push(...sent().map((count, index) => count - (answeredAt[index] ?? 0)));
    halts += 1;
    await lift();
    await system.clock.advance(haltHoldsMs);
  }
  expect(sent()).toEqual([30, 30, 30, 30]);
  expect(halts).toBeGreaterThan(5);
  expect(Math.max(...after)).toBeLessThanOrEqual(1);
  for (const [index, campaignId] of campaigns.entries()) {
    const its = { tenantId, sessionId: sessions[index] ?? "", campaignId };
    expect((await system.stores.campaigns.find(its))?.status).toBe("completed");
  }
  expect(new Set(system.arrivals()).size).toBe(120);
}, 120_000);

it("shows that a campaign waits for the operator, and sends the rest once the halt is lifted", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 10);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await system.until(() => system.arrivals().length === 3, "three arrived");
  await halt({ tenantId });
  await untilWaiting(campaignId, "operator");
  const arrived = system.arrivals().length;
  await system.clock.advance(10 * 60_000);
  expect(system.arrivals()).toHaveLength(arrived);
  expect(await system.campaign(campaignId)).toMatchObject({ status: "running" });
  await lift({ tenantId });
  await system.untilStatus(campaignId, "completed");
  await system.until(() => system.arrivals().length >= numbers.length, "the last one has arrived");
  expect(system.arrivals()).toEqual(numbers);
});

it("shows it also where the next message is far away", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 3);
  const campaignId = await system.launch({
    listIds: ["lst_a"],
    pacing: { ...pacing, minGapMs: 3_600_000, maxGapMs: 3_600_000 },
  });
  await untilWaiting(campaignId, "pacing");
  await halt();
  await untilWaiting(campaignId, "operator");
  await lift();
  await untilWaiting(campaignId, "pacing");
});

it("halts no other tenant", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 5);
  await halt({ tenantId: "another" });
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await system.untilStatus(campaignId, "completed", 30_000);
});

it("takes in opt-outs, whose confirmation waits; so does a direct message that was asked for before", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await halt();
  const message = await system.ask("628120000001");
  system.network.inbound({ sessionId, from: "628120000002", body: "STOP" });
  const isOut = async () => (await system.stores.optOuts.find(tenantId, "628120000002")) !== undefined;
  await system.until(isOut, "the opt-out is written");
  await system.clock.advance(5 * 60_000);
  expect(system.network.deliveries({ session: sessionId })).toEqual([]);
  await lift();
  await system.untilDirect(message, "delivered");
  const bodies = () => system.network.deliveries({ session: sessionId }).map(({ body }) => body);
  await system.until(() => bodies().includes(optOutConfirmation), "the confirmation arrived");
});

it("looks for the end of a halt in turns of two seconds, though a direct message lets the campaign go before it", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 3);
  const aMinute = { minGapMs: 60_000, maxGapMs: 60_000, perDay: 1_000_000 };
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: aMinute });
  await system.until(() => system.arrivals().length === 1, "the campaign is on its way");
  // As many in a row as let the campaign have the next turn.
  for (let index = 0; index < 25; index += 1) {
    const message = await system.ask(`62899000000${String(index).padStart(2, "0")}`);
    await system.untilDirect(message, "delivered");
  }
  await halt();
  const waiting = await system.ask("6289900000099");
  const { clock, wire } = system;
  let reads = 0;
  wire.faultOf = ({ operation, body }) => {
    if (operation.endsWith("GetItem") && JSON.stringify(body).includes("HALT")) reads += 1;
    return undefined;
  };
  await clock.advance(3 * 60_000);
  expect(reads).toBeGreaterThan(30);
  expect(reads).toBeLessThan(400);
  expect(system.arrivals()).toHaveLength(26);
  await lift();
  await system.untilDirect(waiting, "delivered");
  await system.untilStatus(campaignId, "completed", 5 * 60_000);
});

it("hands nothing over again that got lost right before the halt", async () => {
  let claims = 0;
  system.startWorker("w1", {
    // Later than what was read before the halt is good for.
    settings: { reconnectMs: { first: 5_000, longest: 60_000 } },
    at: (point) => {
      if (point !== "recipientClaims.claim:after" || (claims += 1) > 1) return;
      system.network.fault(sessionId, "browser_kill");
      void system.stores.haltDesk.halt({}, { ...operator, since: system.clock.now() });
    },
  });
  await system.linkSession();
  const numbers = await system.aList("lst_a", 2);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await system.until(() => claims === 1, "the first is claimed");
  await system.clock.advance(5 * 60_000);
  expect(await system.state()).toBe("ready");
  expect(system.arrivals()).toEqual([]);
  await lift();
  await system.untilStatus(campaignId, "completed");
  expect(system.arrivals()).toEqual(numbers);
});

it("ends a campaign that has nothing left to send", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 1);
  await system.aList("lst_b", 3, 10);
  await system.launch({ listIds: ["lst_b"], pacing });
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await system.until(async () => (await system.rows(campaignId)).length === 1, "its one message is claimed");
  await halt();
  await system.untilStatus(campaignId, "completed");
});
