import { ref, System, tenantId } from "../../support/system.ts";

/** Who took most interest is known within a minute, while a campaign runs, after its end, and after its worker. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const engagementOf = async (campaignId: string) =>
  (await system.stores.progress.figures(tenantId, [campaignId])).get(campaignId)?.engagement;

const answered = async (campaignId: string): Promise<readonly string[]> => {
  const contacts = (await engagementOf(campaignId))?.contacts ?? [];
  return contacts.filter(({ replied }) => replied > 0).map(({ number }) => number);
};

const answer = (from: string): void => {
  system.network.inbound({ sessionId: ref.sessionId, from, body: "Terima kasih" });
};

const delivered = async (campaignId: string): Promise<void> => {
  await system.untilStatus(campaignId, "completed");
  await system.until(
    async () => (await system.rows(campaignId)).every(({ state }) => state === "delivered"),
    "delivered",
  );
};

/** The calendar goes on, and the worker looks around once more; hours of an idle worker's beats are of no interest here. */
const pass = async (hours: number): Promise<void> => {
  system.clock.jump(hours * hourMs);
  await system.clock.advance(2 * minuteMs);
};

it("knows an answer within a minute while the campaign runs", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [first = ""] = await system.aList("lst_a", 3);
  const pacing = { minGapMs: 10 * minuteMs, maxGapMs: 10 * minuteMs, perDay: 100 };
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await system.until(() => system.arrivals().includes(first), "the first one has it");
  answer(first);
  await system.clock.advance(minuteMs);
  expect([(await system.campaign(campaignId)).status, await answered(campaignId)]).toEqual(["running", [first]]);
});

it("knows a late answer within a minute, for as long as answers count as replies", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [first = "", second = "", third = ""] = await system.aList("lst_a", 3);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await delivered(campaignId);
  await pass(1);
  answer(first);
  await system.clock.advance(minuteMs);
  expect(await answered(campaignId)).toEqual([first]);
  await pass(24);
  answer(second);
  await system.clock.advance(minuteMs);
  expect(await answered(campaignId)).toEqual([first, second]);
  // A week after the message it answers nothing any more.
  await pass(6 * 24);
  answer(third);
  await pass(25);
  expect(await answered(campaignId)).toEqual([first, second]);
});

it("knows an answer to a campaign that ended under another worker", async () => {
  const former = system.startWorker("w1");
  await system.linkSession();
  const [first = "", second = ""] = await system.aList("lst_a", 2);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await delivered(campaignId);
  answer(first);
  await system.until(async () => (await system.rows(campaignId)).some(({ state }) => state === "replied"), "replied");
  // What the last minute brought is written on the way out.
  await former.stop();
  expect(await answered(campaignId)).toEqual([first]);
  system.startWorker("w2", { host: "w1" });
  await system.until(async () => (await system.state()) === "ready", "it is ready again");
  answer(second);
  await system.clock.advance(minuteMs);
  expect(await answered(campaignId)).toEqual([first, second]);
});

it("loses no answer with a worker that is killed before it wrote it", async () => {
  const killed = system.startWorker("w1");
  await system.linkSession();
  const [first = ""] = await system.aList("lst_a", 2);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await delivered(campaignId);
  answer(first);
  await system.until(async () => (await system.rows(campaignId)).some(({ state }) => state === "replied"), "replied");
  killed.kill();
  expect(await answered(campaignId)).toEqual([]);
  system.startWorker("w2");
  await system.until(async () => (await answered(campaignId)).includes(first), "it is known");
});

it("costs no write of its own while it fits beside the counts, and few when it does not", async () => {
  system.startWorker("w1");
  await system.linkSession();
  system.network.setBehaviour({ readMs: 30 });
  await system.aList("lst_a", 80);
  const pacing = { minGapMs: 1_000, maxGapMs: 1_000, perDay: 100 };
  let ownItems = 0;
  const unitsOfCounts: number[] = [];
  system.wire.measured = ({ operation, body, units }) => {
    const written = operation === "PutItem" ? JSON.stringify(body) : "";
    if (written.includes('"ENGAGEMENT"')) ownItems += 1;
    if (written.includes('"PROGRESS"')) unitsOfCounts.push(units);
  };
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(2 * minuteMs);
  expect(new Set(unitsOfCounts)).toEqual(new Set([1]));
  // Once when the first of them fit no more. Those behind the first fifty read as much, and their numbers are higher.
  expect(ownItems).toBe(1);
  const { contacts = [] } = (await engagementOf(campaignId)) ?? {};
  expect(contacts.map(({ number }) => number)).toEqual(
    (await system.rows(campaignId)).slice(0, 50).map(({ number }) => number),
  );
  expect(contacts[49]).toEqual({ number: "6280000000049", name: "N049", replied: 0, read: 1 });
});
