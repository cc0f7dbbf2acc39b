import { ref, System, tenantId } from "../../support/system.ts";

/** What the walk at completion is for: mistakes that no code here makes, planted. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const alarms = () =>
  system.logged.filter(({ facts }) => facts["alarm"] === "walk_found_miss").map(({ facts }) => facts);

it("finds a contact that the cursor went past, alarms, and writes to it before anything is called complete", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 12);
  const skipped = numbers[3] ?? "";
  // Once, the page that the sending reads comes without the fourth contact.
  let planted = false;
  const page = system.stores.contacts.page.bind(system.stores.contacts);
  system.contactsPage = async (tenant, listId, query) => {
    const whole = await page(tenant, listId, query);
    if (planted) return whole;
    planted = true;
    return { ...whole, items: whole.items.filter(({ number }) => number !== skipped) };
  };
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  expect(alarms()).toEqual([
    expect.objectContaining({
      tenant: tenantId,
      session: ref.sessionId,
      campaign: campaignId,
      missed: 1,
      unfinished: 0,
    }),
  ]);
  expect(system.measured.get("WalkMisses")).toBe(1);
  expect(system.measured.get("MessagesSent")).toBe(numbers.length);
  expect(system.measured.get("AckMs")).toBeGreaterThanOrEqual(numbers.length * 10);
  expect(system.arrivals().toSorted()).toEqual(numbers);
  expect(system.arrivals().at(-1)).toBe(skipped);
});

it("finds a second claim that took a row away from its first, alarms, and settles it before completing", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const numbers = await system.aList("lst_a", 6);
  const claimedTwice = numbers[1] ?? "";
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 1_000, maxGapMs: 1_000 } });
  await system.until(() => system.arrivals().length === 4, "four arrived");
  // Somebody without a condition claims the second recipient once more, behind the cursor.
  const row = await system.stores.recipients.find(tenantId, campaignId, claimedTwice);
  if (row === undefined) throw new Error("no row");
  const { sentAt: _sentAt, deliveredAt: _deliveredAt, ...claim } = row;
  const again = {
    ...claim,
    state: "sending",
    token: "9.9.9.other",
    history: [{ state: "sending", at: row.claimedAt }],
  };
  await system.overwriteRow(again as typeof row);
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(1_000);
  expect(alarms()).toEqual([expect.objectContaining({ campaign: campaignId, missed: 0, unfinished: 1 })]);
  expect(system.arrivals()).toEqual(numbers);
  expect((await system.rows(campaignId)).map(({ state }) => state)).not.toContain("sending");
  expect(await system.stores.campaigns.open(ref)).toEqual([]);
});
