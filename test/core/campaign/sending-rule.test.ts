import { defaultPacing } from "../../../core/sending/pacing.ts";
import { sendingRule } from "../../../core/campaign/sending-rule.ts";

const night = { from: "21:00", to: "08:00" };

test("nothing set is the defaults", () => {
  expect(sendingRule({}, {}, "UTC")).toEqual({ policy: defaultPacing, timezone: "UTC" });
});

test("a session's word holds for campaigns that say nothing, in the session's timezone", () => {
  const session = { pacing: { minGapMs: 1, maxGapMs: 2, perHour: 5 }, quietHours: night, timezone: "Asia/Jakarta" };
  expect(sendingRule(session, {}, "UTC")).toEqual({
    policy: { minGapMs: 1, maxGapMs: 2, perHour: 5, perDay: defaultPacing.perDay },
    timezone: "Asia/Jakarta",
    quietHours: { ...night, timezone: "Asia/Jakarta" },
  });
});

test("a campaign's own word goes first, member by member", () => {
  const quietHours = { from: "12:00", to: "13:00", timezone: "Asia/Tokyo" };
  const rule = sendingRule(
    { pacing: { minGapMs: 1, maxGapMs: 2, perHour: 5 }, quietHours: { ...night, timezone: "Europe/Berlin" } },
    { pacing: { maxGapMs: 9 }, quietHours },
    "UTC",
  );
  expect(rule).toMatchObject({ policy: { minGapMs: 1, maxGapMs: 9, perHour: 5 }, quietHours });
});

test("quiet hours of a session may be of another timezone than its days", () => {
  const quietHours = { ...night, timezone: "Europe/Berlin" };
  expect(sendingRule({ quietHours, timezone: "Asia/Jakarta" }, {}, "UTC")).toMatchObject({ quietHours });
});

test.each([
  ["the default without any", undefined, undefined, 1_000],
  ["a campaign's own", undefined, 5_000, 5_000],
  ["the session's", 300, undefined, 300],
  ["the session's, above the default", 4_000, undefined, 4_000],
  ["the less of both", 300, 5_000, 300],
  ["the less of both, the other way", 300, 100, 100],
])("the daily cap is %s", (_, dailyCap, perDay, wanted) => {
  const session = dailyCap === undefined ? {} : { dailyCap };
  const campaign = perDay === undefined ? {} : { pacing: { perDay } };
  expect(sendingRule(session, campaign, "UTC").policy.perDay).toBe(wanted);
});

test.each([
  ["nothing set is the bound by age", undefined, undefined, { linkedAt: 7 }],
  ["a session's own number stands in its place", 300, undefined, { perDay: 300 }],
  ["and so does none", null, undefined, undefined],
  ["a campaign may ask for less than its session", 300, 20, { perDay: 20 }],
  ["and for no more", 20, 300, { perDay: 20 }],
  ["nor for more than the age allows, which is known by the day", undefined, 300, { perDay: 300, linkedAt: 7 }],
  ["of a session without a bound it has one of its own", null, 5, { perDay: 5 }],
  ["none at all on any day is a bound, too", 0, undefined, { perDay: 0 }],
] as const)("new chats a day: %s", (_what, ofSession, ofCampaign, wanted) => {
  const its = (newChatsPerDay: number | null | undefined) =>
    newChatsPerDay === undefined ? {} : { pacing: { newChatsPerDay } };
  const rule = sendingRule(its(ofSession), its(ofCampaign), "UTC", { linkedAt: 7 });
  expect(rule.newChats).toEqual(wanted);
  expect(rule.policy).toEqual(defaultPacing);
});
