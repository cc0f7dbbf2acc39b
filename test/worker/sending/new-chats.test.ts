import { dayOf } from "../../../core/time/local-time.ts";
import { ref, sessionId, System, tenantId, type WorkerOptions } from "../../support/system.ts";

/** Campaigns begin no more chats in a day than they may: the whole campaign waits then, and the session's others go on. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** The day ends an hour after the start. */
const timezone = "Etc/GMT+1";
const inZone = { settings: { timezone } } as const satisfies WorkerOptions;
const onWhatsApp = { settings: { timezone, network: "whatsapp" } } as const satisfies WorkerOptions;

/** What is set holds from the owner's next refresh on. */
const set = async (newChatsPerDay: number | null, its = sessionId) => {
  await system.stores.sessionDesk.ask({ tenantId, sessionId: its }, { pacing: { newChatsPerDay } });
  await system.clock.advance(minuteMs + 1_000);
};
const waitOf = async (campaignId: string) => (await system.stores.progress.find(tenantId, campaignId))?.waitingFor;
const untilWaits = async (campaignId: string, reason = "new_chats") => {
  await system.until(async () => (await waitOf(campaignId)) === reason, `${campaignId} waits for ${reason}`);
};
const writes = (from: string, its = sessionId) => system.network.inbound({ sessionId: its, from, body: "Halo" });
const begun = async (campaignId: string) => (await system.rows(campaignId)).filter(({ newChat }) => newChat === true);

it("a campaign waits with the next new chat until the day is over, others go on, and nobody is passed", async () => {
  system.startWorker("w1", inZone);
  await system.linkSession();
  await set(3);
  const strangers = await system.aList("lst_new", 5);
  const known = await system.aList("lst_known", 4, 1_000);
  for (const number of known) writes(number);
  const one = await system.launch({ listIds: ["lst_new"] });
  await untilWaits(one);
  expect(system.arrivals()).toEqual(strangers.slice(0, 3));
  const other = await system.launch({ listIds: ["lst_known"] });
  await system.untilStatus(other, "completed");
  await system.untilDirect(await system.ask("628129999999"), "delivered", 10_000);
  expect(system.arrivals()).toHaveLength(8);
  expect([await waitOf(one), (await begun(one)).length, (await begun(other)).length]).toEqual(["new_chats", 3, 0]);
  const finish = (await system.stores.progress.find(tenantId, one))?.estimatedFinishAt ?? 0;
  expect(dayOf(finish, timezone)).toBe(dayOf(system.clock.now() + dayMs, timezone));
  system.clock.jump(60 * minuteMs);
  await system.untilStatus(one, "completed");
  expect(system.arrivals().filter((number) => strangers.includes(number))).toEqual(strangers);
});

it("goes on as soon as the one whose turn it is wrote, was taken out of the list, or more is allowed", async () => {
  system.startWorker("w1", inZone);
  await system.linkSession();
  await set(1);
  const [first = "", second = "", third = "", fourth = ""] = await system.aList("lst_a", 4);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await untilWaits(campaignId);
  expect(system.arrivals()).toEqual([first]);
  writes(second);
  await system.until(() => system.arrivals().length === 2, "the one who wrote has it", 2 * minuteMs);
  await system.leave("lst_a", [third]);
  await system.clock.advance(2 * minuteMs);
  expect([system.arrivals().length, await waitOf(campaignId)]).toEqual([2, "new_chats"]);
  await set(null);
  await system.untilStatus(campaignId, "completed");
  expect(system.arrivals()).toEqual([first, second, fourth]);
});

it("what a killed worker began counts for the next one, of campaigns that are over, too", async () => {
  const first = system.startWorker("w1", inZone);
  await system.linkSession();
  await set(4);
  await system.aList("lst_a", 2);
  await system.aList("lst_b", 5, 100);
  await system.untilStatus(await system.launch({ listIds: ["lst_a"] }), "completed");
  const pacing = { minGapMs: 20_000, maxGapMs: 20_000 };
  const campaignId = await system.launch({ listIds: ["lst_b"], pacing });
  await system.until(() => system.arrivals().length === 3, "one more arrived");
  first.kill();
  system.startWorker("w2", { ...inZone, host: "w1" });
  await untilWaits(campaignId);
  await system.clock.advance(3 * minuteMs);
  expect(system.arrivals()).toHaveLength(4);
});

it("what began today counts in another timezone, too, of campaigns that are over as well", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await set(3);
  await system.aList("lst_a", 3);
  await system.untilStatus(await system.launch({ listIds: ["lst_a"] }), "completed");
  // Where it is the evening before still.
  await system.stores.sessionDesk.ask(ref, { timezone });
  await system.clock.advance(minuteMs + 1_000);
  await system.aList("lst_b", 3, 100);
  await untilWaits(await system.launch({ listIds: ["lst_b"] }));
  expect(system.arrivals()).toHaveLength(3);
});

