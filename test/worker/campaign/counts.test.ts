import { isDeepStrictEqual } from "node:util";
import { Tally, type Counts } from "../../../core/campaign/progress.ts";
import { CampaignBook } from "../../../worker/campaign/campaign-book.ts";
import type { WorkerPorts } from "../../../worker/ports.ts";
import { SessionRules } from "../../../worker/campaign/session-rules.ts";
import { Remembered } from "../../../worker/sending/remembered.ts";
import { defaultWorkerSettings } from "../../../worker/settings.ts";
import { aBody, aCampaign, aProgress, aSession } from "../../support/builders.ts";
import { ref, sessionId, System, tenantId } from "../../support/system.ts";
import type { WireRequest } from "../../support/api/wire.ts";

/** Counts equal the rows, whatever befell requests and workers while acks came in. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

/** Some of the ports, and of each some of what it can do. */
type PartsOf<Ports> = { readonly [Name in keyof Ports]?: Partial<Ports[Name]> };

const bears = ({ body }: WireRequest, ...parts: string[]): boolean =>
  parts.every((part) => JSON.stringify(body).includes(part));

const isChangeOfRow = (request: WireRequest): boolean =>
  request.operation === "UpdateItem" && JSON.stringify(request.body["Key"]).includes('"R#');

const isReadingOfRows = (request: WireRequest): boolean => request.operation === "Query" && bears(request, '"R#');

const keptCounts = async (campaignId: string): Promise<Counts | undefined> =>
  (await system.stores.progress.find(tenantId, campaignId))?.counts;

async function countsOfRows(campaignId: string): Promise<Counts> {
  const tally = new Tally("UTC");
  for (const row of await system.rows(campaignId)) tally.add(row);
  return tally.counts;
}

const states = async (campaignId: string): Promise<readonly string[]> =>
  (await system.rows(campaignId)).map(({ state }) => state);

/** Three messages that are sent at once; their phones tell of them a minute later. */
async function completeBeforeItsAcks(): Promise<string> {
  await system.linkSession();
  await system.aList("lst_a", 3);
  system.network.setBehaviour({ deliverMs: 60_000 });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  return campaignId;
}

it("counts an ack once whose answer was lost, and whose row was counted afresh before it was asked again", async () => {
  system.startWorker("w1", { settings: { retryMs: 30_000 } });
  await system.linkSession();
  const [, second = ""] = await system.aList("lst_a", 2);
  system.network.setBehaviour({ readMs: 50 });
  system.network.holds.hold("received_by_server", second);
  let isLost = false;
  system.wire.faultOf = (request) => {
    if (isLost || !isChangeOfRow(request) || !bears(request, '"state":{"S":"read"}')) return undefined;
    isLost = true;
    return "answer_lost";
  };
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.until(() => isLost, "the first one's message is read, and the answer lost");
  system.network.holds.release("received_by_server", second);
  await system.untilStatus(campaignId, "completed", 20_000);
  await system.clock.advance(60_000);
  expect(await states(campaignId)).toEqual(["read", "read"]);
  expect(await keptCounts(campaignId)).toEqual(await countsOfRows(campaignId));
});

it("counts an ack once whose answer was lost, and which the page was asked for before it was written again", async () => {
  system.startWorker("w1", { settings: { retryMs: 5_000 } });
  await system.linkSession();
  const [number = ""] = await system.aList("lst_a", 1);
  // WhatsApp speaks of the account by its LID, and is asked by its number.
  system.network.setNumber(number, { lid: "32345678900" });
  system.network.setBehaviour({ deliverMs: 300 });
  let isLost = false;
  system.wire.faultOf = (request) => {
    if (isLost || !isChangeOfRow(request) || !bears(request, '"state":{"S":"delivered"}')) return undefined;
    isLost = true;
    return "answer_lost";
  };
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.until(() => isLost, "its message is delivered, and the answer lost");
  system.network.fault(sessionId, "drop");
  await system.clock.advance(30_000);
  expect(await states(campaignId)).toEqual(["delivered"]);
  expect(await keptCounts(campaignId)).toEqual(await countsOfRows(campaignId));
});

it("counts acks that come while a completed campaign's rows are counted", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 505);
  const switchedOff = numbers.slice(0, 8);
  for (const number of switchedOff) system.network.setNumber(number, { phoneOff: true });
  // The others lack what the text names: rows without a message, and no failure that WhatsApp has a part in.
  const known = await system.stores.contacts.findMany(tenantId, "lst_a", switchedOff);
  await system.stores.contactWriter.saveMany(
    [...known.values()].map((contact) => ({ ...contact, fields: { kota: "Solo" } })),
  );
  const stillOff = [...switchedOff];
  // Whenever a second page of rows is asked for, somebody of the first, read already, switches their phone on.
  system.wire.faultOf = async (request) => {
    if (!isReadingOfRows(request) || request.body["ExclusiveStartKey"] === undefined) return undefined;
    const number = stillOff.shift();
    if (number === undefined) return undefined;
    system.network.setNumber(number, { phoneOff: false });
    for (let turn = 0; turn < 50; turn += 1) await new Promise<void>((next) => setImmediate(next));
    return undefined;
  };
  const campaignId = await system.launch({ listIds: ["lst_a"] }, "Halo {{ kota }}");
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(10_000);
  system.wire.faultOf = () => undefined;
  expect(switchedOff.length - stillOff.length).toBeGreaterThan(1);
  const counted = await countsOfRows(campaignId);
  expect(await keptCounts(campaignId)).toEqual(counted);
  expect(counted.sent).toBe(stillOff.length);
});

