import * as z from "zod";
import type { Campaign } from "../../../core/campaign/campaign.ts";
import { NamedError } from "../../../core/errors.ts";
import { createCampaign } from "../../../functions/campaigns/life.ts";
import { startScheduled } from "../../../functions/campaigns/scheduled-start.ts";
import { readSchedule } from "../../../functions/campaigns/schedule.ts";
import { scheduleBody } from "../../../functions/routes/campaign-fields.ts";
import { aBody, aCampaign, aSession, aUlid } from "../../support/builders.ts";
import { ref, System } from "../../support/system.ts";

const dayMs = 24 * 60 * 60_000;
/** Clocks there change on different days, in both directions, by an hour and by half an hour, at night and never. */
const timezones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Jakarta"];

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

/** What a clock on the wall there shows: `2026-03-29T02:30`. */
const onTheWall = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at).replace(" ", "T");

test("for a year, in five timezones, what is scheduled by the clock on the wall starts when that clock shows it", async () => {
  await system.stores.sessionDesk.create(
    aSession({ ...ref, profile: { key: "p", sha256: "0".repeat(64), savedAt: 0, previous: [] } }),
  );
  await system.aList("lst_a", 1);
  const startedAt = system.clock.now();
  const wanted = new Map<string, { readonly sendAt: string; readonly timezone: string }>();
  let skipped = 0;
  for (let day = 1; day <= 365; day += 1) {
    const date = new Date(startedAt + day * dayMs).toISOString().slice(0, 10);
    for (const timezone of timezones) {
      // By day, and in the very hour in which clocks change there.
      for (const time of ["09:00", "02:15", "00:30"]) {
        const sendAt = `${date}T${time}`;
        // Of quiet days, one a month will do.
        const isChange = new Set([0, 1].map((more) => offsetOn(startedAt + (day + more) * dayMs, timezone))).size > 1;
        if (!isChange && day % 30 !== 0) continue;
        try {
          const schedule = readSchedule({ sendAt, timezone }, startedAt);
          const {
            launchedAt: _launchedAt,
            startedAt: _startedAt,
            ...fresh
          } = aCampaign({ ...ref, listIds: ["lst_a"] });
          const campaign: Campaign = { ...fresh, campaignId: `cmp_${aUlid()}`, status: "scheduled", schedule };
          await createCampaign(system.life, campaign, aBody(), startedAt);
          wanted.set(campaign.campaignId, { sendAt, timezone });
        } catch (error) {
          expect(error).toBeInstanceOf(NamedError);
          skipped += 1;
        }
      }
    }
  }
  const started: string[] = [];
  for (const at of new Set([...wanted.keys()].map((id) => system.scheduler.at(id) ?? 0).toSorted((a, b) => a - b))) {
    await system.clock.advance(at - system.clock.now() - 1_001);
    expect(system.scheduler.due(system.clock.now())).toEqual([]);
    await system.clock.advance(1_001);
    for (const due of system.scheduler.due(system.clock.now())) {
      await startScheduled(system.life, due, system.clock.now());
      const campaign = await system.stores.campaigns.find(due);
      const { sendAt = "", timezone = "" } = wanted.get(due.campaignId) ?? {};
      expect(campaign).toMatchObject({ status: "running", launchedAt: at });
      expect(onTheWall(at, timezone)).toBe(sendAt);
      // Of a time that the wall shows twice, the first.
      for (const earlierMs of [30, 60].map((minutes) => minutes * 60_000)) {
        expect(onTheWall(at - earlierMs, timezone)).not.toBe(sendAt);
      }
      started.push(due.campaignId);
    }
  }
  expect(started.toSorted()).toEqual([...wanted.keys()].toSorted());
  // Each of the four that change their clocks skips a time that was asked for.
  expect(skipped).toBeGreaterThanOrEqual(3);
}, 120_000);

describe("a time that is refused", () => {
  const day = "2026-12-01T09:00";
  test.each([
    ["2027-02-30T09:00Z", undefined, "/sendAt"],
    ["2027-02-29T09:00+07:00", undefined, "/sendAt"],
    ["2027-01-01T24:00Z", undefined, "/sendAt"],
    ["besok", undefined, "/sendAt"],
    ["2026-12-01 09:00 +07:00", undefined, "/sendAt"],
    ["2027-02-30T09:00", "Asia/Jakarta", "/sendAt"],
    [day, undefined, "/timezone"],
  ])("%s in %s is told of %s", (sendAt, timezone, pointer) => {
    const read = () => readSchedule({ sendAt, timezone }, 0);
    expect(read).toThrow(expect.objectContaining({ details: [expect.objectContaining({ pointer })] }) as Error);
  });
});

test.each([
  ["2027-01-01T02:00:00.123456789Z", undefined, 123],
  ["2027-01-01 02:00:00.1234567890123z", undefined, 123],
  ["2027-01-01T09:00:00.123456+0700", undefined, 123],
  ["2027-01-01T09:00:00.5", "Asia/Jakarta", 500],
  ["2027-01-01T09:00:00.123456", "Asia/Jakarta", 123],
  ["2027-01-01 09:00:00.1234567890123", "Asia/Jakarta", 123],
])("%s in %s is taken, whatever part of a second it names", (sendAt, timezone, ms) => {
  expect(documentTakes(sendAt)).toBe(true);
  expect(readSchedule({ sendAt, timezone }, 0).sendAt).toBe(Date.UTC(2027, 0, 1, 2, 0, 0, ms));
});

const documentTakes = (sendAt: string): boolean => {
  const { pattern, maxLength } = z.toJSONSchema(scheduleBody, { io: "input" }).properties?.["sendAt"] as {
    readonly pattern: string;
    readonly maxLength: number;
  };
  return new RegExp(pattern, "u").test(sendAt) && sendAt.length <= maxLength;
};

test("a moment without a timezone keeps none, so that a later change reads a local time in the session's", () => {
  const moment = { sendAt: "2027-01-01T02:00:00.5Z" };
  expect(readSchedule(moment, 0)).toEqual({ sendAt: Date.UTC(2027, 0, 1, 2, 0, 0, 500) });
  expect(readSchedule(moment, 0, "Asia/Jakarta")).toMatchObject({ timezone: "Asia/Jakarta" });
});

/** Minutes from UTC, as the wall shows it. */
const offsetOn = (at: number, timezone: string): number =>
  (Date.parse(`${onTheWall(at, timezone)}Z`) - Math.floor(at / 60_000) * 60_000) / 60_000;
