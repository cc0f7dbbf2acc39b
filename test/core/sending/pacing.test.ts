import fc from "fast-check";
import {
  afterClaim,
  ClaimTally,
  defaultPacing,
  drawGap,
  emptyHistory,
  maxLookBack,
  mergeHistories,
  nextSendAt,
  resolvePacing,
  type ClaimHistory,
  type PacingPolicy,
  type PacingRule,
} from "../../../core/sending/pacing.ts";
import { someTime } from "../../support/builders.ts";
import { clockChanges, wallClock } from "../content/wall-clock.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const anyPolicy: fc.Arbitrary<PacingPolicy> = fc
  .record(
    {
      minGapMs: fc.constantFrom(0, 1, 6_000, 5 * minuteMs),
      spread: fc.constantFrom(0, 6_000, 20 * minuteMs),
      perMinute: fc.integer({ min: 1, max: 4 }),
      perHour: fc.integer({ min: 1, max: 12 }),
      perDay: fc.integer({ min: 1, max: 25 }),
    },
    { requiredKeys: ["minGapMs", "spread"] },
  )
  .map(({ spread, ...policy }) => ({ ...policy, maxGapMs: policy.minGapMs + spread }));

const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 30))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));

const anyPlace = fc.constantFrom(...clockChanges);

interface Claim {
  readonly at: number;
  readonly gapMs: number;
}

/** Which rules a claim at `at` breaks, judged from all claims before it and without the code under test. */
function brokenRules(
  { policy, timezone, quietHours }: PacingRule,
  before: readonly Claim[],
  at: number,
  gapMs: number,
) {
  const claims = before.map((claim) => claim.at);
  const broken: string[] = [];
  const last = claims.at(-1);
  if (last !== undefined && at - last < gapMs) broken.push("gap");
  const within = (windowMs: number) => claims.filter((claim) => at - claim < windowMs).length;
  if (policy.perMinute !== undefined && within(minuteMs) >= policy.perMinute) broken.push("per minute");
  if (policy.perHour !== undefined && within(hourMs) >= policy.perHour) broken.push("per hour");
  const { day } = wallClock(at, timezone);
  const today = claims.filter((claim) => wallClock(claim, timezone).day === day).length;
  if (policy.perDay !== undefined && today >= policy.perDay) broken.push("daily cap");
  if (quietHours !== undefined) {
    const { from, to } = quietHours;
    const { time } = wallClock(at, quietHours.timezone);
    if (to < from ? time >= from || time < to : time >= from && time < to) broken.push("quiet hours");
  }
  return broken;
}

const anyRun = fc.record({
  place: anyPlace,
  policy: anyPolicy,
  quiet: fc.option(fc.record({ from: timeOfDay, to: timeOfDay, place: anyPlace }), { nil: undefined }),
  startsHoursBefore: fc.integer({ min: 1, max: 40 }),
  draws: fc.array(
    fc.record({ random: fc.double({ min: 0, max: 1, noNaN: true }), idleMs: fc.constantFrom(0, 0, 1, hourMs) }),
    {
      minLength: 40,
      maxLength: 40,
    },
  ),
});

test("a long run keeps every rule at every claim, waits no longer than a rule demands, and says for which", () => {
  fc.assert(
    fc.property(anyRun, ({ place, policy, quiet, startsHoursBefore, draws }) => {
      const { timezone } = place;
      const rule: PacingRule = {
        policy,
        timezone,
        ...(quiet === undefined
          ? {}
          : { quietHours: { from: quiet.from, to: quiet.to, timezone: quiet.place.timezone } }),
      };
      const claims: Claim[] = [];
      let history: ClaimHistory = emptyHistory;
      let now = place.at - startsHoursBefore * hourMs;
      for (const { random, idleMs } of draws) {
        now += idleMs;
        const gapMs = drawGap(policy, random);
        const { at, because } = nextSendAt(rule, history, gapMs, now);
        expect(at).toBeGreaterThanOrEqual(now);
        expect(at > now).toBe(because !== undefined);
        expect(brokenRules(rule, claims, at, gapMs)).toEqual([]);
        if (at > now) {
          const tooEarly = brokenRules(rule, claims, at - 1, gapMs);
          if (because === "quiet_hours") expect(tooEarly).toContain("quiet hours");
          else if (because === "daily_cap") expect(tooEarly).toContain("daily cap");
          else expect(tooEarly.some((broken) => ["gap", "per minute", "per hour"].includes(broken))).toBe(true);
        }
        now = at;
        claims.push({ at, gapMs });
        history = afterClaim(history, at, timezone);
      }
    }),
    { numRuns: 60 },
  );
});

