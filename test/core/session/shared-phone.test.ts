import type { ClaimHistory } from "../../../core/sending/pacing.ts";
import {
  claimsBeside,
  claimsOfOthers,
  keepShareMs,
  longestYieldMs,
  mayClaimAt,
  shareAfterClaim,
  shareJoined,
  shareWaiting,
  unsharedPhone,
  withShare,
  type PhoneShare,
  type SharedPhone,
} from "../../../core/session/shared-phone.ts";

/** Who of the sessions of one phone goes next, and what counts towards whose day. */

const start = Date.parse("2026-03-02T10:00:00Z");
const hourMs = 3_600_000;
const aShare = (its: Partial<PhoneShare> = {}): PhoneShare => ({
  createdAt: 0,
  joined: true,
  at: start,
  days: [],
  ...its,
});
const aPhone = (shares: Readonly<Record<string, PhoneShare>>): SharedPhone => ({
  ...unsharedPhone("acme", "628111000111"),
  shares,
});
const nothing: ClaimHistory = { latest: [] };
const claimed = (before: PhoneShare, at: number, own = nothing, isDirect = false) =>
  shareAfterClaim(before, own, { at, timezone: "UTC", isDirect });

describe("what counts towards the day", () => {
  test("is what the others sent on the session's own day", () => {
    const a = claimed(claimed(aShare(), start), start + 1_000);
    const phone = aPhone({ a, b: aShare() });
    expect(claimsOfOthers(phone, "b", start + 2_000, "UTC").day).toEqual({ name: "2026-03-02", claims: 2 });
    expect(claimsOfOthers(phone, "a", start + 2_000, "UTC").day).toBeUndefined();
    expect(claimsOfOthers(phone, "b", start + 14 * hourMs, "UTC").day).toBeUndefined();
  });

  test("of a session in another timezone rather too many than too few", () => {
    // Jakarta's next day begins at 17:00 UTC: what was sent before it still is of the day in UTC.
    const jakarta = (before: PhoneShare, at: number) =>
      shareAfterClaim(before, nothing, { at, timezone: "Asia/Jakarta", isDirect: false });
    const a = jakarta(jakarta(jakarta(aShare(), start), start + 1), start + 8 * hourMs);
    expect(claimsOfOthers(aPhone({ a }), "b", start + 9 * hourMs, "UTC").day?.claims).toBe(3);
    expect(claimsOfOthers(aPhone({ a }), "b", start + 15 * hourMs, "UTC").day).toBeUndefined();
  });

  test("is never less than the session itself knows, and a turn that was not used stays counted", () => {
    const own = { latest: [], day: { name: "2026-03-02", claims: 7 } };
    const a = claimed(aShare(), start, own);
    expect(a.days).toEqual([{ name: "2026-03-02", claims: 8, lastAt: start }]);
    expect(claimed(a, start + 1, own).days[0]?.claims).toBe(9);
    expect(claimed(a, start + 1, { latest: [], day: { name: "2026-03-01", claims: 90 } }).days[0]?.claims).toBe(9);
  });

  test("are the chats that began, of others and of turns that were not used", () => {
    const how = { timezone: "UTC", isDirect: false };
    const once = shareAfterClaim(aShare(), nothing, { ...how, at: start, begins: true });
    const a = shareAfterClaim(once, nothing, { ...how, at: start + 1, begins: false });
    expect(a.days).toEqual([{ name: "2026-03-02", claims: 2, newChats: 1, lastAt: start + 1 }]);
    const phone = aPhone({ a, b: aShare() });
    expect(claimsOfOthers(phone, "b", start + 2, "UTC").day).toEqual({ name: "2026-03-02", claims: 2, newChats: 1 });
    const own = { latest: [], day: { name: "2026-03-02", claims: 1 } };
    expect(claimsBeside(phone, "a", own, start + 2, "UTC").day).toEqual({ name: "2026-03-02", claims: 1, newChats: 1 });
    const more = { latest: [], day: { name: "2026-03-02", claims: 2, newChats: 2 } };
    expect(shareJoined(a, more, { now: start + 3, timezone: "UTC" })?.days[0]).toMatchObject({
      claims: 2,
      newChats: 2,
    });
    expect(claimsOfOthers(phone, "b", start + 14 * hourMs, "UTC").day).toBeUndefined();
  });

  test("are direct messages, which do not begin the gap anew nor end a wait", () => {
    const waits = { since: start, seenAt: start, gapMs: 1 };
    const a = claimed(aShare({ waits }), start, nothing, true);
    expect([a.days[0]?.claims, a.lastClaimAt, a.waits]).toEqual([1, undefined, waits]);
  });
});

test("a share that nobody wrote for a week goes with the next write", () => {
  const phone = withShare(aPhone({ a: aShare() }), "b", aShare({ at: start + keepShareMs }));
  expect([Object.keys(phone.shares), phone.version]).toEqual([["b"], 1]);
});

