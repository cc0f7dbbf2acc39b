import { defined } from "../../../core/defined.ts";
import type { AccountLimits } from "../../../core/whatsapp.ts";
import { ref, sessionId, System, tenantId } from "../../support/system.ts";

/** What WhatsApp says of an account: asked, kept on the session's row, and gone by. */

const minuteMs = 60_000;
const pacing = { minGapMs: 1_000, maxGapMs: 1_000, perDay: 1_000_000 };

let system: System;
let points: string[];
beforeEach(async () => {
  system = await System.start();
  points = [];
});
afterEach(async () => {
  await system.end();
});

const start = () => system.startWorker("w1", { at: (point) => points.push(point) });
const count = (point: string) => points.filter((one) => one === point).length;
const asked = () => count("whatsApp.readLimits:before");
const written = () => count("sessionOwners.save:before");
/** What WhatsApp tells from now on. */
const tells = (limits: AccountLimits) => {
  system.network.standings.limitsOf = () => limits;
};
const session = async () => {
  const found = await system.stores.sessions.find(ref);
  if (found === undefined) throw new Error("there is a session");
  return found;
};
const changes = () =>
  system.events.published.filter(({ type }) => type === "session.limits_changed").map(({ data }) => data["changes"]);
const outcomes = async (campaignId: string) =>
  (await system.rows(campaignId)).map(({ state, reason }) => reason ?? state);
const resume = async (campaignId: string) => {
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "resume", { now: system.clock.now() });
  await system.ring(campaignId);
};
const free = { restricted: false } as const;

