import type { Fleet, FleetSize } from "../../../core/session/session-ports.ts";
import { atMostPercentOf } from "../../../core/session/fleet.ts";
import { fitFleet, fleetLimits } from "../../../functions/jobs/fleet.ts";
import { aSession, aSlot } from "../../support/builders.ts";

const limits = { minWorkers: 0, maxWorkers: 20, sessionsPerWorker: 10 };

/** A service that keeps what it is asked for, and every request to change it. */
function aFleet(workers: number, atMostPercent = atMostPercentOf(workers)) {
  const asked: FleetSize[] = [];
  const fleet: Fleet = {
    asked: async () => asked.at(-1) ?? { workers, atMostPercent },
    ask: async (size) => {
      asked.push(size);
    },
  };
  return {
    fleet,
    asked,
    get requests() {
      return asked.map((size) => size.workers);
    },
  };
}

const sessionsOf = (waiting: number, owned: Readonly<Record<number, number>> = {}) => ({
  countWaiting: async () => waiting,
  ownedBy: async (slot: number) => Array.from({ length: owned[slot] ?? 0 }, () => aSession()),
});

describe("the fleet", () => {
  test("grows for sessions that wait beside those that run", async () => {
    const own = aFleet(1);
    const workers = await fitFleet({ sessions: sessionsOf(5, { 0: 10 }) }, own.fleet, [aSlot()], limits);
    expect([workers, own.requests]).toEqual([2, [2]]);
  });

  test("is not asked again for what it keeps already", async () => {
    const own = aFleet(1);
    expect(await fitFleet({ sessions: sessionsOf(0, { 0: 10 }) }, own.fleet, [aSlot()], limits)).toBe(1);
    expect(own.requests).toEqual([]);
  });

  test("ends when no session wants to run", async () => {
    const own = aFleet(3);
    await fitFleet({ sessions: sessionsOf(0) }, own.fleet, [aSlot()], limits);
    expect(own.requests).toEqual([0]);
  });

  test("is replaced a tenth at a time by a deployment, one worker at least, so that not all browsers reload at once", async () => {
    for (let workers = 1; workers <= 200; workers += 1) {
      // ECS rounds down. Source: ECS API reference, DeploymentConfiguration.
      const atOnce = Math.floor((workers * atMostPercentOf(workers)) / 100) - workers;
      expect([workers, atOnce >= 1, atOnce <= Math.max(1, workers / 10 + 1)]).toEqual([workers, true, true]);
    }
    const own = aFleet(1, 110);
    await fitFleet({ sessions: sessionsOf(0, { 0: 10 }) }, own.fleet, [aSlot()], limits);
    expect(own.asked).toEqual([{ workers: 1, atMostPercent: 200 }]);
  });

  test("keeps a worker for the sessions of one that died: somebody has to take them", async () => {
    const { fleet } = aFleet(0);
    expect(await fitFleet({ sessions: sessionsOf(0, { 4: 3 }) }, fleet, [aSlot({ slot: 4 })], limits)).toBe(1);
  });

  test("goes by the room that living workers found they have, not by what they were meant to", async () => {
    const { fleet } = aFleet(1);
    const slots = [aSlot({ capacity: 4 })];
    expect(await fitFleet({ sessions: sessionsOf(6, { 0: 4 }) }, fleet, slots, limits)).toBe(3);
  });

  test("has the limits of the environment", () => {
    expect(fleetLimits({ MAX_WORKERS: "7", MIN_WORKERS: "2", SESSIONS_PER_WORKER: "5" })).toEqual({
      maxWorkers: 7,
      minWorkers: 2,
      sessionsPerWorker: 5,
    });
    expect(() => fleetLimits({ MAX_WORKERS: "7", MIN_WORKERS: "8" })).toThrow(
      'environment variable MIN_WORKERS is "8", wanted a whole number from 0 to 7',
    );
  });
});
