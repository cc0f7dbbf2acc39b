import { crashPoints, faultKinds, runChaos, type ChaosResult } from "./chaos.ts";

const seeds = Array.from({ length: 24 }, (_, seed) => seed);
const results: ChaosResult[] = [];

it.each(seeds)("keeps every promise through the chaos of seed %i", async (seed) => {
  const result = await runChaos(seed);
  results.push(result);
  expect(result.broken).toEqual([]);
});

it("met each kind of fault at least five times", () => {
  const met = (kind: (typeof faultKinds)[number]) => results.reduce((sum, { faults }) => sum + faults[kind], 0);
  expect(Object.fromEntries(faultKinds.filter((kind) => met(kind) < 5).map((kind) => [kind, met(kind)]))).toEqual({});
});

it("killed a worker at each crash point at least once", () => {
  const reached = new Set(results.flatMap(({ crashedAt }) => crashedAt));
  expect(crashPoints.filter((point) => !reached.has(point))).toEqual([]);
});
