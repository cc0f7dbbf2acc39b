import type { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { DynamoCampaignStore } from "../../../aws/stores/campaign/campaign-store.ts";
import { campaignActions, campaignStates, transition, type Campaign } from "../../../core/campaign/campaign.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { aBody, aCampaign, aRecipient, aUlid, someTime } from "../../support/builders.ts";
import { atOnce, meddledWith, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const later = someTime + 5_000;
const dayMs = 24 * 60 * 60 * 1_000;
const finished = { finishedAt: later, expiresAt: later + 180 * dayMs };

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
    expect(await stores().campaigns.body(campaign)).toEqual(aBody());
    expect(await openOf(campaign)).toEqual([campaign.campaignId]);
  });

  test("is refused when it exists, and changes neither the campaign nor the frozen body", async () => {
    const campaign = await stored();
    const again = stores().campaigns.create({ ...campaign, name: "other" }, aBody({ text: "other" }));
    await expect(again).rejects.toThrow(ConditionRefused);
    expect(await stores().campaigns.find(campaign)).toEqual(campaign);
    expect(await stores().campaigns.body(campaign)).toEqual(aBody());
  });

  test("by ten at once makes one", async () => {
    const campaign = aCampaign({ sessionId: aUlid() });
    const { won, refused } = await atOnce(10, () => stores().campaigns.create(campaign, aBody()));
    expect([won.length, refused]).toEqual([1, 9]);
  });
});

test("those that run are read from the table itself, each of them and no other", async () => {
  const { sessionId } = await stored();
  for (const status of ["paused", "stopped", "completed", "scheduled"] as const) await stored({ sessionId, status });
  await stored({ sessionId, deletedAt: later });
  const second = await stored({ sessionId });
  await stored();
  const asked: object[] = [];
  const store = new DynamoCampaignStore(
    meddledWith(stores().delivery, async (command) => {
      asked.push((command as QueryCommand).input);
    }),
  );
  const running = await store.running(second);
  expect(running).toHaveLength(2);
  expect(running).toContainEqual(second);
  expect(running.every(({ status }) => status === "running")).toBe(true);
  // The index lags: what is not in it yet would be missed.
  expect(asked).toMatchObject([{ ConsistentRead: true }]);
  expect(asked[0]).not.toHaveProperty("IndexName");
});

