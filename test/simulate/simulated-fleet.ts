import { defaultLease } from "../../core/session/lease.ts";
import type { Fleet, FleetSize, SessionOwners, SessionReader, SlotStore } from "../../core/session/session-ports.ts";
import { releaseOrphans } from "../../core/session/orphans.ts";
import { fitFleet } from "../../functions/jobs/fleet.ts";
import { endStaleClaims } from "../../functions/jobs/stale-slots.ts";
import type { WorkerPorts } from "../../worker/ports.ts";
import { defaultWorkerSettings } from "../../worker/settings.ts";
import { Worker } from "../../worker/worker.ts";
import type { Options } from "./options.ts";
import type { Service } from "./service.ts";
import { SimulatedHost } from "./simulated-host.ts";
import { SimulatedProcess } from "./simulated-process.ts";
import { recordedOwners } from "./recorded-owners.ts";
import { over, type OwnershipStore, type SimulatedTables } from "./simulated-tables.ts";
import type { SimulatedTime } from "./simulated-time.ts";

/** From the request for a task to its code. */
const taskStartsMs = { min: 30_000, max: 60_000 };
const travelMs = { min: 1, max: 15 };
const sweepEveryMs = 60_000;

interface Task {
  readonly workerId: string;
  readonly process: SimulatedProcess;
  readonly worker: Worker;
  readonly ending: AbortController;
}

/** What ECS and the sweep do: as many tasks as are asked for, and another one for each that ends. */
export class SimulatedFleet implements Fleet {
  readonly #time: SimulatedTime;
  readonly #tables: SimulatedTables;
  readonly #service: Service;
  readonly #random: () => number;
  readonly #options: Options;
  readonly #tasks = new Set<Task>();
  #starting = 0;
  #size: FleetSize = { workers: 0, atMostPercent: 200 };
  #made = 0;

  constructor(time: SimulatedTime, tables: SimulatedTables, service: Service, random: () => number, options: Options) {
    this.#time = time;
    this.#tables = tables;
    this.#service = service;
    this.#random = random;
    this.#options = options;
  }

  /** Those that run, in a random order. */
  get running(): readonly Task[] {
    return [...this.#tasks]
      .map((task) => ({ task, at: this.#random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ task }) => task);
  }

  async asked(): Promise<FleetSize> {
    return this.#size;
  }

  async ask(size: FleetSize): Promise<void> {
    const { workers } = size;
    this.#size = size;
    this.#startMissing();
    // Those that hold the fewest go first, as nobody knows of ECS.
    const many = Math.max(0, this.#tasks.size + this.#starting - workers);
    for (const task of this.running.slice(0, many)) this.end(task);
  }

  /** The sweep Lambda's part, for as long as the simulation goes. */
  async sweep(): Promise<void> {
    const process = new SimulatedProcess(this.#time);
    const { slots, sessions, sessionOwners } = this.#stores(process, "sweep");
    const { workers, capacity } = this.#options;
    const limits = { minWorkers: 0, maxWorkers: workers, sessionsPerWorker: capacity };
    for (;;) {
      const watched = await endStaleClaims(slots, await slots.list(), process.now(), defaultLease);
      await fitFleet({ sessions }, this, watched.slots, limits);
      await releaseOrphans({ sessions, sessionOwners, clock: process }, watched.slots);
      await process.wait(sweepEveryMs);
    }
  }

  /** SIGTERM. */
  end({ ending }: Task): void {
    ending.abort();
  }

  /** kill -9, or the machine is gone. */
  kill(task: Task): void {
    task.process.kill();
    this.#gone(task);
  }

  async stall(task: Task, ms: number): Promise<void> {
    task.process.stall();
    for (const session of task.worker.sessions) this.#service.lost(session);
    await this.#time.wait(ms);
    task.process.goOn();
  }

  /** A new task for each, and the old one ends when the new one runs. */
  async replaceAll(everyMs: number): Promise<void> {
    for (const old of this.running) {
      void this.#start().then(() => {
        this.end(old);
      });
      await this.#time.wait(everyMs);
    }
  }

  #gone(task: Task): void {
    if (!this.#tasks.delete(task)) return;
    this.#service.history.scribe.point(task.workerId, "process", { became: "ended" });
    for (const session of task.worker.sessions) this.#service.lost(session);
    this.#startMissing();
  }

  #startMissing(): void {
    while (this.#tasks.size + this.#starting < this.#size.workers) void this.#start();
  }

  async #start(): Promise<void> {
    this.#starting += 1;
    const { min, max } = taskStartsMs;
    await this.#time.wait(min + this.#random() * (max - min));
    this.#starting -= 1;
    const process = new SimulatedProcess(this.#time);
    const workerId = `worker-${(this.#made += 1)}`;
    this.#service.history.scribe.point(workerId, "process", { became: "started" });
    const worker = new Worker(this.#portsOf(process, workerId), workerId, (ports, lease, session) => {
      return new SimulatedHost(ports, lease, session, this.#service, { workerId, isKilled: () => process.isKilled });
    });
    const task = { workerId, process, worker, ending: new AbortController() };
    this.#tasks.add(task);
    const gone = () => {
      this.#gone(task);
    };
    // Given back, or its lease was lost: the process ends either way.
    void worker.run(task.ending.signal).then(gone, gone);
  }

  /** What a worker has of the world, but for what only its hosts would use. */
  #portsOf(process: SimulatedProcess, workerId: string): WorkerPorts {
    const quiet = () => undefined;
    const ports = {
      ...this.#stores(process, workerId),
      clock: process,
      random: this.#random,
      // Nobody rings: what a bell would hurry is looked at by itself.
      bell: {
        hear: async (_slot: number, signal: AbortSignal) => {
          await process.wait(20_000, signal);
          return [];
        },
      },
      log: { info: quiet, warn: quiet, error: quiet },
      meter: { count: quiet, time: quiet, publish: quiet },
      settings: {
        ...defaultWorkerSettings,
        capacity: this.#options.capacity,
        maxWorkers: this.#options.workers,
        profileRoot: "",
        network: "simulated",
      },
    };
    return ports as unknown as WorkerPorts;
  }

  #stores(
    process: SimulatedProcess,
    by: string,
  ): {
    readonly slots: SlotStore;
    readonly sessions: SessionReader;
    readonly sessionOwners: SessionOwners;
  } {
    const { min, max } = travelMs;
    const travel = async (serve: () => unknown) => {
      // What is on its way arrives, whatever becomes of its sender.
      await this.#time.wait(min + this.#random() * (max - min));
      try {
        return serve();
      } finally {
        await process.wait(min + this.#random() * (max - min));
      }
    };
    const sessions = over<OwnershipStore>(this.#tables.sessions, travel) as SessionReader & SessionOwners;
    const sessionOwners = recordedOwners(sessions, this.#service.history.scribe, by);
    return { slots: over<SlotStore>(this.#tables.slots, travel), sessions, sessionOwners };
  }
}
