import { ref, System } from "../../support/system.ts";

/** What a session says of WhatsApp's page, which WhatsApp changes without a word. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const session = async () => {
  const found = await system.stores.sessions.find(ref);
  if (found === undefined) throw new Error("there is a session");
  return found;
};
const noMedia = {
  version: "2.3000.1",
  stops: "media",
  unavailable: [
    { member: "WAWebMediaPrep.prepRawMedia", feature: "media", problem: "it is missing" },
    { member: "WAWebApiContact.getCurrentLid", feature: "lid", problem: "it is missing" },
  ],
} as const;
const changes = () => system.events.published.filter(({ type }) => type === "session.page_changed");

test("a page that has all of what is needed is named on the session, and is no news", async () => {
  system.startWorker("w1");
  await system.linkSession();
  expect((await session()).page).toMatchObject({ version: "2.3000.0", unavailable: [], stops: "nothing" });
  expect(changes()).toEqual([]);
});

test("a page that lacks something is named with what stops, once, until it has it again", async () => {
  const worker = system.startWorker("w1");
  system.network.pageOf = () => noMedia;
  await system.linkSession();
  expect(await session()).toMatchObject({ state: "ready", page: noMedia });
  expect(system.logged).toContainEqual(
    expect.objectContaining({ facts: expect.objectContaining({ alarm: "page_changed", stops: "media" }) as object }),
  );
  await worker.stop();
  system.startWorker("w2");
  await system.until(async () => (await system.state()) === "ready", "it is ready on another worker");
  expect(changes().map(({ data }) => data)).toEqual([
    {
      version: "2.3000.1",
      stops: "media",
      unavailable: noMedia.unavailable.map(({ member, feature }) => ({ member, feature })),
    },
  ]);
  system.network.pageOf = () => ({ version: "2.3000.2" });
  const { epoch: _, ...now } = await session();
  await system.stores.sessionDesk.want(now, system.clock.now(), { restartRequestedAt: system.clock.now() });
  await system.until(async () => (await session()).page?.version === "2.3000.2", "it is opened anew", 5 * 60_000);
  expect(changes().map(({ data }) => data["unavailable"])).toEqual([expect.anything(), []]);
});

test("what a page lacks that does not get ready is on the session long before it fails, and is told once", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const lacks = {
    version: "2.4",
    stops: "sending",
    unavailable: [{ member: "WAWebSocketModel.Socket.on", feature: "ready", problem: "it is missing" }],
  } as const;
  system.network.pageOf = () => ({ ...lacks, isUnusable: true });
  system.network.fault(ref.sessionId, "browser_kill");
  await system.until(async () => (await session()).page?.version === "2.4", "what it lacks is shown", 30_000);
  expect(await session()).toMatchObject({ state: "starting", page: lacks });
  await system.until(async () => (await system.state()) === "failed", "it failed", 2 * 60_000);
  expect(await session()).toMatchObject({ failedBecause: "page_changed", page: lacks });
  expect(changes()).toHaveLength(1);
});

test("a page that can't be used at all fails the session, keeps its profile, and is tried again after ten minutes", async () => {
  // Also where it took the page longer than the longest pause between two connections to show itself of no use.
  system.startWorker("w1", { settings: { reconnectMs: { first: 1_000, longest: 5 } } });
  await system.linkSession();
  const { profile } = await session();
  system.network.pageOf = () => ({ version: "2.4", isUnusable: true });
  system.network.fault(ref.sessionId, "browser_kill");
  await system.until(async () => (await system.state()) === "failed", "it failed");
  expect(await session()).toMatchObject({ failedBecause: "page_changed", profile, wanted: true });
  system.network.pageOf = () => ({ version: "2.5" });
  await system.clock.advance(9 * 60_000);
  expect(await system.state()).toBe("failed");
  await system.until(async () => (await system.state()) === "ready", "it is ready again", 2 * 60_000);
  expect(await session()).not.toHaveProperty("failedBecause");
  expect((await session()).profile?.key).toBe(profile?.key);
});
