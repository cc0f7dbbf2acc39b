import { campaignActions, campaignStates, transition, type Campaign } from "../../core/campaign.ts";
import { ConditionRefused } from "../../core/errors.ts";
import { aBody, aCampaign, aUlid, someTime } from "../support/builders.ts";
import { atOnce, storesForSuite } from "../support/stores.ts";

const stores = storesForSuite();
const later = someTime + 5_000;

async function stored(its: Partial<Campaign> = {}): Promise<Campaign> {
  const campaign = aCampaign({ sessionId: aUlid(), ...its });
  await stores().campaigns.create(campaign, aBody());
  return campaign;
}

const openOf = async (campaign: Campaign) =>
  (await stores().campaigns.open(campaign)).map(({ campaignId }) => campaignId);

describe("create", () => {
  test("stores campaign and body, whole", async () => {
    const campaign = await stored({
      pacing: { minGapMs: 1 },
      quietHours: { from: "21:00", to: "06:00", timezone: "UTC" },
    });
    expect(await stores().campaigns.find(campaign)).toEqual(campaign);
    expect(await stores().campaigns.body(campaign.tenantId, campaign.campaignId)).toEqual(aBody());
    expect(await openOf(campaign)).toEqual([campaign.campaignId]);
  });

  test("is refused when it exists, and changes neither the campaign nor the frozen body", async () => {
    const campaign = await stored();
    const again = stores().campaigns.create({ ...campaign, name: "other" }, aBody({ text: "other" }));
    await expect(again).rejects.toThrow(ConditionRefused);
    expect(await stores().campaigns.find(campaign)).toEqual(campaign);
    expect(await stores().campaigns.body(campaign.tenantId, campaign.campaignId)).toEqual(aBody());
  });

  test("by ten at once makes one", async () => {
    const campaign = aCampaign({ sessionId: aUlid() });
    const { won, refused } = await atOnce(10, () => stores().campaigns.create(campaign, aBody()));
    expect([won.length, refused]).toEqual([1, 9]);
  });
});

test("what is another tenant's or session's is not found", async () => {
  const campaign = await stored();
  expect(await stores().campaigns.find({ ...campaign, tenantId: "other" })).toBeUndefined();
  expect(await stores().campaigns.find({ ...campaign, sessionId: "other" })).toBeUndefined();
  expect(await stores().campaigns.body("other", campaign.campaignId)).toBeUndefined();
  expect(await openOf({ ...campaign, sessionId: "other" })).toEqual([]);
});

test("campaigns come newest first, page by page", async () => {
  const oldest = await stored();
  const middle = await stored({ sessionId: oldest.sessionId });
  const newest = await stored({ sessionId: oldest.sessionId });
  const page = await stores().campaigns.page(oldest, { limit: 2 });
  expect(page).toEqual({ items: [newest, middle], next: middle.campaignId });
  expect(await stores().campaigns.page(oldest, { limit: 2, after: middle.campaignId })).toEqual({ items: [oldest] });
});

describe("apply", () => {
  const everyCase = campaignStates.flatMap((status) => campaignActions.map((action) => [action, status] as const));

  test.each(everyCase)("%s on a %s campaign does what the table says", async (action, status) => {
    const campaign = await stored({ status });
    const to = transition(status, action);
    const applied = stores().campaigns.apply(campaign, action, { now: later });
    if (to === undefined) await expect(applied).rejects.toThrow(ConditionRefused);
    else expect((await applied).status).toBe(to);
    expect((await stores().campaigns.find(campaign))?.status).toBe(to ?? status);
  });

  test("pause tells why, and resume forgets it", async () => {
    const campaign = await stored();
    const paused = await stores().campaigns.apply(campaign, "pause", { now: later, pausedBecause: "failure_streak" });
    expect(paused).toEqual({ ...campaign, status: "paused", pausedBecause: "failure_streak" });
    expect(await stores().campaigns.apply(campaign, "resume", { now: later })).toEqual(campaign);
  });

  test("complete stamps the finish and the exact total, and leaves the open ones; reopen comes back to them", async () => {
    const campaign = await stored();
    const completed = await stores().campaigns.apply(campaign, "complete", { now: later, total: 2 });
    expect(completed).toEqual({ ...campaign, status: "completed", finishedAt: later, total: 2 });
    expect(await openOf(campaign)).toEqual([]);
    const reopened = await stores().campaigns.apply(campaign, "reopen", { now: later });
    expect(reopened).toEqual({ ...campaign, total: 2 });
    expect(await openOf(campaign)).toEqual([campaign.campaignId]);
  });

  test("stop stamps the finish and stays among the open ones until it is settled", async () => {
    const campaign = await stored();
    expect(await stores().campaigns.apply(campaign, "stop", { now: later })).toMatchObject({ finishedAt: later });
    expect(await openOf(campaign)).toEqual([campaign.campaignId]);
    await stores().campaigns.settle(campaign, 1);
    expect(await openOf(campaign)).toEqual([]);
    expect(await stores().campaigns.find(campaign)).toEqual({
      ...campaign,
      status: "stopped",
      finishedAt: later,
      total: 1,
    });
  });

  test.each(["pause", "stop", "complete"] as const)("%s by ten at once succeeds once", async (action) => {
    const campaign = await stored();
    const { won, refused } = await atOnce(10, () => stores().campaigns.apply(campaign, action, { now: later }));
    expect([won.length, refused]).toEqual([1, 9]);
  });

  test("complete and stop at once: exactly one succeeds, and its state stands", async () => {
    for (let round = 0; round < 10; round += 1) {
      const campaign = await stored();
      const { won, refused } = await atOnce(2, (index) =>
        stores().campaigns.apply(campaign, index === 0 ? "complete" : "stop", { now: later }),
      );
      expect([won.length, refused]).toEqual([1, 1]);
      expect(await stores().campaigns.find(campaign)).toEqual(won[0]);
    }
  });

  test("on a campaign that doesn't exist is refused, and makes none", async () => {
    const missing = aCampaign({ sessionId: aUlid() });
    await expect(stores().campaigns.apply(missing, "pause", { now: later })).rejects.toThrow(ConditionRefused);
    expect(await stores().campaigns.find(missing)).toBeUndefined();
  });
});

test.each(campaignStates.filter((status) => status !== "stopped"))("a %s campaign is not settled", async (status) => {
  const campaign = await stored({ status });
  await expect(stores().campaigns.settle(campaign, 1)).rejects.toThrow(ConditionRefused);
  expect(await stores().campaigns.find(campaign)).toEqual(campaign);
});
