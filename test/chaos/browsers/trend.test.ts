import { trendOf } from "./trend.ts";

test("what grows by one a minute grows by ten in ten minutes, whatever lies around the line", () => {
  const noise = [0.4, -0.4, -0.4, 0.4];
  const samples = noise.map((off, minute) => ({ atMs: minute * 60_000, value: 100 + minute + off }));
  expect(trendOf(samples)).toEqual({ perTenMinutes: expect.closeTo(10, 5) as number, first: 100.4, last: 103.4 });
});
