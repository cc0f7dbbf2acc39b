import type { Campaign, Session } from "../../../clients/typescript/src/index.ts";
import {
  holdsChatsBack,
  limitsInWords,
  stateInWords,
  timeOf,
} from "../../../clients/command-line/src/terminal/figures.ts";

/** How the command line says what WhatsApp limits, and what a campaign waits for. */

const now = Date.parse("2026-12-01T12:00:00Z");
const [before, later] = ["2026-11-29T12:00:00Z", "2026-12-03T12:00:00Z"];
const day = (iso: string) => timeOf(iso, now);
const told = (limits: Partial<NonNullable<Session["limits"]>>) => ({
  restricted: false,
  timelocked: false,
  checkedAt: before,
  ...limits,
});

test.each([
  [
    "holds",
    told({ timelocked: true, timelockedUntil: later }),
    `no new chats until ${day(later)}, says WhatsApp`,
    true,
  ],
  ["has no end that is told", told({ timelocked: true }), "no new chats, says WhatsApp", true],
  ["is over", told({ timelocked: true, timelockedUntil: before }), undefined, false],
] as const)("a timelock that %s", (_how, limits, words, holds) => {
  expect([limitsInWords(limits, now), holdsChatsBack(limits, now)]).toEqual([words, holds]);
});

test.each([
  ["has room", { used: 1, total: 5, resetsAt: later }, `1 of WhatsApp's 5 new chats used, until ${day(later)}`, false],
  ["is used up", { used: 5, total: 5, resetsAt: later }, `5 of WhatsApp's 5 new chats used, until ${day(later)}`, true],
  ["has no end that is told", { used: 5, total: 5 }, "5 of WhatsApp's 5 new chats used", true],
  [
    "is over",
    { used: 5, total: 5, resetsAt: before },
    `WhatsApp counts its 5 new chats anew since ${day(before)}`,
    false,
  ],
] as const)("a quota that %s", (_how, newChats, words, holds) => {
  expect([limitsInWords(told({ newChats }), now), holdsChatsBack(told({ newChats }), now)]).toEqual([words, holds]);
});

describe("a campaign that waits for new chats", () => {
  const state = (its: Partial<Campaign>) =>
    stateInWords({ status: "running", waitingFor: "new_chats", ...its } as Campaign);
  const pacing = (newChatsPerDay: number) => ({ minGapMs: 0, maxGapMs: 0, newChatsPerDay });

  test("says until when by the timezone that it was scheduled in, with its offset", () => {
    const waitingUntil = "2026-12-01T17:00:00Z";
    expect(state({ pacing: pacing(20), waitingUntil, timezone: "Asia/Jakarta" })).toBe(
      "waiting until 2026-12-02 00:00+07 for the next day: today's new chats have begun",
    );
  });

  test("promises no next day where none may begin on any, nor in a list, which does not say how many may", () => {
    expect(state({ pacing: pacing(0) })).toBe(
      "waiting for new chats, of which none may begin: newChatsPerDay is 0, raise it",
    );
    expect(state({})).toBe("waiting for room in a day's new chats");
  });
});

test("a time of another day has its offset, one of today stands alone", () => {
  expect(timeOf(later, now)).toMatch(/^2026-12-0[34] \d\d:\d\d[+-]\d\d(:\d\d)?$/);
  expect(timeOf("2026-12-01T12:00:00Z", now)).toMatch(/^\d\d:\d\d$/);
});
