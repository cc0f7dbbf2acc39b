import { ref, System, tenantId } from "../../support/system.ts";

/** A session that is linked anew by another phone: nobody hears from a number that the campaign did not begin with. */

const before = "628111000111";
const now = "628111000222";

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const everySecond = { minGapMs: 1_000, maxGapMs: 1_000 };

const session = () => system.stores.sessions.find(ref);
const senders = () => system.network.deliveries({}).map(({ from }) => from);

async function logOut(): Promise<void> {
  const { owner } = await system.stores.sessionDesk.ask(ref, { logoutRequestedAt: system.clock.now() });
  if (owner !== undefined) await system.bell.ring(owner.slot, { kind: "session", ...ref });
  await system.until(async () => (await system.state()) === "logged_out", "it is logged out");
}

async function linkAgain(number: string): Promise<void> {
  await system.stores.sessionDesk.want(ref, system.clock.now());
  await system.until(async () => (await system.state()) === "awaiting_qr", "a QR is on show");
  system.network.scan({ qr: (await session())?.qr ?? "", number, session: ref });
  await system.until(async () => (await system.state()) === "ready", "it is ready");
}

/** A campaign of six from the first number, of which two arrived. */
async function twoOfSix(sender?: string): Promise<string> {
  await system.aList("lst_a", 6);
  const campaignId = await system.launch({
    listIds: ["lst_a"],
    pacing: everySecond,
    ...(sender === undefined ? {} : { sender }),
  });
  await system.until(() => system.arrivals().length === 2, "two arrived");
  return campaignId;
}

const resume = async (campaignId: string, changes: { readonly sender?: string } = {}) => {
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "resume", { now: system.clock.now(), ...changes });
  await system.ring(campaignId);
};

it.each([
  ["a campaign that names its sender", before],
  ["a campaign of before, which names none", undefined],
])("%s is paused for the other number, and goes on from it when that is accepted", async (_, sender) => {
  system.startWorker("w1");
  await system.linkSession(before);
  const campaignId = await twoOfSix(sender);
  await logOut();
  expect(await system.campaign(campaignId)).toMatchObject({ status: "paused", pausedBecause: "session_logged_out" });
  await linkAgain(now);
  expect(await system.campaign(campaignId)).toMatchObject({
    status: "paused",
    pausedBecause: "number_changed",
    sender: before,
  });
  const { from, arrived } = { from: senders(), arrived: system.arrivals().length };
  expect(new Set(from)).toEqual(new Set([before]));
  await resume(campaignId, { sender: now });
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  expect(senders()).toEqual([...from, ...Array.from({ length: 6 - arrived }, () => now)]);
  expect((await system.rows(campaignId)).map((row) => row.sender)).toEqual(senders());
  expect(await system.campaign(campaignId)).toMatchObject({ sender: now });
});

it("one that somebody let go on before the other phone was there is paused before it writes to anybody", async () => {
  system.startWorker("w1");
  await system.linkSession(before);
  const campaignId = await twoOfSix(before);
  await logOut();
  const arrived = system.arrivals().length;
  await resume(campaignId);
  await linkAgain(now);
  await system.untilStatus(campaignId, "paused");
  expect(await system.campaign(campaignId)).toMatchObject({ pausedBecause: "number_changed" });
  await system.clock.advance(60_000);
  expect(system.arrivals()).toHaveLength(arrived);
});

it("one that begins while the session's row still names the number before is paused all the same", async () => {
  system.startWorker("w1");
  await system.linkSession(now);
  await system.aList("lst_a", 2);
  const campaignId = await system.launch({ listIds: ["lst_a"], sender: before });
  await system.untilStatus(campaignId, "paused");
  expect(await system.campaign(campaignId)).toMatchObject({ pausedBecause: "number_changed" });
  expect(system.arrivals()).toEqual([]);
});

