import { perMinuteOf, withMinute, type Minute } from "../../../console/src/areas/campaign/minutes.ts";

const seen = (...samples: readonly (readonly [seconds: number, tried: number])[]) =>
  samples.reduce<readonly Minute[]>((minutes, [seconds, tried]) => withMinute(minutes, seconds * 1_000, tried), []);
const countsOf = (minutes: readonly Minute[]) => perMinuteOf(minutes).map(({ count }) => count);

test("a minute counts what went since the one before it, as both were last seen", () => {
  expect(countsOf(seen([0, 0], [50, 8], [65, 10], [110, 18], [130, 20]))).toEqual([10, 2]);
});

test("minutes in which the page did not look share what went meanwhile", () => {
  expect(countsOf(seen([30, 10], [210, 40]))).toEqual([10, 10, 10]);
});

test("a retry, which counts anew, begins anew", () => {
  expect(countsOf(seen([0, 90], [60, 100], [120, 40], [180, 45]))).toEqual([5]);
});

test("an answer that is late changes nothing, and an hour is kept", () => {
  const minutes = seen([0, 0], [60, 5]);
  expect(withMinute(minutes, 30_000, 9)).toBe(minutes);
  expect(withMinute(minutes, 61_000, 5)).toBe(minutes);
  const long = seen(...Array.from({ length: 200 }, (_, minute) => [minute * 60, minute] as const));
  expect(countsOf(long)).toEqual(Array.from({ length: 60 }, () => 1));
});
