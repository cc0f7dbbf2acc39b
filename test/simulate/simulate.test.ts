import { defaultLease } from "../../core/session/lease.ts";
import { Service } from "./service.ts";
import { partitionLimits, problemsOf, simulate, type Result } from "./simulation.ts";
import { SimulatedTime } from "./simulated-time.ts";

/** Under this seed the stalled worker wakes up behind its successors: if it sent without asking its lease, two would send. */
const options = { workers: 12, sessions: 60, capacity: 6, hours: 0.5, seed: 14 };

describe("twelve workers and their failures", () => {
  let result: Result;
  beforeAll(async () => {
    result = await simulate(options);
  });

  it("never have two of them send for a session at once", () => {
    expect(result.sends).toBeGreaterThan(5_000);
    expect(result.broken).toEqual([]);
  });

  it("own every session again, after whatever happened", () => {
    expect(result.phases).toHaveLength(6);
    expect(problemsOf(result)).toEqual([]);
  });

  it("take over what a killed one held within a minute, where others have room or a task starts in time", () => {
    const killed = result.phases.find(({ name }) => name.includes("killed"));
    expect(killed?.longestUnownedMs).toBeGreaterThan(defaultLease.takeAfterMs);
    expect(killed?.longestUnownedMs).toBeLessThan(75_000);
  });

  it("hold no more than they may", () => {
    for (const { perWorker } of result.phases) {
      expect(Math.max(...perWorker)).toBeLessThanOrEqual(6);
      expect(perWorker.reduce((sum, sessions) => sum + sessions, 0)).toBe(60);
    }
  });

  it("are the same for the same seed", async () => {
    const again = await simulate(options);
    expect(again).toEqual(result);
  });
});

describe("what is counted", () => {
  const sender = (workerId: string, epoch: number) => ({ tenantId: "t", sessionId: "s1", workerId, epoch });

  it("names two that send at once, and a former owner that sends", async () => {
    const time = new SimulatedTime();
    const service = new Service(time);
    service.begins(sender("a", 1), 15_000);
    await time.runUntil(14_999);
    const isOver = service.begins(sender("b", 2), 15_000);
    isOver();
    await time.runUntil(15_000);
    service.begins(sender("a", 1), 15_000);
    expect(service.broken).toEqual([
      expect.stringContaining("two send at once") as string,
      expect.stringContaining("a former owner sends") as string,
    ]);
    expect(service.history.broken[0]).toContain("oneOwner: a hands a message of t/s1 over and never took the session");
  });

  it("is a problem above what DynamoDB serves of a partition, and where a session stayed without an owner", () => {
    const load = { readUnits: partitionLimits.readUnits + 1, writeUnits: 0 };
    const phase = { name: "a loss", allOwnedAfterMs: undefined, longestUnownedMs: 1, perWorker: [], refusedWrites: 0 };
    expect(problemsOf({ phases: [phase], sends: 0, slots: { mean: load, most: load }, broken: [] })).toEqual([
      "a loss: not all owned",
      "slots: 3001 readUnits a second, DynamoDB serves 3000",
    ]);
  });
});