it.each(["answer_lost", "doubled", "lost", "throttled"] as const)(
  "counts an ack once whose write was %s",
  async (fault) => {
    system.startWorker("w1");
    const campaignId = await completeBeforeItsAcks();
    let writes = 0;
    system.wire.faultOf = (request) => (isChangeOfRow(request) && (writes += 1) === 1 ? fault : undefined);
    await system.until(
      async () => (await states(campaignId)).every((state) => state === "delivered"),
      "all acks",
      120_000,
    );
    await system.clock.advance(10_000);
    expect(writes).toBeGreaterThanOrEqual(3);
    expect(await keptCounts(campaignId)).toMatchObject({ sent: 0, delivered: 3 });
  },
);

it("writes the acks of half a bad minute once the table takes them again", async () => {
  system.startWorker("w1");
  const campaignId = await completeBeforeItsAcks();
  await system.clock.advance(50_000);
  system.wire.faultOf = (request) => (isChangeOfRow(request) ? "throttled" : undefined);
  await system.clock.advance(40_000);
  expect(await states(campaignId)).toEqual(["sent", "sent", "sent"]);
  system.wire.faultOf = () => undefined;
  await system.clock.advance(60_000);
  expect(await states(campaignId)).toEqual(["delivered", "delivered", "delivered"]);
  expect(await keptCounts(campaignId)).toMatchObject({ sent: 0, delivered: 3 });
});

it("reads that campaign anew whose step failed, not the one that stands before it", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 3);
  await system.aList("lst_b", 30, 100);
  await system.launch({ listIds: ["lst_a"], quietHours: { from: "00:00", to: "06:00", timezone: "UTC" } });
  await system.clock.advance(2_000);
  const failing = await system.launch({ listIds: ["lst_b"], pacing: { minGapMs: 2_000, maxGapMs: 2_000 } });
  let sentWrites = 0;
  const isWriteOfSent = (request: WireRequest) => isChangeOfRow(request) && bears(request, '{"S":"sent"}');
  system.wire.faultOf = (request) => (isWriteOfSent(request) && (sentWrites += 1) === 2 ? "answer_lost" : undefined);
  await system.until(() => system.arrivals().length >= 6, "six arrived");
  await system.stores.campaignChanges.apply({ ...ref, campaignId: failing }, "pause", {
    now: system.clock.now(),
    pausedBecause: "user",
  });
  await system.ring(failing);
  await system.clock.advance(10_000);
  expect(await keptCounts(failing)).toEqual(await countsOfRows(failing));
  const claims = (await system.rows(failing)).map(({ claimedAt }) => claimedAt).sort((a, b) => a - b);
  const gaps = claims.slice(1).map((at, index) => at - (claims[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
});

it("counts who stands in two lists once among those that a stopped campaign did not reach", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 10);
  await system.aList("lst_b", 10, 5);
  const campaignId = await system.launch({
    listIds: ["lst_a", "lst_b"],
    pacing: { minGapMs: 60_000, maxGapMs: 60_000 },
  });
  await system.until(() => system.arrivals().length === 1, "one arrived");
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "stop", { now: system.clock.now() });
  await system.ring(campaignId);
  const isSettled = async () => (await system.campaign(campaignId)).total === 15;
  await system.until(isSettled, "it is settled");
  await system.untilSettled(campaignId);
  expect(await system.campaign(campaignId)).toMatchObject({ status: "stopped", total: 15 });
});

it("counts afresh what a killed worker left, though its successor is stopped while it counts", async () => {
  const first = system.startWorker("w1");
  const campaignId = await completeBeforeItsAcks();
  await system.until(async () => (await states(campaignId)).includes("delivered"), "acks come", 120_000);
  first.kill();
  expect(await keptCounts(campaignId)).not.toEqual(await countsOfRows(campaignId));
  system.wire.slowly = () => system.clock.wait(5_000);
  system.wire.faultOf = (request) => (isReadingOfRows(request) ? "slow" : undefined);
  const second = system.startWorker("w2", { host: "w1" });
  await system.until(() => second.worker.sessions.length === 1, "it is taken");
  await system.clock.advance(1_000);
  await second.stop();
  second.kill();
  system.wire.faultOf = () => undefined;
  system.startWorker("w3", { host: "w1" });
  const areRight = async () => isDeepStrictEqual(await keptCounts(campaignId), await countsOfRows(campaignId));
  await system.until(areRight, "counts equal rows", 120_000);
});

