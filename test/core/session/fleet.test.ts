import fc from "fast-check";
import { workersFor } from "../../../core/session/fleet.ts";

const limits = { minWorkers: 0, maxWorkers: 20, sessionsPerWorker: 10 };

describe("the number of workers", () => {
  test.each([
    [0, 0, 0, "none for no session"],
    [1, 0, 1, "one for the first session"],
    [10, 1, 1, "no more while sessions fit"],
    [11, 1, 2, "one more at once when one session does not fit"],
    [500, 3, 20, "never more than there are slots"],
    [9, 2, 2, "not fewer while the others would be nearly full"],
    [8, 2, 1, "one fewer when the others have room to spare"],
    [0, 7, 0, "none when the last session ended"],
    [16, 20, 2, "many fewer at once when few sessions are left"],
  ])("for %i sessions and %i workers is %i: %s", (wanted, asked, expected) => {
    expect(workersFor(wanted, asked, limits)).toBe(expected);
  });

  test("keeps the least that was chosen", () => {
    expect(workersFor(0, 5, { ...limits, minWorkers: 2 })).toBe(2);
    expect(workersFor(0, 0, { ...limits, minWorkers: 2 })).toBe(2);
  });

  test("comes down when there are more than may be", () => {
    expect(workersFor(500, 30, limits)).toBe(20);
  });

  test("has room for every session as far as allowed, and stands still once reached", () => {
    fc.assert(
      fc.property(
        fc.nat(3_000),
        fc.nat(250),
        fc.record({
          minWorkers: fc.nat(5),
          maxWorkers: fc.integer({ min: 5, max: 200 }),
          sessionsPerWorker: fc.integer({ min: 1, max: 50 }),
        }),
        (wanted, asked, chosen) => {
          const workers = workersFor(wanted, asked, chosen);
          expect(workers).toBeGreaterThanOrEqual(chosen.minWorkers);
          expect(workers).toBeLessThanOrEqual(chosen.maxWorkers);
          if (workers < chosen.maxWorkers) expect(workers * chosen.sessionsPerWorker).toBeGreaterThanOrEqual(wanted);
          expect(workersFor(wanted, workers, chosen)).toBe(workers);
        },
      ),
    );
  });
});