describe("the next moment", () => {
  const rule: PacingRule = { policy: { minGapMs: 6_000, maxGapMs: 12_000 }, timezone: "Asia/Jakarta" };

  test("keeps the gap though the calendar was set back between two claims", () => {
    const aDayLater = afterClaim(emptyHistory, someTime + 86_400_000, rule.timezone);
    expect(nextSendAt(rule, aDayLater, 6_000, someTime)).toEqual({ at: someTime });
    const claimedNow = afterClaim(aDayLater, someTime, rule.timezone);
    expect(nextSendAt(rule, claimedNow, 6_000, someTime + 1).at).toBe(someTime + 6_000);
    const ofBoth = mergeHistories([claimedNow, aDayLater], someTime + 1);
    expect(nextSendAt(rule, ofBoth, 6_000, someTime + 1).at).toBe(someTime + 6_000);
  });

  test("is now for a session that never claimed", () => {
    expect(nextSendAt(rule, emptyHistory, 6_000, someTime)).toEqual({ at: someTime });
  });

  test("counts from the last claim, not from process start", () => {
    const history = afterClaim(emptyHistory, someTime, rule.timezone);
    expect(nextSendAt(rule, history, 7_000, someTime + 2_000)).toEqual({ at: someTime + 7_000, because: "pacing" });
    expect(nextSendAt(rule, history, 7_000, someTime + 7_000)).toEqual({ at: someTime + 7_000 });
  });

  test("of a full day is the next day's first that is not quiet", () => {
    const capped: PacingRule = {
      policy: { minGapMs: 0, maxGapMs: 0, perDay: 1 },
      timezone: "Asia/Jakarta",
      quietHours: { from: "21:00", to: "06:00", timezone: "Asia/Jakarta" },
    };
    const noon = Date.UTC(2026, 0, 1, 5);
    const history = afterClaim(emptyHistory, noon, capped.timezone);
    const next = nextSendAt(capped, history, 0, noon + 1);
    expect(next).toEqual({ at: Date.UTC(2026, 0, 1, 23), because: "quiet_hours" });
  });
});

describe("histories", () => {
  const anyMinutes = fc.array(fc.integer({ min: 0, max: 72 * 60 }), { maxLength: 15 });
  const at = (minute: number) => someTime + minute * minuteMs;
  const inOrder = (minutes: readonly number[]) =>
    minutes
      .toSorted((a, b) => a - b)
      .reduce<ClaimHistory>((history, minute) => afterClaim(history, at(minute), "UTC"), emptyHistory);

  test("of several campaigns merge to that of one session which did it all", () => {
    fc.assert(
      fc.property(fc.array(anyMinutes, { maxLength: 4 }), (campaigns) => {
        expect(mergeHistories(campaigns.map(inOrder), Infinity)).toEqual(inOrder(campaigns.flat()));
      }),
    );
  });

  test("read from rows in any order are those of the claims in order", () => {
    fc.assert(
      fc.property(anyMinutes, (minutes) => {
        const tally = new ClaimTally("UTC");
        for (const minute of minutes) tally.add(at(minute));
        expect(tally.history).toEqual(inOrder(minutes));
      }),
    );
  });

  test("keep as many of the latest claims as any rule looks back on, and no more", () => {
    const minutes = Array.from({ length: 5 * maxLookBack }, (_, minute) => minute);
    const latest = minutes.slice(-maxLookBack).map(at);
    const tally = new ClaimTally("UTC");
    for (const minute of minutes.toReversed()) tally.add(at(minute));
    expect(tally.history.latest).toEqual(latest);
    expect(inOrder(minutes).latest).toEqual(latest);
    const halves = [inOrder(minutes.slice(0, 700)), inOrder(minutes.slice(700))];
    expect(mergeHistories(halves, Infinity).latest).toEqual(latest);
  });
});

test("a gap is a whole number of milliseconds between both bounds, and reaches them", () => {
  fc.assert(
    fc.property(anyPolicy, fc.double({ min: 0, max: 1, noNaN: true }), (policy, random) => {
      const gap = drawGap(policy, random);
      expect(Number.isInteger(gap)).toBe(true);
      expect(gap).toBeGreaterThanOrEqual(policy.minGapMs);
      expect(gap).toBeLessThanOrEqual(policy.maxGapMs);
    }),
  );
  expect([0, 1].map((random) => drawGap(defaultPacing, random))).toEqual([6_000, 12_000]);
});

test("one bound given alone pulls the other along, so that they never cross", () => {
  expect(resolvePacing()).toEqual(defaultPacing);
  expect(resolvePacing({ minGapMs: 20_000 })).toMatchObject({ minGapMs: 20_000, maxGapMs: 20_000 });
  expect(resolvePacing({ minGapMs: 1 })).toMatchObject({ minGapMs: 1, maxGapMs: 12_000 });
  expect(resolvePacing({ maxGapMs: 1_000 })).toMatchObject({ minGapMs: 1_000, maxGapMs: 1_000 });
  expect(resolvePacing({ maxGapMs: 60_000 })).toMatchObject({ minGapMs: 6_000, maxGapMs: 60_000 });
  expect(resolvePacing({ minGapMs: 1, maxGapMs: 2, perDay: 5 })).toEqual({ minGapMs: 1, maxGapMs: 2, perDay: 5 });
});