describe("the limits of an account", () => {
  it("are no news where WhatsApp tells of none: nothing is written", async () => {
    start();
    await system.linkSession();
    await system.clock.advance(minuteMs);
    const before = written();
    expect(asked()).toBe(1);
    await system.clock.advance(60 * minuteMs);
    expect([asked(), written() - before]).toEqual([7, 0]);
    expect(await session()).not.toHaveProperty("limits");
    expect(changes()).toEqual([]);
  });

  it("are asked for at ready and every ten minutes, and written where they are otherwise than before", async () => {
    const resetsAt = system.clock.now() + 24 * 60 * minuteMs;
    tells({ ...free, newChats: { used: 3, total: 5, resetsAt } });
    start();
    await system.linkSession();
    await system.until(async () => (await session()).limits !== undefined, "they are written");
    const { checkedAt } = (await session()).limits ?? {};
    expect((await session()).limits).toEqual({ ...free, newChats: { used: 3, total: 5, resetsAt }, checkedAt });
    const before = written();
    await system.clock.advance(30 * minuteMs);
    expect([asked(), written() - before]).toEqual([4, 0]);
    expect((await session()).limits?.checkedAt).toBe(checkedAt);
    tells({ ...free, newChats: { used: 4, total: 5, resetsAt } });
    await system.clock.advance(10 * minuteMs);
    expect(written() - before).toBe(1);
    expect((await session()).limits?.newChats?.used).toBe(4);
    expect([changes(), system.measured.get("QuotasUsedUp")]).toEqual([[], undefined]);
    tells({ ...free, newChats: { used: 5, total: 5, resetsAt } });
    await system.clock.advance(10 * minuteMs);
    expect([changes(), system.measured.get("QuotasUsedUp")]).toEqual([[["quota_used_up"]], 1]);
  });

  it("are asked for anew within a minute of the end that was told", async () => {
    const until = system.clock.now() + 35 * minuteMs;
    tells({ ...free, timelock: { until } });
    start();
    await system.linkSession();
    await system.until(() => changes().length === 1, "a timelock is told");
    expect(system.measured.get("SessionsTimelocked")).toBe(1);
    tells(free);
    await system.clock.advance(until - system.clock.now() + minuteMs);
    expect(changes()).toEqual([["timelock_began"], ["timelock_ended"]]);
    expect((await session()).limits).toEqual({ ...free, checkedAt: expect.any(Number) as number });
  });

  it("are asked for right after a refusal, before the next message goes", async () => {
    start();
    await system.linkSession();
    const numbers = await system.aList("lst_a", 4);
    system.network.setNumber(numbers[1] ?? "", { refuses: true });
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.untilStatus(campaignId, "completed");
    const order = points.filter((point) => ["whatsApp.send:before", "whatsApp.readLimits:before"].includes(point));
    const [send, read] = ["whatsApp.send:before", "whatsApp.readLimits:before"];
    expect(order).toEqual([read, send, send, read, send, send]);
  });

  describe("are asked for at once where campaigns have used up the quota that was told", () => {
    const told: AccountLimits = { ...free, newChats: { used: 0, total: 3 } };
    const untilUsedUp = async (people: number) => {
      tells(told);
      start();
      await system.linkSession();
      await system.aList("lst_a", people);
      const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
      await system.until(() => system.arrivals().length === 3, "the quota is used up");
      return campaignId;
    };

    it("and the session shows it, with its event", async () => {
      await untilUsedUp(5);
      tells({ ...told, newChats: { used: 3, total: 3 } });
      await system.clock.advance(10_000);
      expect([asked(), changes(), (await session()).limits?.newChats?.used]).toEqual([2, [["quota_used_up"]], 3]);
      await system.clock.advance(9 * minuteMs);
      expect([asked(), system.arrivals().length]).toEqual([2, 3]);
    });

    it("of a campaign that is over with the last of them, too", async () => {
      const campaignId = await untilUsedUp(3);
      await system.untilStatus(campaignId, "completed");
      tells({ ...told, newChats: { used: 3, total: 3 } });
      await system.clock.advance(10_000);
      expect([asked(), changes()]).toEqual([2, [["quota_used_up"]]]);
    });

    it("and no sooner than WhatsApp may have counted the last one", async () => {
      await untilUsedUp(5);
      await system.clock.advance(3_000);
      expect(asked()).toBe(1);
      tells({ ...told, newChats: { used: 3, total: 3 } });
      await system.clock.advance(10_000);
      expect([asked(), system.arrivals().length]).toEqual([2, 3]);
    });

    it("once, where it has no answer", async () => {
      await untilUsedUp(5);
      system.network.standings.limitsOf = () => {
        throw new Error("it says nothing");
      };
      await system.clock.advance(9 * minuteMs);
      expect([asked(), system.arrivals().length]).toEqual([2, 3]);
    });
  });

  it("of a page that can't be asked hold nothing up, and stay as they were told", async () => {
    tells({ ...free, newChats: { used: 3, total: 50 } });
    start();
    await system.linkSession();
    await system.until(async () => (await session()).limits !== undefined, "they are written");
    const { limits } = await session();
    system.network.standings.limitsOf = () => {
      throw new Error("it says nothing");
    };
    await system.aList("lst_a", 3);
    await system.clock.advance(15 * minuteMs);
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.untilStatus(campaignId, "completed");
    expect((await session()).limits).toEqual(limits);
  });

  it("are another account's once another number is linked", async () => {
    tells({ ...free, timelock: {} });
    start();
    await system.linkSession();
    await system.until(async () => (await session()).limits !== undefined, "they are written");
    tells(free);
    const unlinked = system.clock.now();
    system.network.fault(sessionId, "logout");
    await system.until(async () => (await system.state()) === "logged_out", "it is logged out");
    await system.stores.sessionDesk.want(ref, unlinked);
    await system.until(async () => (await system.state()) === "awaiting_qr", "a QR is on show");
    system.network.scan({ qr: (await session()).qr ?? "", number: "628222000222", session: ref });
    await system.until(async () => (await system.state()) === "ready", "it is ready");
    await system.clock.advance(minuteMs);
    expect(await session()).not.toHaveProperty("limits");
    tells({ ...free, timelock: {} });
    await system.clock.advance(10 * minuteMs);
    const told = system.events.published.filter(({ type }) => type === "session.limits_changed");
    expect(told.map(({ data }) => data["changes"])).toEqual([["timelock_began"], ["timelock_began"]]);
    // A receiver drops an id that it knows.
    expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(2);
  });

  it("are asked for no more often where an end that is told was over already", async () => {
    tells({ ...free, newChats: { used: 3, total: 5, resetsAt: system.clock.now() - minuteMs } });
    start();
    await system.linkSession();
    await system.clock.advance(61 * minuteMs);
    expect(asked()).toBe(7);
  });
});

describe("a restriction that WhatsApp's page tells", () => {
  it("pauses what runs at the first refusal, is tried by no further person, and is asked about anew at a resume", async () => {
    start();
    await system.linkSession();
    const numbers = await system.aList("lst_a", 6);
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.until(() => system.arrivals().length === 2, "two arrived");
    for (const number of numbers) system.network.setNumber(number, { refuses: true });
    tells({ restricted: true });
    await system.untilStatus(campaignId, "paused");
    expect(await system.campaign(campaignId)).toMatchObject({ pausedBecause: "restricted_by_whatsapp" });
    expect((await outcomes(campaignId)).filter((one) => one === "rejected_by_whatsapp")).toHaveLength(1);
    expect([changes(), system.measured.get("SessionsRestricted")]).toEqual([[["restriction_began"]], 1]);
    const tried = count("whatsApp.send:before");
    await system.clock.advance(minuteMs);
    await resume(campaignId);
    await system.untilStatus(campaignId, "paused");
    expect(count("whatsApp.send:before")).toBe(tried);
    for (const number of numbers) system.network.setNumber(number, { refuses: false });
    tells(free);
    await system.clock.advance(1_000);
    await resume(campaignId);
    await system.untilStatus(campaignId, "completed");
    await system.clock.advance(1_000);
    expect(new Set(system.arrivals()).size).toBe(5);
    expect(changes()).toEqual([["restriction_began"], ["restriction_ended"]]);
  });
});

