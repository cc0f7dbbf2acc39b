import { allKinds, runChaos } from "./chaos.ts";
import { addFaultStates, cellsOf, faultStateLines, type FaultStates } from "./fault-states.ts";

// `npm run chaos -- --without-bound` runs as many seeds as you like.

it("does nothing that it may never do, whatever comes, and ends everything in the calm after it", async () => {
  const { broken, faults, history } = await runChaos(1, { isWithoutBound: true });
  expect(broken).toEqual([]);
  const met: FaultStates = new Map();
  addFaultStates(history, met);
  expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
  expect(faultStateLines(met, allKinds)).toHaveLength(allKinds.length + 1);
  // One seed meets a part of it.
  const { empty, wronglyExplained } = cellsOf(met, allKinds);
  expect(empty.length).toBeGreaterThan(0);
  expect(wronglyExplained).toEqual([]);
}, 180_000);

it("tells what was never met from what can't be, and what was met though it can't be", () => {
  const met: FaultStates = new Map([["drop", new Map([["not ready", 1]])]]);
  const { empty, wronglyExplained } = cellsOf(met, ["drop", "conflict"]);
  expect(wronglyExplained).toEqual(["drop x not ready"]);
  expect(empty).toContain("drop x ready");
  expect(empty).not.toContain("conflict x not ready");
});
