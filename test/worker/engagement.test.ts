import { ref, System, tenantId } from "../support/system.ts";

/** Who took most interest is counted at the end of a campaign, and once a day while answers go on coming. */

const hourMs = 60 * 60_000;

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const engaged = async (campaignId: string): Promise<readonly string[]> => {
  const figures = (await system.stores.progress.figures(tenantId, [campaignId])).get(campaignId);
  return figures?.engagement?.contacts.filter(({ replied }) => replied > 0).map(({ number }) => number) ?? [];
};

/** The calendar goes on, and the worker looks around once more; hours of an idle worker's beats are of no interest here. */
const pass = async (hours: number): Promise<void> => {
  system.clock.jump(hours * hourMs);
  await system.clock.advance(2 * 60_000);
};

it("counts late answers once a day, for as long as answers count as replies", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const [first = "", second = "", third = ""] = await system.aList("lst_a", 3);
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  await system.until(
    async () => (await system.rows(campaignId)).every(({ state }) => state === "delivered"),
    "delivered",
  );
  const answer = async (from: string) => {
    system.network.inbound({ sessionId: ref.sessionId, from, body: "Terima kasih" });
    await system.clock.advance(5_000);
  };
  await pass(1);
  await answer(first);
  expect(await engaged(campaignId)).toEqual([]);
  await pass(24);
  expect(await engaged(campaignId)).toEqual([first]);
  await answer(second);
  await pass(24);
  expect(await engaged(campaignId)).toEqual([first, second]);
  // A week after the message it answers nothing any more.
  await pass(6 * 24);
  await answer(third);
  await pass(25);
  expect(await engaged(campaignId)).toEqual([first, second]);
});