it("opens a campaign once, however often it is asked for meanwhile", async () => {
  let begun = 0;
  // All that the opening of a campaign asks for, answered without leaving the turn of the event loop.
  const ports = {
    campaigns: { find: async () => aCampaign(), body: async () => aBody() },
    progress: {
      begin: async () => {
        begun += 1;
        return aProgress();
      },
      save: async () => undefined,
    },
    recipients: { page: async () => ({ items: [] }) },
    clock: system.clock,
    settings: { ...defaultWorkerSettings, profileRoot: system.dir },
  } satisfies PartsOf<WorkerPorts>;
  const rules = new SessionRules(() => aSession(), { timezone: "UTC", network: "simulated" });
  const book = new CampaignBook({
    ports: ports as unknown as WorkerPorts,
    ref,
    claimant: { slot: 0, slotEpoch: 1, sessionEpoch: 1 },
    rules,
    remembered: new Remembered(),
    ending: new AbortController().signal,
  });
  const asked = [];
  // At every step of the opening, among them the one in which it comes to be open.
  for (let step = 0; step < 200; step += 1) {
    asked.push(book.runOf("cmp_1"));
    await Promise.resolve();
  }
  const runs = new Set(await Promise.all(asked));
  expect({ runs: runs.size, begun }).toEqual({ runs: 1, begun: 1 });
});

it("goes on sending while its counts are not taken, without reading its rows again and again", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 80);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 1_000, maxGapMs: 1_000 } });
  await system.until(() => system.arrivals().length === 3, "three arrived");
  let readings = 0;
  system.wire.faultOf = (request) => {
    if (isReadingOfRows(request)) readings += 1;
    return request.operation === "PutItem" && bears(request, "PROGRESS") ? "throttled" : undefined;
  };
  await system.clock.advance(60_000);
  expect(readings).toBeLessThan(5);
  expect(system.arrivals().length).toBeGreaterThan(20);
  expect(await system.state()).toBe("ready");
  system.wire.faultOf = () => undefined;
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(10_000);
  expect(await keptCounts(campaignId)).toMatchObject({ delivered: 80 });
});

/** The first message's outcome is written, and the answer is lost: the worker no longer knows what the rows say. */
function loseFirstOutcome(): () => boolean {
  let isLost = false;
  system.wire.faultOf = (request) => {
    if (isLost || !isChangeOfRow(request) || !bears(request, '"state":{"S":"sent"}')) return undefined;
    isLost = true;
    return "answer_lost";
  };
  return () => isLost;
}

it("shows the counts of a paused campaign as its rows are, though the step before the pause failed", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 2);
  system.network.setBehaviour({ deliverMs: 100 });
  const isLost = loseFirstOutcome();
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.until(isLost, "the first one's outcome is written");
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "pause", { now: system.clock.now() });
  await system.ring(campaignId);
  await system.clock.advance(20_000);
  expect(await states(campaignId)).toEqual(["delivered"]);
  expect(await keptCounts(campaignId)).toEqual(await countsOfRows(campaignId));
});

it("counts an ack that waits while its campaign's rows are counted afresh", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [first = "", second = ""] = await system.aList("lst_a", 2);
  system.network.setNumber(first, { phoneOff: true });
  system.network.holds.hold("received_by_server", second);
  const isLost = loseFirstOutcome();
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.until(isLost, "the first one's outcome is written");
  let isCounting = false;
  system.wire.faultOf = async (request) => {
    if (isCounting || !isReadingOfRows(request)) return undefined;
    isCounting = true;
    system.network.setNumber(first, { phoneOff: false });
    for (let turn = 0; turn < 50; turn += 1) await new Promise<void>((next) => setImmediate(next));
    return undefined;
  };
  await system.until(() => isCounting, "the rows are counted afresh");
  // The second one's message is waited for, then given up; its counts are written after that.
  await system.clock.advance(25_000);
  system.wire.faultOf = () => undefined;
  expect(await states(campaignId)).toEqual(["delivered", "sending"]);
  expect(await keptCounts(campaignId)).toEqual(await countsOfRows(campaignId));
  system.network.holds.release("received_by_server", second);
  await system.untilStatus(campaignId, "completed");
});

it("counts for one run what follows on counting afresh, though the campaign could not be read after it", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [, , third = ""] = await system.aList("lst_a", 3);
  system.network.holds.hold("received_by_server", third);
  const isLost = loseFirstOutcome();
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.until(isLost, "the first one's outcome is written");
  let [isCounting, isRefused] = [false, false];
  system.wire.faultOf = (request) => {
    if (isReadingOfRows(request)) isCounting = true;
    if (isRefused || !isCounting || request.operation !== "GetItem" || !bears(request, campaignId)) return undefined;
    isRefused = true;
    return "throttled";
  };
  await system.until(() => isRefused, "the rows are counted afresh, and the campaign can't be read");
  await system.clock.advance(25_000);
  system.wire.faultOf = () => undefined;
  expect(await states(campaignId)).toEqual(["delivered", "delivered", "sending"]);
  expect(await keptCounts(campaignId)).toEqual(await countsOfRows(campaignId));
  system.network.holds.release("received_by_server", third);
  await system.untilStatus(campaignId, "completed");
});
