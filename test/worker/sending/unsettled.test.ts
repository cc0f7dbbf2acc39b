import { ref, System } from "../../support/system.ts";

/** Messages whose fate is not known at once: in doubt only who has to be, and nobody else waits for them. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const states = async (campaignId: string): Promise<readonly string[]> =>
  (await system.rows(campaignId)).map(({ state }) => state);

it("has nobody in doubt whose message was surely not handed over, not even the second time", async () => {
  let claims = 0;
  let looksAgain = 0;
  const drop = () => {
    system.network.fault(ref.sessionId, "drop");
  };
  system.startWorker("w1", {
    settings: { onUnknown: "hold" },
    at: (point) => {
      if (point === "recipientClaims.claim:after" && (claims += 1) === 1) drop();
      // The look right before the message is handed over again.
      if (point === "recipients.look:after" && claims === 1 && (looksAgain += 1) === 1) drop();
    },
  });
  await system.linkSession();
  const numbers = await system.aList("lst_a", 3);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  expect(looksAgain).toBeGreaterThan(1);
  expect(await states(campaignId)).toEqual(["delivered", "delivered", "delivered"]);
  expect(system.arrivals()).toEqual(numbers);
});

it("keeps no campaign waiting for another whose text cannot be read", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 3);
  await system.launch({ listIds: ["lst_a"] }, "{% broken");
  const readable = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(readable, "completed", 120_000);
  await system.clock.advance(120_000);
  expect(await system.state()).toBe("ready");
  expect(system.logged.filter(({ message }) => message === "session taken")).toHaveLength(1);
  expect(system.logged.map(({ facts }) => facts["alarm"])).toContain("campaign_not_taken_up");
});

it("has nobody in doubt before the page could hear of their message for the whole time allowed", async () => {
  const inDoubtAfterMs = 60_000;
  system.startWorker("w1", { settings: { onUnknown: "hold", inDoubtAfterMs } });
  await system.linkSession();
  const [first = ""] = await system.aList("lst_a", 1);
  system.network.holds.hold("reply_on_its_way", first);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.clock.advance(200);
  // The browser is killed and finds no way back for two minutes; nor does the page know more when it is back.
  const connect = system.network.connect.bind(system.network);
  const backAt = system.clock.now() + 2 * 60_000;
  system.network.connect = (credential, hear) =>
    system.clock.now() < backAt ? { state: "undecryptable" } : connect(credential, hear);
  system.network.findMessage = () => undefined;
  system.network.fault(ref.sessionId, "browser_kill");
  await system.until(async () => (await states(campaignId)).includes("in_doubt"), "it is in doubt");
  const readySince = (await system.stores.sessions.find(ref))?.since ?? Infinity;
  const [row] = await system.rows(campaignId);
  const doubtedAt = row?.history.at(-1)?.at ?? -Infinity;
  expect(readySince).toBeGreaterThanOrEqual(backAt);
  expect(doubtedAt - readySince).toBeGreaterThanOrEqual(inDoubtAfterMs);
});

it.each(["before", "after"] as const)(
  "settles a campaign stopped %s its session was logged out, with a message in hand",
  async (stopped) => {
    system.startWorker("w1");
    await system.linkSession();
    const [first = ""] = await system.aList("lst_a", 3);
    system.network.holds.hold("received_by_server", first);
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await system.until(async () => (await states(campaignId)).includes("sending"), "a message is in hand");
    const stop = async () => {
      await system.stores.campaignChanges.apply({ ...ref, campaignId }, "stop", { now: system.clock.now() });
      await system.ring(campaignId);
    };
    if (stopped === "before") await stop();
    system.network.fault(ref.sessionId, "logout");
    await system.until(async () => (await system.state()) === "logged_out", "it is logged out");
    if (stopped === "after") await stop();
    await system.clock.advance(2 * 60_000);
    expect(await states(campaignId)).toEqual(["in_doubt"]);
    await system.stores.sessionDesk.want(ref, system.clock.now());
    // Who was not reached is counted once the session runs again.
    await system.untilSettled(campaignId, 120_000);
    expect(await system.campaign(campaignId)).toMatchObject({ status: "stopped", total: 3 });
  },
);
