import fc from "fast-check";
import { boundsNewChats, mayBeginChat, newChatsAtAge, newChatsOn } from "../../../core/sending/new-chats.ts";
import type { AccountLimits } from "../../../core/whatsapp.ts";
import { clockChanges } from "../content/wall-clock.ts";

const now = Date.UTC(2026, 2, 2, 10);
const dayEndsAt = Date.UTC(2026, 2, 3);
const dayMs = 24 * 60 * 60 * 1_000;
const told = (limits: Partial<AccountLimits>): AccountLimits => ({ restricted: false, ...limits });

describe("chats a day by the age of an account", () => {
  test.each([
    [0, 20],
    [3, 20],
    [4, 50],
    [7, 50],
    [8, 100],
    [14, 100],
    [15, 200],
    [29, 200],
    [30, undefined],
    [3_000, undefined],
    // A calendar that was set back.
    [-1, 20],
  ])("on day %d are %p", (days, wanted) => {
    expect(newChatsAtAge(days)).toBe(wanted);
  });

  test("change with the day there, not with the hour of the link", () => {
    const linkedAt = Date.parse("2026-03-02T16:30:00Z");
    const onDay = (time: string, timezone: string) => newChatsOn({ linkedAt }, Date.parse(time), timezone);
    // 23:30 in Jakarta.
    expect(onDay("2026-03-05T16:59:59Z", "Asia/Jakarta")).toBe(20);
    expect(onDay("2026-03-05T17:00:00Z", "Asia/Jakarta")).toBe(50);
    expect(onDay("2026-03-05T17:00:00Z", "UTC")).toBe(20);
  });

  test("and what is set: the smaller one holds", () => {
    expect(newChatsOn({ linkedAt: now, perDay: 5 }, now, "UTC")).toBe(5);
    expect(newChatsOn({ linkedAt: now, perDay: 500 }, now, "UTC")).toBe(20);
    expect(newChatsOn({ linkedAt: now, perDay: 500 }, now + 40 * dayMs, "UTC")).toBe(500);
    expect(newChatsOn({ linkedAt: now }, now + 40 * dayMs, "UTC")).toBeUndefined();
  });

  test("never become fewer with age, whichever way the clocks are set", () => {
    fc.assert(
      fc.property(fc.constantFrom(...clockChanges), fc.integer({ min: 0, max: 40 * 24 }), ({ at, timezone }, hours) => {
        const on = (moment: number) => newChatsOn({ linkedAt: at }, moment, timezone) ?? Infinity;
        const moment = at + hours * 60 * 60 * 1_000;
        expect(on(moment + 60 * 60 * 1_000)).toBeGreaterThanOrEqual(on(moment));
      }),
    );
  });
});

describe("whether one more chat may begin", () => {
  const ofDay = { perDay: 20, begun: 0, dayEndsAt };
  const quota = (used: number, resetsAt?: number) =>
    told({ newChats: { used, total: 10, ...(resetsAt === undefined ? {} : { resetsAt }) } });
  const tomorrow = { may: false, because: "new_chats", until: dayEndsAt };
  const waits = (until?: number) => ({
    may: false,
    because: "whatsapp_limit",
    ...(until === undefined ? {} : { until }),
  });

  test.each([
    ["nothing is told, and some are left", undefined, ofDay, 0, { may: true }],
    ["the day's are begun", undefined, { ...ofDay, begun: 20 }, 0, tomorrow],
    ["none are allowed on any day", undefined, { ...ofDay, perDay: 0 }, 0, { may: false, because: "new_chats" }],
    ["no day has a bound", undefined, { begun: 900, dayEndsAt }, 0, { may: true }],
    ["a quota has some left", quota(9, dayEndsAt + 1), ofDay, 0, { may: true }],
    ["the rest of it began since it was read", quota(8, dayEndsAt + 1), ofDay, 2, waits(dayEndsAt + 1)],
    ["a quota is used up, for no time that is told", quota(10), ofDay, 0, waits()],
    ["a used-up quota began anew since", quota(10, now), ofDay, 9, { may: true }],
    ["that many began again since it was read", quota(0, now), ofDay, 10, waits()],
    ["a timelock holds", told({ timelock: { until: now + 1 } }), ofDay, 0, waits(now + 1)],
    ["a timelock holds for no time that is told", told({ timelock: {} }), ofDay, 0, waits()],
    ["a timelock is over", told({ timelock: { until: now } }), ofDay, 0, { may: true }],
    ["linked devices may send nothing", told({ restricted: true }), ofDay, 0, waits()],
    ["the day ends after the timelock", told({ timelock: { until: now + 1 } }), { ...ofDay, begun: 20 }, 0, tomorrow],
    ["it ends before", told({ timelock: { until: dayEndsAt + 1 } }), { ...ofDay, begun: 20 }, 0, waits(dayEndsAt + 1)],
    ["of both one has no end", told({ timelock: {} }), { ...ofDay, begun: 20 }, 0, waits()],
  ] as const)("where %s", (_where, limits, day, begunSince, wanted) => {
    expect(mayBeginChat(limits, day, now, begunSince)).toEqual(wanted);
  });

  test("need not be known where nothing bounds it", () => {
    expect(boundsNewChats(undefined, undefined)).toBe(false);
    expect(boundsNewChats(told({}), undefined)).toBe(false);
    expect(boundsNewChats(told({}), 0)).toBe(true);
    for (const limits of [told({ timelock: {} }), told({ restricted: true }), quota(0)])
      expect(boundsNewChats(limits, undefined)).toBe(true);
  });
});