test("nobody waits before the others did anything", () => {
  expect(mayClaimAt(aPhone({}), "a", 6_000, start)).toBe(start);
  expect(mayClaimAt(aPhone({ a: claimed(aShare(), start), b: aShare() }), "a", 6_000, start)).toBe(start);
});

test("the gap is the session's own, after any other's message, also by a clock that is a little ahead", () => {
  const ahead = claimed(aShare(), start + 500);
  expect(mayClaimAt(aPhone({ a: ahead }), "b", 6_000, start)).toBe(start + 6_500);
  const setBack = claimed(aShare(), start + hourMs);
  expect(mayClaimAt(aPhone({ a: setBack }), "b", 6_000, start)).toBe(start);
});

test("others keep off for one that waited for its gap, until it went or is forgotten", () => {
  const a = claimed(aShare(), start);
  const b = shareWaiting(aShare(), 10_000, start) ?? aShare();
  const phone = aPhone({ a, b });
  expect(mayClaimAt(phone, "a", 6_000, start + 9_999)).toBe(start + 9_999);
  expect(mayClaimAt(phone, "a", 6_000, start + 10_000)).toBeGreaterThan(start + 10_000);
  expect(mayClaimAt(phone, "b", 10_000, start + 10_000)).toBe(start + 10_000);
  const went = aPhone({ a, b: claimed(b, start + 10_000) });
  expect(mayClaimAt(went, "a", 6_000, start + 10_000)).toBe(start + 16_000);
  expect(mayClaimAt(phone, "a", 6_000, start + 60_000)).toBe(start + 60_000);
});

test("nobody keeps off for one whose gap is very long", () => {
  expect(shareWaiting(aShare(), longestYieldMs + 1, start)).toBeUndefined();
});

test("a wait is written once in a while, and from its beginning on", () => {
  const first = shareWaiting(aShare(), 12_000, start) ?? aShare();
  expect(shareWaiting(first, 12_000, start + 11_999)).toBeUndefined();
  const again = shareWaiting(first, 12_000, start + 12_000);
  expect(again?.waits).toEqual({ since: start, seenAt: start + 12_000, gapMs: 12_000 });
});

/** Numbers that look random and are the same in each run. */
function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Sessions with much to send, each by its own gap, that look when they are told to; of two at once the drawn one is first. */
function simulated(gaps: readonly number[], seed: number, forMs: number) {
  const random = drawer(seed);
  let phone = unsharedPhone("acme", "628111000111");
  const sessions = gaps.map((gapMs, index) => ({ id: `s${index}`, gapMs, lastAt: -Infinity, looksAt: start + index }));
  const claims: { readonly id: string; readonly gapMs: number; readonly at: number }[] = [];
  for (;;) {
    const soonest = Math.min(...sessions.map(({ looksAt }) => looksAt));
    if (soonest > start + forMs) return claims;
    const ready = sessions.filter(({ looksAt }) => looksAt === soonest);
    const session = ready[Math.floor(random() * ready.length)] ?? sessions[0];
    if (session === undefined) return claims;
    const { id, gapMs } = session;
    const now = soonest;
    const share = phone.shares[id] ?? aShare({ at: now });
    const at = mayClaimAt(phone, id, gapMs, now);
    if (at <= now) {
      phone = withShare(phone, id, claimed(share, now));
      claims.push({ id, gapMs, at: now });
      session.looksAt = now + Math.max(gapMs, 20);
    } else {
      const waiting = shareWaiting(share, gapMs, now);
      if (waiting !== undefined) phone = withShare(phone, id, waiting);
      session.looksAt = at;
    }
  }
}

test.each([
  [[6_000, 6_000]],
  [[6_000, 60_000]],
  [[1_000, 1_000, 1_000, 1_000]],
  [[0, 6_000]],
  [[250, 700, 12_000]],
  [[5_000, 600_000]],
  [[300_000, 300_000, 300_000, 300_000]],
])("gaps of %p ms: no message comes closer than its session's gap, and nobody starves", (gaps) => {
  const bound = 4 * gaps.length * (Math.max(...gaps) + 2_000) + 60_000;
  for (const seed of [1, 2]) {
    const claims = simulated(gaps, seed, 3 * bound);
    const tooClose = claims.slice(1).filter(({ at, gapMs }, index) => at - (claims[index]?.at ?? 0) < gapMs);
    expect(tooClose).toEqual([]);
    for (const [index] of gaps.entries()) {
      const own = claims.filter(({ id }) => id === `s${index}`).map(({ at }) => at);
      const pauses = own.slice(1).map((at, place) => at - (own[place] ?? 0));
      expect(own.length).toBeGreaterThan(2);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(bound);
    }
  }
});