test("what is another tenant's or session's is not found", async () => {
  const campaign = await stored();
  expect(await stores().campaigns.find({ ...campaign, tenantId: "other" })).toBeUndefined();
  expect(await stores().campaigns.find({ ...campaign, sessionId: "other" })).toBeUndefined();
  expect(await stores().campaigns.body({ ...campaign, tenantId: "other" })).toBeUndefined();
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
    else if (to === "gone") expect((await applied).deletedAt).toBe(later);
    else expect((await applied).status).toBe(to);
    const there = await stores().campaigns.find(campaign);
    expect(there?.status).toBe(to === "gone" ? status : (to ?? status));
    expect(there?.deletedAt).toBe(to === "gone" ? later : undefined);
  });

  test("pause tells why, and resume forgets it", async () => {
    const campaign = await stored();
    const paused = await stores().campaigns.apply(campaign, "pause", { now: later, pausedBecause: "failure_streak" });
    expect(paused).toEqual({
      ...campaign,
      status: "paused",
      pausedBecause: "failure_streak",
      pausedAt: later,
      changedAt: later,
    });
    expect(await stores().campaigns.apply(campaign, "resume", { now: later })).toEqual({
      ...campaign,
      changedAt: later,
    });
  });

  test("complete stamps the finish and the exact total, and leaves the open ones", async () => {
    const campaign = await stored();
    const completed = await stores().campaigns.apply(campaign, "complete", { now: later, total: 2 });
    expect(completed).toEqual({ ...campaign, status: "completed", ...finished, total: 2, changedAt: later });
    expect(await openOf(campaign)).toEqual([]);
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
      ...finished,
      total: 1,
      changedAt: later,
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

  test("on a deleted campaign is refused, whatever the action", async () => {
    for (const action of campaignActions) {
      const campaign = await stored({ status: "completed" });
      await stores().campaigns.apply(campaign, "delete", { now: later });
      await expect(stores().campaigns.apply(campaign, action, { now: later })).rejects.toThrow(ConditionRefused);
    }
  });

  test("answers the repeat of the last change as the first time, and refuses another that says the same", async () => {
    const campaign = await stored();
    const first = await stores().campaigns.apply(campaign, "pause", { now: later, pausedBecause: "user", by: "one" });
    const again = await stores().campaigns.apply(campaign, "pause", { now: later, pausedBecause: "user", by: "one" });
    expect(again).toEqual(first);
    const other = stores().campaigns.apply(campaign, "pause", { now: later, pausedBecause: "user", by: "two" });
    await expect(other).rejects.toThrow(ConditionRefused);
  });

  test("launch stamps the start once, and not when the campaign was moved meanwhile", async () => {
    const { launchedAt: _launchedAt, startedAt: _startedAt, ...fresh } = aCampaign({ sessionId: aUlid() });
    const schedule = { sendAt: later, timezone: "UTC" };
    const campaign: Campaign = { ...fresh, status: "scheduled", schedule };
    await stores().campaigns.create(campaign, aBody());
    expect(await openOf(campaign)).toEqual([]);
    const early = stores().campaigns.apply(campaign, "launch", { now: later, ifSendAt: later - 1 });
    await expect(early).rejects.toThrow(ConditionRefused);
    const { won, refused } = await atOnce(10, () =>
      stores().campaigns.apply(campaign, "launch", { now: later, ifSendAt: later, total: 7 }),
    );
    expect([won.length, refused]).toEqual([1, 9]);
    expect(won[0]).toMatchObject({ status: "running", launchedAt: later, startedAt: later, total: 7 });
    expect(await openOf(campaign)).toEqual([campaign.campaignId]);
  });

  test("resume starts one that was held before it ever ran, and leaves the start of another alone", async () => {
    const { launchedAt: _launchedAt, startedAt: _startedAt, ...fresh } = aCampaign({ sessionId: aUlid() });
    await stores().campaigns.create({ ...fresh, status: "scheduled" }, aBody());
    await stores().campaigns.apply(fresh, "hold", { now: later, pausedBecause: "too_late" });
    expect(await stores().campaigns.apply(fresh, "resume", { now: later + 1 })).toMatchObject({
      launchedAt: later + 1,
    });
    const ran = await stored({ status: "paused" });
    expect(await stores().campaigns.apply(ran, "resume", { now: later })).toMatchObject({ launchedAt: someTime });
  });

  test("retry begins a round, remembers that it was paused, and is refused when another round began meanwhile", async () => {
    const seen = await stored({ status: "paused", pausedBecause: "failure_streak" });
    const retry = { seen, statuses: ["failed"] as const };
    const running = await stores().campaigns.apply(seen, "retry", { now: later, retry });
    expect(running).toMatchObject({
      status: "running",
      round: 1,
      retryStatuses: ["failed"],
      pauseAfterRetry: "failure_streak",
    });
    const ended = await stores().campaigns.apply(seen, "pause", {
      now: later,
      pausedBecause: "failure_streak",
      endsRetry: true,
    });
    expect(ended.retryStatuses ?? ended.pauseAfterRetry).toBeUndefined();
    const stale = stores().campaigns.apply(seen, "retry", { now: later, retry });
    await expect(stale).rejects.toThrow(ConditionRefused);
    const second = { seen: ended, statuses: ["in_doubt"] as const };
    expect(await stores().campaigns.apply(seen, "retry", { now: later, retry: second })).toMatchObject({ round: 2 });
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

describe("change", () => {
  const scheduled = () => stored({ status: "scheduled", schedule: { sendAt: later, timezone: "UTC" } });

  test("puts body and campaign, and the body that it names is the one that stands", async () => {
    const seen = await scheduled();
    const changed = { ...seen, name: "other", bodyId: aUlid(), changedBy: aUlid() };
    expect(await stores().campaigns.change(seen, changed, aBody({ text: "other" }))).toEqual(changed);
    expect(await stores().campaigns.find(seen)).toEqual(changed);
    expect(await stores().campaigns.body(changed)).toEqual(aBody({ text: "other" }));
    expect(await stores().campaigns.body(seen)).toEqual(aBody());
  });

  test("by ten at once that saw the same is one, and its body stands", async () => {
    const seen = await scheduled();
    const { won, refused } = await atOnce(10, async (index) => {
      const changed = { ...seen, name: `change ${index}`, bodyId: aUlid(), changedBy: aUlid() };
      await stores().campaigns.change(seen, changed, aBody({ text: `change ${index}` }));
      return changed;
    });
    expect([won.length, refused]).toEqual([1, 9]);
    const there = await stores().campaigns.find(seen);
    expect(there).toEqual(won[0]);
    expect((await stores().campaigns.body(there ?? seen))?.text).toBe(there?.name);
  });

  test("of one that started, or was deleted, is refused", async () => {
    const started = await scheduled();
    await stores().campaigns.apply(started, "launch", { now: later });
    const deleted = await scheduled();
    await stores().campaigns.apply(deleted, "delete", { now: later });
    for (const seen of [started, deleted]) {
      const change = stores().campaigns.change(seen, { ...seen, changedBy: aUlid() }, undefined);
      await expect(change).rejects.toThrow(ConditionRefused);
    }
  });
});

test("clearing away takes rows, bodies and progress in slices, leaves the timer, and the campaign goes by itself", async () => {
  const campaign = await stored({ status: "completed" });
  const { tenantId, sessionId, campaignId } = campaign;
  const timer = { tenantId, sessionId, campaignId, at: later, listIds: [], media: [] };
  await stores().timers.arm(timer);
  await stores().progress.begin(campaign, 1, later);
  for (let index = 0; index < 60; index += 1) {
    await stores().recipients.claim(aRecipient({ campaignId, sessionId, number: `6281${index}` }));
  }
  let slices = 0;
  while (await stores().campaigns.clearAway(campaign, 25)) slices += 1;
  expect(slices).toBeGreaterThan(2);
  expect(await stores().recipients.page(tenantId, campaignId, { limit: 10 })).toEqual({ items: [] });
  expect(await stores().progress.find(tenantId, campaignId)).toBeUndefined();
  expect(await stores().campaigns.body(campaign)).toBeUndefined();
  expect(await stores().campaigns.find(campaign)).toEqual(campaign);
  await stores().campaigns.forget(campaign);
  expect(await stores().campaigns.find(campaign)).toBeUndefined();
  expect(await stores().timers.move(timer, { ...timer, at: later + 1 })).toMatchObject({ at: later + 1 });
});
