import { ref, System } from "../../support/system.ts";

/** What a person wants of a session: its row says so, its owner does it. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const wish = async (wishes: Parameters<System["stores"]["sessionDesk"]["ask"]>[1]) => {
  const session = await system.stores.sessionDesk.ask(ref, wishes);
  await system.stores.sessionDesk.want(ref, system.clock.now());
  if (session.owner !== undefined) await system.bell.ring(session.owner.slot, { kind: "session", ...ref });
};
const session = () => system.stores.sessions.find(ref);
const untilState = (state: string, atMostMs = 60_000) =>
  system.until(async () => (await system.state()) === state, `it is ${state}`, atMostMs);
const isLinked = () => {
  try {
    system.network.fault(ref.sessionId, "drop");
    return true;
  } catch {
    return false;
  }
};

describe("a logout", () => {
  it("unlinks on WhatsApp, deletes the profile, pauses what runs, and nobody gets a message twice", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 30);
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 200, maxGapMs: 200 } });
    await system.until(() => system.arrivals().length >= 3, "some arrived");
    expect(system.files.files.size).toBeGreaterThan(0);
    await wish({ logoutRequestedAt: system.clock.now() });
    await untilState("logged_out");
    expect(isLinked()).toBe(false);
    expect(system.files.files.size).toBe(0);
    expect(await system.campaign(campaignId)).toMatchObject({
      status: "paused",
      pausedBecause: "session_logged_out",
    });
    const after = await session();
    expect([after?.wanted, after?.owner, after?.profile, after?.logoutRequestedAt]).toEqual([
      false,
      undefined,
      undefined,
      undefined,
    ]);
    // The message that was in hand was waited for.
    expect((await system.rows(campaignId)).map(({ state }) => state)).not.toContain("in_doubt");
    await system.clock.advance(120_000);
    expect(await system.state()).toBe("logged_out");
    expect(system.arrivals().length).toBeLessThan(numbers.length);
    expect(new Set(system.arrivals()).size).toBe(system.arrivals().length);
  });

  it("of a session that nobody runs is done by whoever takes it", async () => {
    const first = system.startWorker("w1");
    await system.linkSession();
    await first.stop();
    await wish({ logoutRequestedAt: system.clock.now() });
    system.startWorker("w2");
    await untilState("logged_out");
    expect(isLinked()).toBe(false);
  });

  it("of a session whose profile is lost pauses what runs, too", async () => {
    const first = system.startWorker("w1");
    await system.linkSession();
    await system.aList("lst_a", 30);
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 60_000, maxGapMs: 60_000 } });
    await first.stop();
    system.files.files.clear();
    const message = await system.ask("628110000001", "sebelum keluar");
    await wish({ logoutRequestedAt: system.clock.now() });
    system.startWorker("w2");
    await untilState("logged_out");
    await system.until(async () => (await system.campaign(campaignId)).status === "paused", "it is paused");
    expect(await system.campaign(campaignId)).toMatchObject({ pausedBecause: "session_logged_out" });
    // A message that waits would go out to whom the next link finds, days later.
    expect(await system.direct(message)).toMatchObject({ state: "failed", reason: "session_logged_out" });
  });

  it("while the QR is on show ends that", async () => {
    system.startWorker("w1");
    const now = system.clock.now();
    await system.stores.sessionDesk.create({
      ...ref,
      state: "stopped",
      wanted: false,
      epoch: 0,
      since: now,
      createdAt: now,
    });
    await system.stores.sessionDesk.want(ref, now);
    await untilState("awaiting_qr");
    await wish({ logoutRequestedAt: now });
    await untilState("logged_out", 5_000);
    expect((await session())?.qr).toBeUndefined();
  });

  it("survives a kill in the middle", async () => {
    let kills = 0;
    system.startWorker("w1", {
      at: (point, kill) => {
        if (point === "whatsApp.logout:after") {
          kills += 1;
          kill();
        }
      },
    });
    await system.linkSession();
    await wish({ logoutRequestedAt: system.clock.now() });
    await system.until(() => kills === 1, "it is killed");
    system.startWorker("w2");
    await untilState("logged_out", 5 * 60_000);
    const after = await session();
    expect([after?.wanted, after?.profile, after?.logoutRequestedAt]).toEqual([false, undefined, undefined]);
  });

  it("that WhatsApp can't be told of is done without it, in time", async () => {
    system.startWorker("w1", {
      at: (point) => {
        if (point === "whatsApp.logout:before") throw new Error("the line is down");
      },
    });
    await system.linkSession();
    await wish({ logoutRequestedAt: system.clock.now() });
    await untilState("logged_out", 20_000);
    expect((await session())?.profile).toBeUndefined();
  });
});

describe("a restart", () => {
  it("opens a new connection, without a scan, once", async () => {
    let opened = 0;
    system.startWorker("w1", {
      at: (point) => {
        if (point === "whatsApp.close:after") opened += 1;
      },
    });
    await system.linkSession();
    const before = opened;
    await wish({ restartRequestedAt: system.clock.now() });
    await system.until(() => opened > before, "its connection is closed");
    await untilState("ready");
    await system.clock.advance(120_000);
    expect(opened).toBe(before + 1);
    expect((await session())?.restartRequestedAt).toBeUndefined();
  });

  it.each(["before", "after"])(
    "is not lost when the table fails %s it is noted, and neither is a message",
    async (when) => {
      let fails = 0;
      system.startWorker("w1", {
        at: (point) => {
          if (point !== `sessionOwners.save:${when}` || !isWished || fails > 0) return;
          fails += 1;
          throw new Error("the table does not answer");
        },
      });
      let isWished = false;
      await system.linkSession();
      isWished = true;
      await wish({ restartRequestedAt: system.clock.now() });
      await system.until(() => fails === 1, "the table failed");
      await system.until(async () => (await session())?.restartRequestedAt === undefined, "it is restarted", 60_000);
      await untilState("ready");
      await system.untilDirect(await system.ask("628110000001"), "delivered", 30_000);
    },
  );

  it("in the middle of a campaign leaves nobody out", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 20);
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 100, maxGapMs: 100 } });
    await system.until(() => system.arrivals().length >= 3, "some arrived");
    await wish({ restartRequestedAt: system.clock.now() });
    await system.untilStatus(campaignId, "completed");
    await system.clock.advance(1_000);
    expect(system.arrivals()).toEqual(numbers);
  });
});

describe("a pairing code", () => {
  it("links the session when it is typed on the phone, and is gone then", async () => {
    system.startWorker("w1");
    const now = system.clock.now();
    const number = "628111000111";
    await system.stores.sessionDesk.create({
      ...ref,
      state: "stopped",
      wanted: false,
      epoch: 0,
      since: now,
      createdAt: now,
    });
    await wish({ pairing: { number, requestedAt: now } });
    await system.until(async () => (await session())?.pairing?.code !== undefined, "a code is there");
    const code = (await session())?.pairing?.code ?? "";
    expect(code).toMatch(/^[1-9A-Z]{8}$/);
    expect(() => {
      system.network.typeCode({ code, number: "628111000222", session: ref });
    }).toThrow(expect.objectContaining({ code: "qr_not_on_show" }) as Error);
    system.network.typeCode({ code: `${code.slice(0, 4)}-${code.slice(4)}`, number, session: ref });
    await untilState("ready");
    const after = await session();
    expect([after?.number, after?.pairing]).toEqual([number, undefined]);
  });
});

describe("settings", () => {
  it("hold from the next message on, without a restart", async () => {
    system.startWorker("w1");
    await system.linkSession();
    await system.aList("lst_a", 10);
    await wish({ pacing: { minGapMs: 60_000, maxGapMs: 60_000 } });
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing: {} });
    await system.until(() => system.arrivals().length === 1, "the first arrived");
    await system.clock.advance(50_000);
    expect(system.arrivals()).toHaveLength(1);
    await wish({ pacing: { minGapMs: 0, maxGapMs: 0 }, dailyCap: 4 });
    await system.until(() => system.arrivals().length === 4, "the day's four arrived", 60_000);
    await system.clock.advance(120_000);
    expect(system.arrivals()).toHaveLength(4);
    await wish({ dailyCap: null });
    await system.untilStatus(campaignId, "completed");
  });

  it("of quiet hours are in the session's timezone", async () => {
    system.startWorker("w1");
    await system.linkSession();
    await system.aList("lst_a", 2);
    // It is midnight in UTC, and 7 in the morning in Jakarta.
    await wish({ quietHours: { from: "06:00", to: "07:30" }, timezone: "Asia/Jakarta" });
    await system.launch({ listIds: ["lst_a"] });
    await system.clock.advance(25 * 60_000);
    expect(system.arrivals()).toEqual([]);
    await system.until(() => system.arrivals().length === 2, "both arrived", 15 * 60_000);
  });
});
