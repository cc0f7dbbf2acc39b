import type { Session } from "../../../clients/typescript/src/index.ts";
import { chatsWaitedFor } from "../../../console/src/areas/home/overview.ts";
import { isCountedAnew, limitsNow } from "../../../console/src/areas/sessions/limits-in-words.ts";

/** What the overview says of a number that may begin no chat. */

const now = Date.parse("2026-12-01T08:00:00Z");
const [before, later] = ["2026-12-01T08:00:00Z", "2026-12-01T08:00:01Z"];
const told = (limits: Partial<NonNullable<Session["limits"]>>): Pick<Session, "limits"> => ({
  limits: { restricted: false, timelocked: false, checkedAt: before, ...limits },
});

test.each([
  ["nothing was told", {}, []],
  ["nothing holds it back", told({ newChats: { used: 19, total: 20 } }), []],
  ["no chat may begin until then", told({ timelocked: true, timelockedUntil: later }), ["timelocked"]],
  ["no chat may begin for a time that is not told", told({ timelocked: true }), ["timelocked"]],
  ["that is over", told({ timelocked: true, timelockedUntil: before }), []],
  ["a quota is used up", told({ newChats: { used: 20, total: 20, resetsAt: later } }), ["quota"]],
  ["it is counted anew", told({ newChats: { used: 20, total: 20, resetsAt: before } }), []],
  ["both hold it", told({ timelocked: true, newChats: { used: 2, total: 2 } }), ["timelocked", "quota"]],
  ["it is restricted, which says all", told({ restricted: true, timelocked: true }), ["restricted"]],
] as const)("where %s", (_where, session, wanted) => {
  expect(limitsNow(session, now)).toEqual(wanted);
});

test("a number's running campaigns wait for the next day's new chats, or for some to be allowed", () => {
  const campaign = { sessionId: "shop", status: "running", waitingFor: "new_chats" } as const;
  const none = { ...campaign, pacing: { minGapMs: 0, maxGapMs: 0, newChatsPerDay: 0 } };
  expect(chatsWaitedFor("shop", [campaign])).toEqual(["new_chats"]);
  expect(chatsWaitedFor("shop", [none, campaign, none])).toEqual(["new_chats", "no_new_chats"]);
  expect(chatsWaitedFor("other", [campaign])).toEqual([]);
  expect(chatsWaitedFor("shop", [{ ...campaign, status: "paused" }])).toEqual([]);
  expect(chatsWaitedFor("shop", [{ ...none, waitingFor: "pacing" }])).toEqual([]);
});

test("a quota whose time is over is counted anew", () => {
  expect(isCountedAnew({ resetsAt: before }, now)).toBe(true);
  expect(isCountedAnew({ resetsAt: later }, now)).toBe(false);
  expect(isCountedAnew({}, now)).toBe(false);
});
