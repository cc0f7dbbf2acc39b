import { allKinds, runChaos } from "./chaos.ts";
import { addFaultStates, emptyCells, faultStateLines, type FaultStates } from "./fault-states.ts";

// `npm run chaos -- --without-bound` runs as many seeds as you like.

it("does nothing that it may never do, whatever comes, and ends everything in the calm after it", async () => {
  const { broken, faults, history } = await runChaos(1, { isWithoutBound: true });
  expect(broken).toEqual([]);
  const met: FaultStates = new Map();
  addFaultStates(history, met);
  expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
  expect(faultStateLines(met, allKinds)).toHaveLength(allKinds.length + 1);
  // One seed meets a part of it.
  expect(emptyCells(met, allKinds).length).toBeGreaterThan(0);
}, 180_000);
