import { changesOf, endedSince, isSame, limitsView, newChatLimitOf } from "../../../core/session/account-limits.ts";
import type { AccountLimits } from "../../../core/whatsapp.ts";

const now = Date.parse("2026-12-01T08:00:00.000Z");
const hourMs = 60 * 60_000;
const free = { restricted: false };

describe("new chats", () => {
  it("are held back by a timelock until it ends, and for as long as it lasts where no end is told", () => {
    const timelock = { until: now + hourMs };
    expect(newChatLimitOf({ ...free, timelock }, now)).toEqual({ because: "timelock", until: now + hourMs });
    expect(newChatLimitOf({ ...free, timelock }, now + hourMs)).toBeUndefined();
    expect(newChatLimitOf({ ...free, timelock: {} }, now + 400 * hourMs)).toEqual({ because: "timelock" });
  });

  it("are held back by a quota that is used up, those that began since among them, until it is reset", () => {
    const limits = { ...free, newChats: { used: 18, total: 20, resetsAt: now + hourMs } };
    expect([0, 1, 2].map((begun) => newChatLimitOf(limits, now, begun)?.because)).toEqual([
      undefined,
      undefined,
      "quota",
    ]);
    expect(newChatLimitOf(limits, now, 2)?.until).toBe(now + hourMs);
    expect(newChatLimitOf(limits, now + hourMs, 2)).toBeUndefined();
    expect(newChatLimitOf({ ...free, newChats: { used: 3, total: 3 } }, now)).toEqual({ because: "quota" });
  });

  it("are held back by a restriction before all else", () => {
    expect(newChatLimitOf({ restricted: true, timelock: { until: now + hourMs } }, now)).toEqual({
      because: "restriction",
    });
    expect(newChatLimitOf(free, now)).toBeUndefined();
    expect(newChatLimitOf(undefined, now)).toBeUndefined();
  });

  it("are held back by the limit of several that lasts longest", () => {
    const timelock = { until: now + hourMs };
    const quota = (resetsAt: number) => ({ newChats: { used: 3, total: 3, resetsAt } });
    const because = (limits: AccountLimits) => newChatLimitOf(limits, now)?.because;
    expect(because({ ...free, timelock, ...quota(now + 2 * hourMs) })).toBe("quota");
    expect(because({ ...free, timelock, ...quota(now + 1) })).toBe("timelock");
    expect(because({ ...free, timelock: {}, ...quota(now + 2 * hourMs) })).toBe("timelock");
  });
});

it("names what is news of limits, and nothing of one more chat below the quota", () => {
  const told = { ...free, newChats: { used: 3, total: 20 } };
  expect(changesOf(told)).toEqual([]);
  expect(changesOf({ ...free, newChats: { used: 4, total: 20 } }, told)).toEqual([]);
  expect(isSame({ ...free, newChats: { used: 4, total: 20 } }, told)).toBe(false);
  expect(isSame(told, told)).toBe(true);
  expect(isSame(free, undefined)).toBe(true);
  const used = { restricted: true, newChats: { used: 20, total: 20 }, timelock: {} };
  expect(changesOf(used, told)).toEqual(["restriction_began", "timelock_began", "quota_used_up"]);
  expect(changesOf(told, used)).toEqual(["restriction_ended", "timelock_ended", "quota_free"]);
  expect(changesOf({ ...used, timelock: { until: now } }, used)).toEqual(["timelock_moved"]);
});

it("has ended once an end that was told has passed since", () => {
  const ended = (limits: Partial<AccountLimits>) => endedSince({ ...free, ...limits }, now - hourMs, now);
  expect(ended({ timelock: { until: now } })).toBe(true);
  expect(ended({ timelock: { until: now - hourMs }, newChats: { used: 1, total: 2, resetsAt: now } })).toBe(true);
  expect(ended({ timelock: { until: now - hourMs } })).toBe(false);
  expect(ended({ newChats: { used: 1, total: 2, resetsAt: now + 1 } })).toBe(false);
  expect(ended({ timelock: {}, newChats: { used: 1, total: 2 } })).toBe(false);
});

it("shows times as people read them, and leaves out what WhatsApp does not tell", () => {
  expect(limitsView({ ...free, checkedAt: now }, now)).toEqual({
    timelocked: false,
    restricted: false,
    checkedAt: "2026-12-01T08:00:00.000Z",
  });
  const limits = { newChats: { used: 1, total: 2, resetsAt: now }, timelock: { until: now }, restricted: true };
  expect(limitsView({ ...limits, checkedAt: now }, now)).toMatchObject({ timelocked: false });
  expect(limitsView({ ...limits, checkedAt: now }, now - 1)).toEqual({
    newChats: { used: 1, total: 2, resetsAt: "2026-12-01T08:00:00.000Z" },
    timelocked: true,
    timelockedUntil: "2026-12-01T08:00:00.000Z",
    restricted: true,
    checkedAt: "2026-12-01T08:00:00.000Z",
  });
});
