import { defaultLease } from "../../core/session/lease.ts";
import type { Session } from "../../core/session/session.ts";
import { seededRandom } from "../chaos/seeded-random.ts";
import type { Options } from "./options.ts";
import { Service } from "./service.ts";
import { SimulatedFleet } from "./simulated-fleet.ts";
import { SimulatedTables, type Load } from "./simulated-tables.ts";
import { SimulatedTime } from "./simulated-time.ts";

/** What is looked at this often between two failures. */
const lookEveryMs = 1_000;
const hourMs = 60 * 60 * 1_000;
/** Of all workers, at once. */
const aFew = 0.05;
const aZone = 1 / 3;
/** A deployment is through in so much of its phase. */
const deploysWithin = 0.6;

export interface PhaseResult {
  readonly name: string;
  /** Until every session had an owner that works; `undefined` when that did not come. */
  readonly allOwnedAfterMs: number | undefined;
  readonly longestUnownedMs: number;
  /** Sessions of each worker that runs, at the end. */
  readonly perWorker: readonly number[];
  readonly refusedWrites: number;
}

export interface Result {
  readonly phases: readonly PhaseResult[];
  readonly sends: number;
  /** Of the partition of the slots, a second. */
  readonly slots: { readonly mean: Load; readonly most: Load };
  readonly broken: readonly string[];
}

interface Phase {
  readonly name: string;
  readonly strike: (fleet: SimulatedFleet, random: () => number, phaseMs: number) => void;
}

const some = <One>(all: readonly One[], share: number): readonly One[] =>
  all.slice(0, Math.max(1, Math.round(all.length * share)));

const phases: readonly Phase[] = [
  { name: "all sessions and workers arrive at once", strike: () => undefined },
  {
    name: "5 % of the workers are killed",
    strike: (fleet) => {
      for (const task of some(fleet.running, aFew)) fleet.kill(task);
    },
  },
  {
    name: "5 % get SIGTERM and hand over",
    strike: (fleet) => {
      for (const task of some(fleet.running, aFew)) fleet.end(task);
    },
  },
  {
    name: "5 % stall for longer than their lease",
    strike: (fleet, random) => {
      const { loseAfterMs, takeAfterMs } = defaultLease;
      for (const task of some(fleet.running, aFew)) void fleet.stall(task, loseAfterMs + random() * 2 * takeAfterMs);
    },
  },
  {
    name: "a rolling deployment",
    strike: (fleet, _random, phaseMs) => {
      void fleet.replaceAll((phaseMs * deploysWithin) / fleet.running.length);
    },
  },
  {
    name: "a zone is lost: a third of the workers at once",
    strike: (fleet) => {
      for (const task of some(fleet.running, aZone)) fleet.kill(task);
    },
  },
];

/** Real workers, leases and takeovers over tables in memory, on a clock that goes as fast as they are done. */
export async function simulate(options: Options): Promise<Result> {
  const random = seededRandom(options.seed);
  const time = new SimulatedTime();
  const tables = new SimulatedTables(time, random);
  const service = new Service(time);
  const fleet = new SimulatedFleet(time, tables, service, random, options);
  for (const session of Array.from({ length: options.sessions }, (_, index) => aWaitingSession(index))) {
    tables.add(session);
    service.lost(session);
  }
  void fleet.sweep();
  const phaseMs = (options.hours * hourMs) / phases.length;
  const results: PhaseResult[] = [];
  for (const { name, strike } of phases) {
    const startedAt = time.now;
    const refusedBefore = tables.refused;
    strike(fleet, random, phaseMs);
    let ownedSince: number | undefined;
    while (time.now < startedAt + phaseMs) {
      await time.runUntil(Math.min(time.now + lookEveryMs, startedAt + phaseMs));
      if (service.unowned > 0) ownedSince = undefined;
      else ownedSince ??= time.now;
    }
    results.push({
      name,
      allOwnedAfterMs: ownedSince === undefined ? undefined : ownedSince - startedAt,
      longestUnownedMs: service.takeLongestMs(),
      perWorker: fleet.running.map(({ worker }) => worker.sessions.length),
      refusedWrites: tables.refused - refusedBefore,
    });
  }
  return {
    phases: results,
    sends: service.sends,
    slots: loadOf(tables.slotsLoad),
    broken: [...service.broken, ...service.history.broken],
  };
}

const aWaitingSession = (index: number): Session => ({
  tenantId: "tenant",
  sessionId: `s${String(index).padStart(6, "0")}`,
  state: "stopped",
  wanted: true,
  epoch: 0,
  since: 0,
  createdAt: 0,
});

function loadOf(seconds: readonly Load[]): Result["slots"] {
  const of = (units: keyof Load) => seconds.map((load) => load[units]);
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const most = (values: readonly number[]) => values.reduce((high, value) => Math.max(high, value), 0);
  return {
    mean: { readUnits: mean(of("readUnits")), writeUnits: mean(of("writeUnits")) },
    most: { readUnits: most(of("readUnits")), writeUnits: most(of("writeUnits")) },
  };
}

/** Read and write units that DynamoDB serves of one partition a second. */
export const partitionLimits: Load = { readUnits: 3_000, writeUnits: 1_000 };

/** What must hold, and did not. */
export function problemsOf({ phases: told, slots, broken }: Result): readonly string[] {
  return [
    ...broken,
    ...told.filter(({ allOwnedAfterMs }) => allOwnedAfterMs === undefined).map(({ name }) => `${name}: not all owned`),
    ...(["readUnits", "writeUnits"] as const)
      .filter((units) => slots.most[units] > partitionLimits[units])
      .map((units) => `slots: ${slots.most[units]} ${units} a second, DynamoDB serves ${partitionLimits[units]}`),
  ];
}
