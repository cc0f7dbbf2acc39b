import type { Session } from "../../../clients/typescript/src/index.ts";
import { isDayUsedUp } from "../../../console/src/areas/home/overview.ts";
import { limitsNow } from "../../../console/src/areas/sessions/limits-in-words.ts";

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

test("the day's new chats are used up where a running campaign of that number waits for the next day", () => {
  const campaign = { sessionId: "shop", status: "running", waitingFor: "new_chats" } as const;
  expect(isDayUsedUp("shop", [campaign])).toBe(true);
  expect(isDayUsedUp("other", [campaign])).toBe(false);
  expect(isDayUsedUp("shop", [{ ...campaign, status: "paused" }])).toBe(false);
  expect(isDayUsedUp("shop", [{ ...campaign, waitingFor: "pacing" }])).toBe(false);
});
