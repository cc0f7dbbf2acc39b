import { limitKinds } from "./account-limits.ts";
import { crashPoints, faultKinds, personKinds, runChaos, type ChaosResult, type FaultKind } from "./chaos.ts";

/** Seeds of the chaos, as a suite that also asserts what befell them; a suite's seeds are `from`, `from + 2`, ... */
export function chaosSuite(from: number, count: number): void {
  const seedOf = (index: number) => from + 2 * index;
  const results: ChaosResult[] = [];
  const wantedOf = (kind: FaultKind) => (faultKinds.some((fault) => fault === kind) ? 5 : 1);
  /** Of each kind that was met too rarely, how often it is still to be met. */
  const tooRare = (): Partial<Record<FaultKind, number>> => {
    const met = (kind: FaultKind) => results.reduce((sum, { faults }) => sum + faults[kind], 0);
    const left = [...faultKinds, ...personKinds, ...limitKinds].map(
      (kind) => [kind, wantedOf(kind) - met(kind)] as const,
    );
    return Object.fromEntries(left.filter(([, times]) => times > 0));
  };
  const unreached = () => {
    const reached = new Set(results.flatMap(({ crashedAt }) => crashedAt));
    return crashPoints.filter((point) => !reached.has(point));
  };

  it.each(Array.from({ length: count }, (_, index) => seedOf(index)))(
    "keeps every promise through the chaos of seed %i",
    async (seed) => {
      const result = await runChaos(seed);
      results.push(result);
      expect(result.broken).toEqual([]);
    },
    180_000,
  );

  // Which seed comes to something rare shifts with every change of the path: further seeds are made for what is left.
  it("met each kind of fault five times, all that a person does, and killed a worker at each crash point", async () => {
    const isDone = () => unreached().length === 0 && Object.keys(tooRare()).length === 0;
    for (let index = count; !isDone() && index < count + 30; index += 1) {
      const result = await runChaos(seedOf(index), { sought: { points: unreached(), kinds: tooRare() } });
      results.push(result);
      expect(result.broken).toEqual([]);
    }
    expect({ tooRare: tooRare(), unreached: unreached() }).toEqual({ tooRare: {}, unreached: [] });
  }, 600_000);
}