it("the same number again changes nothing", async () => {
  system.startWorker("w1");
  await system.linkSession(before);
  const campaignId = await twoOfSix(before);
  await logOut();
  await linkAgain(before);
  expect(await system.campaign(campaignId)).toMatchObject({ status: "paused", pausedBecause: "session_logged_out" });
  await resume(campaignId);
  await system.untilStatus(campaignId, "completed");
  expect(new Set(senders())).toEqual(new Set([before]));
});

it("a worker that is killed while it pauses for the other number leaves nothing that goes on from it", async () => {
  let kills = 0;
  const first = system.startWorker("w1", {
    at: (point, kill) => {
      if (point !== "campaignChanges.apply:after" || !isLinkedAnew || kills > 0) return;
      kills += 1;
      kill();
    },
  });
  let isLinkedAnew = false;
  await system.linkSession(before);
  const campaignId = await twoOfSix(before);
  await logOut();
  await resume(campaignId);
  isLinkedAnew = true;
  await system.stores.sessionDesk.want(ref, system.clock.now());
  await system.until(async () => (await system.state()) === "awaiting_qr", "a QR is on show");
  system.network.scan({ qr: (await session())?.qr ?? "", number: now, session: ref });
  await system.until(() => first.ended() !== "running", "it is killed");
  const arrived = system.arrivals().length;
  system.startWorker("w2");
  await system.clock.advance(5 * 60_000);
  expect(await system.campaign(campaignId)).toMatchObject({ status: "paused", pausedBecause: "number_changed" });
  expect(system.arrivals()).toHaveLength(arrived);
});

describe("new chats of a day in which the session is linked to two numbers", () => {
  const perDay = 3;
  const arrivedFrom = () => Object.groupBy(senders(), (sender) => sender);
  const counts = () => [before, now].map((number) => arrivedFrom()[number]?.length ?? 0);
  const untilWaits = async (campaignId: string) => {
    const waits = async () => (await system.stores.progress.find(tenantId, campaignId))?.waitingFor === "new_chats";
    await system.until(waits, `${campaignId} waits for the next day`);
  };
  let lists = 0;
  const launch = async (people: number) => {
    const listId = `lst_${(lists += 1)}`;
    await system.aList(listId, people, lists * 100);
    const sender = (await session())?.number ?? "";
    return await system.launch({ listIds: [listId], pacing: everySecond, sender });
  };
  const stopped = async (campaignId: string) => {
    await system.stores.campaignChanges.apply({ ...ref, campaignId }, "stop", { now: system.clock.now() });
    await system.ring(campaignId);
  };

  beforeEach(async () => {
    system.startWorker("w1");
    await system.linkSession(before);
    await system.stores.sessionDesk.ask(ref, { pacing: { newChatsPerDay: perDay } });
    await system.clock.advance(61_000);
    await system.untilStatus(await launch(1), "completed");
    await untilWaits(await launch(5));
    expect(counts()).toEqual([perDay, 0]);
    await logOut();
  });

  it("are counted for each by itself, over another worker, too", async () => {
    await linkAgain(now);
    await system.clock.advance(61_000);
    const ofSecond = await launch(6);
    await system.until(() => counts()[1] === 2, "the second began two");
    system.killAll();
    system.startWorker("w2", { host: "w1" });
    await untilWaits(ofSecond);
    expect(counts()).toEqual([perDay, perDay]);
    await stopped(ofSecond);
    await logOut();
    await linkAgain(before);
    const again = await launch(2);
    await untilWaits(again);
    expect(counts()).toEqual([perDay, perDay]);
  });

  it("hold for a campaign that goes on from the second, too", async () => {
    const [waiting] = (await system.stores.campaigns.page(ref, { limit: 1 })).items;
    await linkAgain(now);
    await resume(waiting?.campaignId ?? "", { sender: now });
    await system.untilStatus(waiting?.campaignId ?? "", "completed");
    expect(counts()).toEqual([perDay, 3]);
  });
});