it("two sessions of one phone begin together no more than one may", async () => {
  const oneEach = { settings: { timezone, capacity: 1 } };
  system.startWorker("w1", oneEach);
  system.startWorker("w2", oneEach);
  await system.linkSession();
  await system.linkSession("628111000111", "back");
  await set(4);
  await set(4, "back");
  await system.aList("lst_a", 6);
  await system.aList("lst_b", 6, 1_000);
  const pacing = { minGapMs: 2_000, maxGapMs: 2_000 };
  const one = await system.launch({ listIds: ["lst_a"], pacing });
  const other = await system.launch({ sessionId: "back", listIds: ["lst_b"], pacing });
  await untilWaits(one);
  await untilWaits(other);
  expect(system.arrivals()).toHaveLength(4);
  system.clock.jump(60 * minuteMs);
  await system.clock.advance(5 * minuteMs);
  expect(system.arrivals()).toHaveLength(8);
});

describe("two sessions of one phone", () => {
  const oneEach = { settings: { timezone, capacity: 1 } };
  beforeEach(async () => {
    system.startWorker("w1", oneEach);
    system.startWorker("w2", oneEach);
    await system.linkSession();
    await system.linkSession("628111000111", "back");
  });

  it("begin no more than WhatsApp told one of them before the other began some", async () => {
    system.history.isOn = true;
    const { network } = system;
    network.standings.change(network.deviceOf(sessionId, tenantId), { newChats: { total: 5 } });
    // Both are told with their next reading.
    await system.clock.advance(12 * minuteMs);
    await system.aList("lst_a", 6);
    await system.aList("lst_b", 4, 1_000);
    const pacing = { minGapMs: 2_000, maxGapMs: 2_000 };
    await system.launch({ sessionId: "back", listIds: ["lst_b"], pacing });
    await system.until(() => system.arrivals().length === 4, "the other session began four", 2 * minuteMs);
    const one = await system.launch({ listIds: ["lst_a"], pacing });
    await untilWaits(one, "whatsapp_limit");
    expect(system.arrivals()).toHaveLength(5);
    const refused = system.history.lines.filter(
      (line) => line.is === "point" && line.what === "received" && line.limit !== undefined,
    );
    expect(refused).toEqual([]);
  });

  it("one that waits with its next new chat does not hold the other up", async () => {
    const pacing = { minGapMs: 30_000, maxGapMs: 30_000 };
    const known = await system.aList("lst_b", 40, 1_000);
    for (const number of known) writes(number, "back");
    await system.aList("lst_a", 6);
    await set(1);
    const one = await system.launch({ listIds: ["lst_a"], pacing });
    await untilWaits(one);
    await system.launch({ sessionId: "back", listIds: ["lst_b"], pacing });
    await system.clock.advance(15 * minuteMs);
    // At 30 s apart.
    expect(system.arrivals().filter((number) => known.includes(number)).length).toBeGreaterThanOrEqual(26);
  });
});

it("nothing is asked and nothing counted where nothing bounds new chats", async () => {
  let asked = 0;
  system.startWorker("w1", { ...inZone, at: (point) => (asked += point.startsWith("whatsApp.knowsChat") ? 1 : 0) });
  await system.linkSession();
  await system.aList("lst_a", 30);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  expect([asked, (await begun(campaignId)).length, (await system.rows(campaignId)).length]).toEqual([0, 0, 30]);
});

describe("on WhatsApp itself", () => {
  const account = async (its = sessionId) => (await system.stores.sessions.find({ tenantId, sessionId: its }))?.account;

  it("an account begins 20 chats on its first day, and more as it grows older", async () => {
    system.startWorker("w1", onWhatsApp);
    await system.linkSession();
    await system.aList("lst_a", 80);
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await untilWaits(campaignId);
    expect(system.arrivals()).toHaveLength(20);
    system.clock.jump(4 * dayMs);
    await system.clock.advance(2 * minuteMs);
    expect([system.arrivals().length, await waitOf(campaignId)]).toEqual([70, "new_chats"]);
    await set(null);
    await system.untilStatus(campaignId, "completed");
  });

  it("an account keeps its age over a logout and in another session; another account has its own", async () => {
    system.startWorker("w1", onWhatsApp);
    await system.linkSession("628111000111");
    const linkedAt = (await account())?.linkedAt;
    expect(linkedAt).toBeLessThanOrEqual(system.clock.now());
    await system.clock.advance(minuteMs);
    system.network.fault(sessionId, "logout");
    await system.until(async () => (await system.state()) === "logged_out", "it is logged out");
    await system.linkSession("628111000111", "again");
    expect(await account("again")).toEqual({ number: "628111000111", linkedAt });
    await system.linkSession("628111000222", "other");
    expect((await account("other"))?.linkedAt).toBeGreaterThan((linkedAt ?? 0) + minuteMs);
  });

  it("a session that was linked by a version which kept no age is as old as itself", async () => {
    const first = system.startWorker("w1", onWhatsApp);
    await system.linkSession();
    await first.stop();
    await system.forgetAccount();
    const { createdAt = 0 } = (await system.stores.sessions.find(ref)) ?? {};
    await system.clock.advance(minuteMs);
    system.startWorker("w2", { ...onWhatsApp, host: "w1" });
    await system.until(async () => (await system.state()) === "ready", "it is ready");
    expect(await account()).toEqual({ number: "628111000111", linkedAt: createdAt });
  });
});
