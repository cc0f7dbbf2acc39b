import { optOutConfirmation } from "../../../core/contact/opt-out.ts";
import { ref, System, tenantId } from "../../support/system.ts";

/** What people write to a session. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const from = "6280000000005";
const write = (body: string, by = from) => system.network.inbound({ sessionId: ref.sessionId, from: by, body });
const optOut = (number = from) => system.stores.optOuts.find(tenantId, number);
const confirmations = () => system.network.deliveries({}).filter(({ body }) => body === optOutConfirmation);

it("opts out by a keyword, confirmed once in both languages however often it is said", async () => {
  system.startWorker("w1");
  await system.linkSession();
  write("Stop!");
  await system.until(() => confirmations().length === 1, "it is confirmed");
  expect(await optOut()).toMatchObject({ source: "reply", sessionId: ref.sessionId });
  expect(optOutConfirmation).toMatch(/Anda[^]*You/);
  write("BERHENTI");
  write("unsubscribe");
  await system.clock.advance(30_000);
  expect(confirmations()).toHaveLength(1);
});

it("of other words makes nothing, and the session's own keywords stand for the usual ones", async () => {
  system.startWorker("w1");
  await system.linkSession();
  write("don't stop");
  await system.clock.advance(5_000);
  expect(await optOut()).toBeUndefined();
  await system.stores.sessionDesk.ask(ref, { optOutKeywords: ["cukup"] });
  await system.clock.advance(90_000);
  write("STOP");
  write("Cukup.", "6280000000006");
  await system.until(() => confirmations().length === 1, "it is confirmed");
  expect([await optOut(), (await optOut("6280000000006"))?.number]).toEqual([undefined, "6280000000006"]);
});

it("is read at ready, before a campaign goes on: nobody is written to who opted out meanwhile", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 10);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 500, maxGapMs: 500 } });
  await system.until(() => system.arrivals().length >= 2, "two arrived");
  await first.stop();
  write("STOP", numbers[5]);
  // The page that comes back tells nothing by itself.
  system.startWorker("w2", { deaf: true });
  await system.untilStatus(campaignId, "completed");
  const row = (await system.rows(campaignId)).find(({ number }) => number === numbers[5]);
  expect(row).toMatchObject({ state: "skipped", reason: "opted_out" });
});

it("waits for what is unread as long as it can't be read", async () => {
  let fails = true;
  const first = system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 3);
  await first.stop();
  system.startWorker("w2", {
    at: (point) => {
      if (point === "whatsApp.readUnread:before" && fails) throw new Error("the page does not answer");
    },
  });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.clock.advance(60_000);
  expect([await system.state(), system.arrivals()]).toEqual(["ready", []]);
  fails = false;
  await system.untilStatus(campaignId, "completed");
});

it("that is read again opts nobody out whom a person put back", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  write("STOP");
  await system.until(() => confirmations().length === 1, "it is confirmed");
  await system.clock.advance(1_000);
  await system.stores.optOutChanges.remove(tenantId, from, system.clock.now());
  await first.stop();
  system.startWorker("w2");
  await system.until(async () => (await system.state()) === "ready", "it is ready again");
  await system.clock.advance(30_000);
  expect(await optOut()).toBeUndefined();
  write("STOP");
  await system.until(() => confirmations().length === 2, "it is confirmed anew");
});

describe("a reply", () => {
  it("counts for the last campaign that reached that number, within seven days, once", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const [number = ""] = await system.aList("lst_a", 1);
    const earlier = await system.launch({ listIds: ["lst_a"] });
    await system.untilStatus(earlier, "completed");
    await system.clock.advance(5_000);
    const later = await system.launch({ listIds: ["lst_a"] });
    await system.untilStatus(later, "completed");
    await system.clock.advance(5_000);
    write("terima kasih", number);
    write("sekali lagi", number);
    await system.clock.advance(5_000);
    expect((await system.rows(later)).map(({ state }) => state)).toEqual(["replied"]);
    expect((await system.rows(earlier)).map(({ state }) => state)).toEqual(["delivered"]);
  });

  it("that quotes a campaign's message counts for that campaign, and is told with it", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const [number = ""] = await system.aList("lst_a", 1);
    const campaigns = [];
    for (let count = 0; count < 2; count += 1) {
      const campaignId = await system.launch({ listIds: ["lst_a"] });
      await system.untilStatus(campaignId, "completed");
      await system.clock.advance(5_000);
      campaigns.push(campaignId);
    }
    const [earlier = "", later = ""] = campaigns;
    const [row] = await system.rows(earlier);
    system.network.inbound({ sessionId: ref.sessionId, from: number, body: "yang ini", quoted: row?.messageId ?? "" });
    const stateOf = async (campaignId: string) => (await system.rows(campaignId)).map(({ state }) => state);
    await system.until(async () => (await stateOf(earlier)).includes("replied"), "it counts for the earlier one");
    expect(await stateOf(later)).toEqual(["delivered"]);
    system.network.inbound({ sessionId: ref.sessionId, from: number, body: "entah", quoted: "3EB0AAAAAAAAAAAAAAAAAA" });
    await system.until(
      async () => (await stateOf(later)).includes("replied"),
      "one that quotes none of ours is the last one's",
    );
  });

  it("that was unread before a campaign began is none to it", async () => {
    const first = system.startWorker("w1");
    await system.linkSession();
    const [number = ""] = await system.aList("lst_a", 1);
    write("halo?", number);
    await system.clock.advance(10_000);
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await system.untilStatus(campaignId, "completed");
    await system.clock.advance(2_000);
    await first.stop();
    system.startWorker("w2");
    await system.until(async () => (await system.state()) === "ready", "it is ready again");
    await system.clock.advance(10_000);
    expect((await system.rows(campaignId)).map(({ state }) => state)).toEqual(["delivered"]);
  });
});

const onTheWay = ["optOutChanges.put", "directDesk.create"].flatMap((call) => [`${call}:before`, `${call}:after`]);

it.each(onTheWay)("killed at %s is taken in by the next owner, and confirmed once", async (point) => {
  let kills = 0;
  system.startWorker("w1", {
    at: (passed, kill) => {
      if (passed !== point || kills > 0) return;
      kills += 1;
      kill();
    },
  });
  await system.linkSession();
  write("STOP");
  await system.until(() => kills === 1, "it is killed");
  system.startWorker("w2", { host: "w1" });
  await system.until(() => confirmations().length > 0, "it is confirmed", 5 * 60_000);
  await system.clock.advance(30_000);
  expect(confirmations()).toHaveLength(1);
  expect(await optOut()).toBeDefined();
});
