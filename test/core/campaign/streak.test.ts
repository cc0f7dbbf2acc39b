import fc from "fast-check";
import { recipientReasons, recipientStates } from "../../../core/campaign/recipient.ts";
import {
  afterAttempt,
  attemptOf,
  attempts,
  attemptsJudged,
  failingFrom,
  failingOf,
  freshStreak,
  pausesAt,
  reasonToPause,
  refusalsInARow,
  type Attempt,
} from "../../../core/campaign/streak.ts";

const streakOf = (tried: readonly Attempt[]) => tried.reduce(afterAttempt, freshStreak);
const times = (count: number, attempt: Attempt): readonly Attempt[] => Array.from({ length: count }, () => attempt);

/** Mostly of one kind, so that long rows and clear majorities are drawn, too. */
const anyAttempts = fc
  .constantFrom(...attempts)
  .chain((mostly) =>
    fc.array(
      fc.oneof({ arbitrary: fc.constant(mostly), weight: 3 }, { arbitrary: fc.constantFrom(...attempts), weight: 2 }),
      { maxLength: 250, size: "max" },
    ),
  );

/** Told from everything tried, without keeping anything. */
function isFailing(tried: readonly Attempt[]): boolean {
  const sinceSent = tried.slice(tried.lastIndexOf("sent") + 1);
  const refused = sinceSent.filter((attempt) => attempt === "refused").length;
  const judged = tried.slice(-100);
  const notThere = judged.filter((attempt) => attempt === "not_on_whatsapp").length;
  return refused >= 10 || (tried.length >= 100 && notThere > 50);
}

test("says pause exactly when ten were refused in a row or most of the last hundred are not on WhatsApp", () => {
  fc.assert(
    fc.property(anyAttempts, (tried) => {
      expect(reasonToPause(streakOf(tried), false)).toBe(isFailing(tried) ? "failure_streak" : undefined);
    }),
    { numRuns: 500 },
  );
});

test("an account known to be restricted is allowed no refusal since the last message sent", () => {
  fc.assert(
    fc.property(anyAttempts, (tried) => {
      const isRefused = tried.lastIndexOf("refused") > tried.lastIndexOf("sent");
      const otherwise = isFailing(tried) ? "failure_streak" : undefined;
      expect(reasonToPause(streakOf(tried), true)).toBe(isRefused ? "restricted_by_whatsapp" : otherwise);
    }),
  );
});

test("there is a warning before each pause, and none where nothing fails", () => {
  fc.assert(
    fc.property(anyAttempts, (tried) => {
      const warned = new Set<string>();
      let streak = freshStreak;
      for (const attempt of tried) {
        streak = afterAttempt(streak, attempt);
        const failing = failingOf(streak);
        if (failing !== undefined) {
          warned.add(failing.because);
          expect(failing.count).toBeGreaterThanOrEqual(failingFrom[failing.because]);
        }
        if (reasonToPause(streak, false) === undefined) continue;
        expect(warned.size).toBeGreaterThan(0);
        expect(failing?.count).toBeGreaterThanOrEqual(pausesAt[failing?.because ?? "refused"]);
        break;
      }
      if (tried.every((attempt) => attempt === "sent" || attempt === "unknown")) expect(warned.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test("keeps no more than it judges by", () => {
  fc.assert(
    fc.property(anyAttempts, (tried) => {
      expect(streakOf(tried).latest).toEqual(tried.slice(-attemptsJudged));
    }),
  );
});

test("a row of refusals ends with a sent message, and with nothing else", () => {
  const almost = times(refusalsInARow - 1, "refused");
  const pausesAfter = (between: Attempt) => reasonToPause(streakOf([...almost, between, "refused"]), false);
  expect(attempts.map((between) => [between, pausesAfter(between)])).toEqual([
    ["sent", undefined],
    ["refused", "failure_streak"],
    ["not_on_whatsapp", "failure_streak"],
    ["unknown", "failure_streak"],
  ]);
});

test.each([
  { notThere: 99, sent: 0, pauses: undefined },
  { notThere: 50, sent: 50, pauses: undefined },
  { notThere: 51, sent: 49, pauses: "failure_streak" },
])("$notThere not on WhatsApp and $sent sent: $pauses", ({ notThere, sent, pauses }) => {
  expect(reasonToPause(streakOf([...times(notThere, "not_on_whatsapp"), ...times(sent, "sent")]), false)).toBe(pauses);
});

test("only outcomes that WhatsApp had a part in are attempts", () => {
  const told = recipientStates.map((state) => [state, attemptOf({ state })]);
  expect(Object.fromEntries(told)).toEqual({
    sending: undefined,
    sent: "sent",
    delivered: "sent",
    read: "sent",
    replied: "sent",
    failed: undefined,
    skipped: undefined,
    in_doubt: "unknown",
  });
  const failures = recipientReasons.flatMap((reason) => {
    const attempt = attemptOf({ state: "failed", reason });
    return attempt === undefined ? [] : [[reason, attempt]];
  });
  expect(failures).toEqual([
    ["not_on_whatsapp", "not_on_whatsapp"],
    ["rejected_by_whatsapp", "refused"],
  ]);
});