it("a campaign that waits is done no sooner than its wait is over, whatever is told meanwhile", async () => {
  const progress = () => system.stores.progress.find(tenantId, "cmp_1");
  const inMs = (ms: number) => system.clock.now() + ms;
  const quota = { used: 3, total: 3, resetsAt: inMs(40 * minuteMs) };
  tells({ ...free, newChats: quota });
  start();
  await system.linkSession();
  await system.aList("lst_a", 4);
  await system.launch({ listIds: ["lst_a"], pacing });
  await system.until(async () => (await progress())?.waitingFor === "whatsapp_limit", "it waits");
  for (const until of [inMs(90 * minuteMs), undefined]) {
    tells({ ...free, newChats: quota, timelock: defined({ until }) });
    const shows = async () => (await progress())?.waitsUntil === until;
    await system.until(shows, "it shows the end of what is told now", 12 * minuteMs);
    const { estimatedFinishAt } = (await progress()) ?? {};
    // A limit without an end has no estimate.
    if (until === undefined) expect(estimatedFinishAt).toBeUndefined();
    else expect(estimatedFinishAt).toBeGreaterThanOrEqual(until);
  }
});

describe("a direct message under a limit", () => {
  it.each<readonly [what: string, limits: AccountLimits]>([
    ["timelock", { ...free, timelock: {} }],
    ["used-up quota", { ...free, newChats: { used: 5, total: 5 } }],
    ["restriction", { restricted: true }],
  ])("that would begin a chat is not tried during a %s, and waits for no better time", async (_, limits) => {
    tells(limits);
    start();
    await system.linkSession();
    const message = await system.ask("6281300000001");
    await system.untilDirect(message, "failed", 5_000);
    expect(await system.direct(message)).toMatchObject({ reason: "whatsapp_limit" });
    expect([system.arrivals(), count("whatsApp.send:before")]).toEqual([[], 0]);
    tells(free);
    await system.clock.advance(20 * minuteMs);
    expect(system.arrivals()).toEqual([]);
  });

  it("that begins a chat has WhatsApp asked anew, so that the quota is not passed", async () => {
    const used = () => count("whatsApp.send:after");
    system.network.standings.limitsOf = () => ({ ...free, newChats: { used: used(), total: 2 } });
    start();
    await system.linkSession();
    for (const number of ["6281300000001", "6281300000002"]) {
      await system.untilDirect(await system.ask(number), "delivered");
    }
    const third = await system.ask("6281300000003");
    await system.untilDirect(third, "failed", 5_000);
    expect(await system.direct(third)).toMatchObject({ reason: "whatsapp_limit" });
    expect(asked()).toBe(3);
  });

  it("to a person of a chat goes on", async () => {
    start();
    await system.linkSession();
    await system.untilDirect(await system.ask("6281300000001"), "delivered");
    system.network.inbound({ sessionId, from: "6281300000002", body: "Halo?" });
    await system.clock.advance(1_000);
    tells({ ...free, timelock: {} });
    await system.clock.advance(10 * minuteMs);
    for (const number of ["6281300000001", "6281300000002"]) {
      await system.untilDirect(await system.ask(number, "Lagi"), "delivered");
    }
    expect(system.arrivals()).toEqual(["6281300000001", "6281300000001", "6281300000002"]);
  });

  it("that waited for its session ends with the reason once WhatsApp tells of a limit", async () => {
    start();
    await system.linkSession();
    system.network.fault(sessionId, "browser_kill");
    tells({ ...free, timelock: {} });
    const message = await system.ask("6281300000001");
    await system.untilDirect(message, "failed");
    expect(await system.direct(message)).toMatchObject({ reason: "whatsapp_limit" });
    const told = system.events.published.filter(({ type }) => type === "message.failed");
    expect(told.map(({ data }) => data["reason"])).toEqual(["whatsapp_limit"]);
  });
});
