import { averagePerHour, perHourOf, withSample, type Sample } from "../../../console/src/areas/campaign/speed.ts";
import { byStartDay } from "../../../console/src/areas/campaigns/start-days.ts";
import { rangeOf } from "../../../console/src/areas/statistics/range.ts";
import { doneOf, isSettled, leftOf } from "../../../console/src/parts/states/campaign-counts.ts";
import type { Campaign } from "../../../clients/typescript/src/index.ts";

const sampled = (...samples: readonly Sample[]) => samples.reduce<readonly Sample[]>(withSample, []);

test("speed is that of the last five minutes, once there are twenty seconds of them", () => {
  expect(perHourOf(sampled({ at: 0, tried: 0 }, { at: 10_000, tried: 10 }))).toBeUndefined();
  expect(perHourOf(sampled({ at: 0, tried: 0 }, { at: 60_000, tried: 10 }))).toBe(600);
  const later = sampled(
    { at: 0, tried: 0 },
    { at: 60_000, tried: 100 },
    { at: 400_000, tried: 100 },
    { at: 430_000, tried: 100 },
  );
  expect(perHourOf(later)).toBe(0);
});

test("a retry, which counts anew, begins the samples anew", () => {
  expect(sampled({ at: 0, tried: 50 }, { at: 30_000, tried: 40 })).toEqual([{ at: 30_000, tried: 40 }]);
});

test("without samples it is the average from start to end", () => {
  const figures = {
    totals: { sent: 80, delivered: 0, read: 0, replied: 0 },
    counts: { failed: 15, in_doubt: 5 },
  } as Campaign;
  const times = { startedAt: "2026-11-30T00:00:00.000Z", finishedAt: "2026-11-30T02:00:00.000Z" };
  expect(averagePerHour({ ...figures, ...times }, 0)).toBe(50);
  expect(averagePerHour(figures, 0)).toBeUndefined();
});

test("who is left, and who is done with, of a campaign that runs and of one that was stopped", () => {
  expect(leftOf({ total: 10, counts: { sent: 3, sending: 1 } })).toBe(6);
  expect(doneOf({ total: 10, counts: { sent: 3, sending: 1 } })).toEqual({ done: 3, of: 10 });
  expect(doneOf({ total: 10, counts: { sent: 3, notReached: 7 } })).toEqual({ done: 3, of: 10 });
  expect(leftOf({ total: 2, counts: { sent: 3 } })).toBe(0);
});

test("a campaign that is over is asked about for a day more", () => {
  const over = {
    status: "completed",
    createdAt: "2026-11-30T00:00:00.000Z",
    finishedAt: "2026-11-30T01:00:00.000Z",
  } as const;
  expect(isSettled(over, Date.parse("2026-11-30T23:00:00.000Z"))).toBe(false);
  expect(isSettled(over, Date.parse("2026-12-01T02:00:00.000Z"))).toBe(true);
  expect(isSettled({ ...over, status: "paused" }, Date.parse("2027-01-01T00:00:00.000Z"))).toBe(false);
});

test("a calendar's day is that of the start, as the session counts days", () => {
  const campaign = (campaignId: string, times: object) =>
    ({ campaignId, createdAt: "2026-10-01T00:00:00.000Z", ...times }) as Campaign;
  const late = campaign("late", { startedAt: "2026-11-30T18:00:00.000Z", sendAt: "2026-11-01T00:00:00.000Z" });
  const early = campaign("early", { sendAt: "2026-11-30T17:30:00.000Z" });
  const other = campaign("other", {});
  const december = byStartDay([late, other, early], "2026-12", "Asia/Jakarta");
  expect([...december]).toEqual([["2026-12-01", [early, late]]]);
});

test("a range is what the address says, else thirty days up to today", () => {
  const range = (members: Record<string, string>) => rangeOf((name) => members[name] ?? "", "2026-11-30");
  expect(range({})).toEqual({ from: "2026-11-01", to: "2026-11-30", span: "30" });
  expect(range({ span: "7" })).toEqual({ from: "2026-11-24", to: "2026-11-30", span: "7" });
  expect(range({ span: "all" })).toEqual({ span: "all" });
  expect(range({ from: "2026-01-01", to: "2026-02-01", span: "7" })).toEqual({ from: "2026-01-01", to: "2026-02-01" });
  expect(range({ from: "2026-02-01", to: "2026-01-01" }).span).toBe("30");
});
