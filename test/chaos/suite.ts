import { crashPoints, faultKinds, personKinds, runChaos, type ChaosResult, type FaultKind } from "./chaos.ts";

/** Seeds of the chaos, as a suite that also asserts what befell them; a suite's seeds are `from`, `from + 2`, ... */
export function chaosSuite(from: number, count: number): void {
  const seedOf = (index: number) => from + 2 * index;
  const results: ChaosResult[] = [];

  it.each(Array.from({ length: count }, (_, index) => seedOf(index)))(
    "keeps every promise through the chaos of seed %i",
    async (seed) => {
      const result = await runChaos(seed);
      results.push(result);
      expect(result.broken).toEqual([]);
    },
    180_000,
  );

  it("met each kind of fault at least five times, and everything that a person does", async () => {
    const met = (kind: FaultKind) => results.reduce((sum, { faults }) => sum + faults[kind], 0);
    const tooRare = () => [
      ...faultKinds.filter((kind) => met(kind) < 5),
      ...personKinds.filter((kind) => met(kind) === 0),
    ];
    // Which seed comes to a rare one shifts with every change of the path, as below.
    for (let index = count; tooRare().length > 0 && index < count + 30; index += 1) {
      const result = await runChaos(seedOf(index));
      results.push(result);
      expect(result.broken).toEqual([]);
    }
    expect(Object.fromEntries(tooRare().map((kind) => [kind, met(kind)]))).toEqual({});
  }, 600_000);

  it("killed a worker at each crash point at least once", async () => {
    const left = () => {
      const reached = new Set(results.flatMap(({ crashedAt }) => crashedAt));
      return crashPoints.filter((point) => !reached.has(point));
    };
    // Which seed reaches a rare point shifts with every change of the path: further seeds seek what is left, and nothing else.
    for (let index = count; left().length > 0 && index < count + 30; index += 1) {
      const result = await runChaos(seedOf(index), new Set(left()));
      results.push(result);
      expect(result.broken).toEqual([]);
    }
    expect(left()).toEqual([]);
  }, 600_000);
}
