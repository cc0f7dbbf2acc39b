import { ref, System } from "../../support/system.ts";

/** The index tells of a moment ago: no decision rests on what it does not list yet. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const lagMs = 30_000;
const unlink = () => {
  system.network.fault(ref.sessionId, "logout");
};
const untilLoggedOut = () =>
  system.until(async () => (await system.state()) === "logged_out", "it is logged out", 60_000);
const loggedOut = { status: "paused", pausedBecause: "session_logged_out" };

describe("a logout by the phone", () => {
  it("pauses a campaign that was launched a moment ago", async () => {
    system.startWorker("w1");
    await system.linkSession();
    await system.aList("lst_a", 30);
    system.wire.indexLagMs = lagMs;
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 500, maxGapMs: 500 } });
    await system.until(() => system.arrivals().length === 1, "the first arrived");
    unlink();
    await untilLoggedOut();
    expect(await system.campaign(campaignId)).toMatchObject(loggedOut);
  });

  it("pauses one that is launched while it is written down, too", async () => {
    let launched: Promise<string> | undefined;
    system.startWorker("w1", {
      at: (point) => {
        // What runs is paused by now; a second later the row says that the session is logged out.
        if (point === "campaigns.running:after") launched ??= system.launch({ listIds: ["lst_a"] });
      },
    });
    await system.linkSession();
    await system.aList("lst_a", 3);
    system.wire.indexLagMs = lagMs;
    system.wire.slowly = () => system.clock.wait(1_000);
    system.wire.faultOf = ({ body }) => (JSON.stringify(body).includes("logged_out") ? "slow" : undefined);
    unlink();
    await untilLoggedOut();
    const campaignId = await launched;
    await system.clock.advance(1_000);
    expect(await system.campaign(campaignId ?? "none")).toMatchObject(loggedOut);
  });
});

it("a campaign that was launched while nobody held its session begins as soon as a worker takes it", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  await first.stop();
  await system.aList("lst_a", 3);
  system.wire.indexLagMs = lagMs;
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  system.startWorker("w2", { host: "w1" });
  await system.untilStatus(campaignId, "completed", 10_000);
});

it("an answer within the lag counts for the campaign that it answers, not for the one before", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [number = ""] = await system.aList("lst_a", 1);
  const before = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(before, "completed");
  await system.clock.advance(lagMs);
  system.wire.indexLagMs = lagMs;
  const latest = await system.launch({ listIds: ["lst_a"] }, "Halo lagi");
  await system.untilStatus(latest, "completed");
  system.network.inbound({ sessionId: ref.sessionId, from: number, body: "Terima kasih" });
  const stateOf = async (campaignId: string) => (await system.rows(campaignId))[0]?.state;
  await system.until(async () => (await stateOf(latest)) === "replied", "it is answered", 10_000);
  expect(await stateOf(before)).not.toBe("replied");
});
