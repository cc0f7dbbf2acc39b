import fc from "fast-check";
import { estimateFinish } from "../../../../core/campaign/plan/estimate.ts";
import { afterClaim, emptyHistory, nextSendAt, type PacingRule } from "../../../../core/sending/pacing.ts";

const minuteMs = 60_000;
const now = Date.UTC(2026, 2, 27, 10);

const noLimits = { limits: undefined, begunSince: 0 };

/** Message by message, as the worker goes, with gaps of average length. */
function walked(rule: PacingRule, messages: number, beginning = 0): number {
  const gapMs = (rule.policy.minGapMs + rule.policy.maxGapMs) / 2;
  let history = emptyHistory;
  let at = now;
  for (let message = 0; message < messages; message += 1) {
    // Spread as evenly as whole messages are.
    const begins = Math.floor((message + 1) * beginning) > Math.floor(message * beginning);
    at = nextSendAt(rule, history, gapMs, at, begins ? noLimits : undefined).at;
    history = afterClaim(history, at, rule.timezone, begins);
  }
  return at;
}

const anyRule = fc.record({
  gapMs: fc.integer({ min: 1_000, max: 20 * minuteMs }),
  perDay: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  perHour: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  timezone: fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Jakarta", "UTC"),
  quiet: fc.option(fc.constantFrom(["21:00", "06:00"], ["12:00", "13:30"], ["00:00", "05:00"], ["02:15", "02:45"]), {
    nil: undefined,
  }),
});

test("it is when walking through all of them ends, give or take what a burst at the start of an hour is ahead", () => {
  fc.assert(
    fc.property(anyRule, fc.integer({ min: 1, max: 150 }), ({ gapMs, perDay, perHour, timezone, quiet }, messages) => {
      const rule: PacingRule = {
        policy: {
          minGapMs: gapMs,
          maxGapMs: gapMs,
          ...(perDay === undefined ? {} : { perDay }),
          ...(perHour === undefined ? {} : { perHour }),
        },
        timezone,
        ...(quiet === undefined ? {} : { quietHours: { from: quiet[0], to: quiet[1], timezone } }),
      };
      const estimated = estimateFinish(rule, emptyHistory, messages, now) ?? 0;
      const exact = walked(rule, messages);
      const days = Math.ceil((exact - now) / (24 * 60 * minuteMs)) + 1;
      // A cap by the hour lets a whole hour's messages go at its beginning; an interval is lost at each edge of a day.
      const slackMs = days * (2 * gapMs + (perHour === undefined ? 0 : 60 * minuteMs));
      // Where the day's cap comes just before the last ones, one message more or less is a night.
      const few = perDay === undefined ? 0 : 2 * days;
      expect(estimated).toBeGreaterThanOrEqual(walked(rule, Math.max(1, messages - few)) - slackMs);
      expect(estimated).toBeLessThanOrEqual(walked(rule, messages + few) + slackMs);
    }),
    { numRuns: 300 },
  );
});

test("nothing left is done now; a thousand a day takes days", () => {
  const rule: PacingRule = { policy: { minGapMs: 6_000, maxGapMs: 12_000, perDay: 1_000 }, timezone: "UTC" };
  expect(estimateFinish(rule, emptyHistory, 0, now)).toBe(now);
  const finish = estimateFinish(rule, emptyHistory, 100_000, now) ?? 0;
  expect((finish - now) / (24 * 60 * minuteMs)).toBeCloseTo(98.7, 0);
});

test("claims of today count towards the cap", () => {
  const rule: PacingRule = { policy: { minGapMs: 0, maxGapMs: 0, perDay: 10 }, timezone: "UTC" };
  const history = { latest: [], day: { name: "2026-03-27", claims: 10 } };
  expect(estimateFinish(rule, history, 1, now)).toBe(Date.UTC(2026, 2, 28));
});

test("new chats go by the day's budget, which grows with the account", () => {
  const shares = fc.constantFrom(0.1, 0.25, 0.5, 1);
  const ages = fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined });
  const perDays = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });
  const anyMessages = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(shares, ages, perDays, anyMessages, (share, age, perDay, messages) => {
      const rule: PacingRule = {
        policy: { minGapMs: minuteMs, maxGapMs: minuteMs },
        timezone: "Europe/Berlin",
        newChats: {
          ...(perDay === undefined ? {} : { perDay }),
          ...(age === undefined ? {} : { linkedAt: now - age * 24 * 60 * minuteMs }),
        },
      };
      const estimated = estimateFinish(rule, emptyHistory, messages, now, share) ?? 0;
      // A day's last chat and the messages around it may fall on either side of midnight.
      const few = Math.ceil(2 / share);
      expect(estimated).toBeGreaterThanOrEqual(walked(rule, Math.max(1, messages - few), share) - 2 * minuteMs);
      expect(estimated).toBeLessThanOrEqual(walked(rule, messages + few, share) + 2 * minuteMs);
    }),
    { numRuns: 100 },
  );
});

test("those that began today count, none a day is never, and where none begins the budget is no matter", () => {
  const newChats = { perDay: 10 };
  const rule: PacingRule = { policy: { minGapMs: 0, maxGapMs: 0 }, timezone: "UTC", newChats };
  const history = { latest: [], day: { name: "2026-03-27", claims: 10, newChats: 10 } };
  expect(estimateFinish(rule, history, 1, now, 1)).toBe(Date.UTC(2026, 2, 28));
  expect(estimateFinish(rule, history, 1, now, 0)).toBe(now);
  expect(estimateFinish({ ...rule, newChats: { perDay: 0 } }, history, 1, now, 0.1)).toBeUndefined();
});
