import fc from "fast-check";
import { seededRandom } from "../chaos/seeded-random.ts";
import { Checker, inWords } from "./checker.ts";
import { modelHistory } from "./reference-model.ts";

const judged = (lines: Iterable<Parameters<Checker["feed"]>[0]>): Checker => {
  const checker = new Checker();
  for (const line of lines) checker.feed(line);
  return checker;
};

it("passes every history of a system that keeps its promises", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const size = { sessions: 2, campaignsEach: 3, contactsEach: 12 };
      const { verdicts, seen } = judged(modelHistory(size, seededRandom(seed)));
      expect(verdicts.map(inWords)).toEqual([]);
      expect(seen.get("hand_over")).toBeGreaterThan(5);
    }),
    { numRuns: 40 },
  );
});
