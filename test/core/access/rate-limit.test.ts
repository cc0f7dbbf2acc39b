import fc from "fast-check";
import { bucketMs, bucketState, emptyBucket, hasToken, tightest, tokenUs } from "../../../core/access/rate-limit.ts";

const now = 1_700_000_000_000;

test("a full bucket holds a minute's tokens, and each taken leaves one less", () => {
  expect(bucketState(0, 10, now)).toEqual({ perMinute: 10, remaining: 10, resetSeconds: 0, retryAfterSeconds: 0 });
  expect(bucketState(now * 1_000 + 3 * tokenUs(10), 10, now)).toMatchObject({ remaining: 7, resetSeconds: 18 });
});

test("an empty bucket says when its next token comes", () => {
  const empty = emptyBucket(10, now);
  expect(hasToken(empty, 10, now)).toBe(false);
  expect(bucketState(empty, 10, now)).toMatchObject({ remaining: 0, resetSeconds: 60, retryAfterSeconds: 6 });
  expect(hasToken(empty, 10, now + 6_000)).toBe(true);
});

test("the bucket that binds first is the one that tells", () => {
  const [wide, narrow] = [bucketState(0, 100, now), bucketState(emptyBucket(10, now), 10, now)];
  expect(tightest([wide, narrow])).toBe(narrow);
  expect(tightest([])).toBeUndefined();
});

test("at any rate a bucket gives exactly its tokens at once, and as many more as time brings", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 0, max: bucketMs }), (perMinute, laterMs) => {
      let fullAt = 0;
      const takeAll = (at: number) => {
        let taken = 0;
        for (; hasToken(fullAt, perMinute, at); taken += 1) {
          expect(bucketState(fullAt, perMinute, at).remaining).toBeGreaterThanOrEqual(1);
          fullAt = Math.max(fullAt, at * 1_000) + tokenUs(perMinute);
        }
        expect(bucketState(fullAt, perMinute, at).remaining).toBe(0);
        return taken;
      };
      expect(takeAll(now)).toBe(perMinute);
      expect(Math.abs(takeAll(now + laterMs) - (laterMs * 1_000) / tokenUs(perMinute))).toBeLessThanOrEqual(1);
    }),
  );
});
