import { dayOf } from "../../../core/time/local-time.ts";
import { ref, System, tenantId, type WorkerOptions } from "../../support/system.ts";

/** One phone that is linked in two sessions, on two workers: cap and gap hold for the phone. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const minuteMs = 60_000;
const phone = "628111000111";
const back = { tenantId, sessionId: "back" };
/** The day ends an hour after the start. */
const timezone = "Etc/GMT+1";
const oneEach = { settings: { capacity: 1, timezone } } as const satisfies WorkerOptions;

const linkBoth = async () => {
  system.startWorker("w1", oneEach);
  system.startWorker("w2", oneEach);
  await system.linkSession(phone);
  await system.linkSession(phone, "back");
  const owners = [await system.stores.sessions.find(ref), await system.stores.sessions.find(back)];
  expect(new Set(owners.map((session) => session?.owner?.slot)).size).toBe(2);
};

/** A campaign to so many people of a list of its own. */
const launch = async (sessionId: string, people: number, gapMs: number, perDay?: number) => {
  const listId = `lst_${sessionId}`;
  await system.aList(listId, people, sessionId === "back" ? 1_000 : 0);
  const pacing = { minGapMs: gapMs, maxGapMs: gapMs, ...(perDay === undefined ? {} : { perDay }) };
  return await system.launch({ sessionId, listIds: [listId], pacing });
};

const claimsOf = async (campaignId: string) => (await system.rows(campaignId)).map(({ claimedAt }) => claimedAt);
/** Claims of both, in order, each with the gap of its session. */
const claims = async (campaigns: Readonly<Record<string, number>>) => {
  const all: { readonly at: number; readonly gapMs: number; readonly campaignId: string }[] = [];
  for (const [campaignId, gapMs] of Object.entries(campaigns)) {
    for (const at of await claimsOf(campaignId)) all.push({ at, gapMs, campaignId });
  }
  return all.toSorted((a, b) => a.at - b.at);
};
const tooClose = (all: Awaited<ReturnType<typeof claims>>) =>
  all.slice(1).filter(({ at, gapMs }, index) => at - (all[index]?.at ?? 0) < gapMs);

it("both together send no more in a day than the cap, no closer than the gap, and each has its share", async () => {
  await linkBoth();
  await system.clock.advance(2 * minuteMs);
  const one = await launch("shop", 30, 6_000, 10);
  const other = await launch("back", 30, 6_000, 10);
  await system.clock.advance(5 * minuteMs);
  const today = await claims({ [one]: 6_000, [other]: 6_000 });
  expect([today.length, tooClose(today)]).toEqual([10, []]);
  for (const campaignId of [one, other]) {
    expect(today.filter((claim) => claim.campaignId === campaignId).length).toBeGreaterThanOrEqual(3);
  }
  const waiting = await Promise.all([one, other].map((id) => system.stores.progress.find(tenantId, id)));
  expect(waiting.map((progress) => progress?.waitingFor)).toEqual(["daily_cap", "daily_cap"]);
  system.clock.jump(55 * minuteMs);
  await system.clock.advance(4 * minuteMs);
  const all = await claims({ [one]: 6_000, [other]: 6_000 });
  const byDay = Map.groupBy(all, ({ at }) => dayOf(at, timezone));
  expect([...byDay.values()].map((day) => day.length)).toEqual([10, 10]);
});

it("one with a long gap has its turn beside one with a short one", async () => {
  await linkBoth();
  const quick = await launch("shop", 200, 2_000);
  const slow = await launch("back", 10, 30_000);
  await system.clock.advance(10 * minuteMs);
  const all = await claims({ [quick]: 2_000, [slow]: 30_000 });
  expect(tooClose(all)).toEqual([]);
  expect((await claimsOf(slow)).length).toBeGreaterThanOrEqual(5);
  expect((await claimsOf(quick)).length).toBeGreaterThanOrEqual(50);
});

it("holds from the moment on at which the phone is linked a second time, in the middle of a campaign", async () => {
  system.startWorker("w1", oneEach);
  system.startWorker("w2", oneEach);
  await system.linkSession(phone);
  const one = await launch("shop", 60, 5_000);
  await system.until(() => system.arrivals().length === 3, "it is on its way");
  await system.linkSession(phone, "back");
  const other = await launch("back", 10, 5_000);
  await system.until(
    async () => (await system.stores.campaigns.find({ ...back, campaignId: other }))?.status === "completed",
    "the second session's campaign is completed",
  );
  await system.untilStatus(one, "completed");
  const all = await claims({ [one]: 5_000, [other]: 5_000 });
  expect([all.length, tooClose(all)]).toEqual([70, []]);
});

it("a direct message counts towards the other session's day, and waits for no turn", async () => {
  await linkBoth();
  await system.clock.advance(2 * minuteMs);
  for (const text of ["1", "2", "3"])
    await system.untilDirect(await system.ask("628120000001", text), "delivered", 3_000);
  const other = await launch("back", 10, 1_000, 5);
  await system.clock.advance(5 * minuteMs);
  expect(await claimsOf(other)).toHaveLength(2);
});

it("a turn of a worker that is killed before it claims stays counted", async () => {
  let isArmed = false;
  const first = system.startWorker("w1", {
    ...oneEach,
    at: (point, kill) => {
      if (isArmed && point === "sharedPhones.save:after") kill();
    },
  });
  await system.linkSession(phone);
  system.startWorker("w2", oneEach);
  await system.linkSession(phone, "back");
  await system.clock.advance(2 * minuteMs);
  isArmed = true;
  const one = await launch("shop", 10, 1_000, 4);
  await system.until(() => first.ended() !== "running", "it is killed");
  expect(await claimsOf(one)).toEqual([]);
  system.startWorker("w3", { ...oneEach, host: "w1" });
  const other = await launch("back", 10, 1_000, 4);
  await system.clock.advance(10 * minuteMs);
  const all = await claims({ [one]: 1_000, [other]: 1_000 });
  expect(tooClose(all)).toEqual([]);
  expect(all.length).toBe(3);
});

it("a session that has its phone for itself again is told nothing of turns, from the next day on", async () => {
  await linkBoth();
  await system.untilStatus(await launch("shop", 2, 1_000), "completed");
  await system.clock.advance(2 * minuteMs);
  const shared = async () => [
    (await system.stores.sessions.find(ref))?.sharesPhone,
    (await system.stores.sharedPhones.find(tenantId, phone))?.shares["shop"]?.joined,
  ];
  expect(await shared()).toEqual([phone, true]);
  system.network.fault("back", "logout");
  await system.until(async () => (await system.state("back")) === "logged_out", "the other is logged out");
  expect(await shared()).toEqual([phone, true]);
  system.clock.jump(60 * minuteMs);
  await system.clock.advance(3 * minuteMs);
  expect(await shared()).toEqual([undefined, false]);
});

it("a session that has its phone for itself reads and writes nothing of turns", async () => {
  let calls = 0;
  const at = (point: string) => {
    if (point.startsWith("sharedPhones.")) calls += 1;
  };
  system.startWorker("w1", { at });
  await system.linkSession(phone);
  await system.linkSession("628111000222", "back");
  await system.untilStatus(await launch("shop", 5, 1_000), "completed");
  expect(calls).toBe(0);
});
