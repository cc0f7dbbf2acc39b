import { LeaseLost } from "../core/errors.ts";
import { productVersion } from "../core/product-version.ts";
import { leaseProblem, mayTake, sight, type Sighting, type Slot } from "../core/session/lease.ts";
import { releaseOrphans } from "../core/session/orphans.ts";
import type { Ticket } from "../core/session/session-ports.ts";
import { moved, type Session } from "../core/session/session.ts";
import { Lease } from "./lease.ts";
import { logOfSession } from "./log.ts";
import type { WorkerPorts } from "./ports.ts";
import { SeenHalts } from "./seen-halts.ts";
import { SeenPageFaults } from "./seen-page-faults.ts";
import { SessionHost } from "./session/session-host.ts";
import { unlessRefused } from "../core/refused.ts";

/** A session in the hands of this worker; SessionHost, or the one that a simulation puts in its place. */
export type HostedSession = Pick<SessionHost, "session" | "run" | "stop" | "look" | "lookAt" | "lookAtDirects">;
export type OpenHost = (ports: WorkerPorts, lease: Lease, session: Session, countsSaved: boolean) => HostedSession;

/** One worker process: holds a slot, takes sessions that wait, listens to its bell, and gives everything back at the end. */
export class Worker {
  readonly #ports: WorkerPorts;
  readonly #workerId: string;
  /** By its own clock: which beats of other slots stand still, and for how long. */
  readonly #sightings = new Map<number, Sighting>();
  readonly #openHost: OpenHost;
  readonly #hosts = new Map<string, HostedSession>();
  readonly #running = new Set<Promise<void>>();
  #taking: Promise<void> = Promise.resolve();

  /** @param workerId names this process in its slot */
  constructor(ports: WorkerPorts, workerId: string, openHost: OpenHost = (...given) => new SessionHost(...given)) {
    const problem = leaseProblem(ports.settings.lease);
    if (problem !== undefined) throw new Error(`lease settings: ${problem}`);
    const { halts, pageFaults, clock, log } = ports;
    this.#ports = {
      ...ports,
      halts: new SeenHalts(halts, clock),
      pageFaults: new SeenPageFaults(pageFaults, clock, log),
    };
    this.#workerId = workerId;
    this.#openHost = openHost;
  }

  /** Sessions that this worker runs. */
  get sessions(): readonly Session[] {
    return [...this.#hosts.values()].map(({ session }) => session);
  }

  /** Works until aborted, then gives everything back. @throws LeaseLost when the slot was lost: the process must end */
  async run(signal: AbortSignal): Promise<void> {
    const lease = await this.#acquire(signal);
    if (lease === undefined) return;
    const over = AbortSignal.any([signal, lease.lost]);
    const { log } = this.#ports;
    log.info("slot taken", { slot: lease.slot.slot, worker: this.#workerId });
    // Beats go on while everything is given back.
    const finished = new AbortController();
    const beating = lease.keep(() => this.#hosts.size, finished.signal, log);
    const stopAll = () => {
      for (const host of this.#hosts.values()) host.stop();
    };
    over.addEventListener("abort", stopAll, { once: true });
    await Promise.all([this.#hear(lease, over), this.#look(lease, over)]);
    await this.#taking;
    // Those that were taken in the last moment, too.
    stopAll();
    await Promise.all(this.#running);
    const lost = lease.lost.aborted;
    finished.abort();
    await beating;
    this.#ports.meter.publish();
    if (lost) throw new LeaseLost(`slot ${lease.slot.slot} was lost`);
    await lease.release();
    log.info("slot given back", { slot: lease.slot.slot });
  }

  async #acquire(signal: AbortSignal): Promise<Lease | undefined> {
    const { slots, clock, settings, log } = this.#ports;
    while (!signal.aborted) {
      try {
        const known = await slots.list();
        await this.#condemnDead(known);
        const free = freeSlots(await slots.list(), settings.maxWorkers);
        for (const { slot, seen } of free) {
          const askedAt = clock.elapsed();
          const shown = { version: productVersion, takenAt: clock.now() };
          const taken = await unlessRefused(slots.take(slot, seen, this.#workerId, settings.capacity, shown));
          if (taken !== undefined) return new Lease(slots, clock, settings.lease, taken, askedAt);
        }
      } catch (error) {
        log.warn("no slot yet", { error: error as Error });
      }
      await clock.wait(settings.lease.beatMs, signal);
    }
    return undefined;
  }

  /** Ends the claim of holders whose beat stood still for a whole lease, and gives their sessions back. */
  async #condemnDead(slots: readonly Slot[], own?: number): Promise<void> {
    const { clock, settings, log } = this.#ports;
    const now = clock.elapsed();
    const dead = slots.filter((slot) => {
      if (slot.slot === own) return false;
      const sighting = sight(this.#sightings.get(slot.slot), slot, now);
      this.#sightings.set(slot.slot, sighting);
      return slot.workerId !== undefined && mayTake(slot, sighting, now, settings.lease);
    });
    for (const slot of dead) {
      const condemned = await unlessRefused(this.#ports.slots.condemn(slot));
      if (condemned === undefined) continue;
      log.warn("slot condemned: its beat stood still", { slot: slot.slot, worker: slot.workerId });
      await releaseOrphans(this.#ports, [condemned]);
    }
  }

  async #hear(lease: Lease, over: AbortSignal): Promise<void> {
    const { bell, clock, settings } = this.#ports;
    while (!over.aborted) {
      try {
        const tickets = await bell.hear(lease.slot.slot, over);
        for (const ticket of tickets) this.#heard(ticket, lease);
      } catch (error) {
        this.#warn("could not read the bell's queue", error, over);
        await clock.wait(settings.retryMs, over);
      }
    }
  }

  #heard(ticket: Ticket, lease: Lease): void {
    const host = this.#hosts.get(keyOf(ticket));
    if (host === undefined) this.#take(lease);
    else if (ticket.kind === "message") void host.lookAtDirects(ticket.directId);
    else if (ticket.campaignId === undefined) void host.look(true);
    else void host.lookAt(ticket.campaignId);
  }

  /** Reads slots and sessions at every beat and everything else now and then, also without a bell. */
  async #look(lease: Lease, over: AbortSignal): Promise<void> {
    const { slots, clock, settings } = this.#ports;
    let orphansSoughtAt: number | undefined;
    while (!over.aborted) {
      try {
        const known = await slots.list();
        await this.#condemnDead(known, lease.slot.slot);
        const now = clock.elapsed();
        if (orphansSoughtAt === undefined || now - orphansSoughtAt >= settings.lookMs) {
          orphansSoughtAt = now;
          this.#ports.meter.publish();
          await releaseOrphans(this.#ports, known);
        }
        this.#take(lease);
        await this.#taking;
        for (const host of this.#hosts.values()) void host.look(false);
      } catch (error) {
        this.#warn("could not read slots and sessions", error, over);
      }
      await clock.wait(settings.lease.beatMs, over);
    }
  }

  /** Errors caused by shutting down are not logged. */
  #warn(message: string, error: unknown, over: AbortSignal): void {
    if (!over.aborted) this.#ports.log.warn(message, { error: error as Error });
  }

  /** Takes sessions that wait, as many as there is room for; one taking at a time. */
  #take(lease: Lease): void {
    this.#taking = this.#taking.then(async () => {
      const { sessions, sessionOwners, settings, log } = this.#ports;
      try {
        if (lease.lost.aborted) return;
        await this.#releaseUnhosted(lease);
        const room = settings.capacity - this.#hosts.size;
        if (room <= 0) return;
        for (const session of await sessions.waiting(room)) {
          const { slot, epoch } = lease.slot;
          // One that is just being given back: its host ends first.
          if (this.#hosts.has(keyOf(session))) continue;
          const taken = await unlessRefused(sessionOwners.take(session, { slot, slotEpoch: epoch }));
          if (taken !== undefined) this.#host(taken, lease, session.countsSaved === true);
        }
      } catch (error) {
        log.warn("could not take sessions", { error: error as Error });
      }
    });
  }

  /**
   * Sessions that this slot owns and no host here runs: a take whose answer was lost, a host that gave up. Part of the
   * taking, so that it never sees a session between its take and its host.
   */
  async #releaseUnhosted(lease: Lease): Promise<void> {
    const { sessions, sessionOwners, clock } = this.#ports;
    const { slot, epoch } = lease.slot;
    for (const session of await sessions.ownedBy(slot)) {
      if (session.owner?.slotEpoch !== epoch || this.#hosts.has(keyOf(session))) continue;
      await unlessRefused(sessionOwners.save(session, { ...moved(session, "released", clock.now()), release: true }));
    }
  }

  #host(session: Session, lease: Lease, countsSaved: boolean): void {
    const host = this.#openHost(this.#ports, lease, session, countsSaved);
    const key = keyOf(session);
    this.#hosts.set(key, host);
    logOfSession(this.#ports.log, session).info("session taken", { epoch: session.epoch });
    const running = host.run().finally(() => {
      if (this.#hosts.get(key) === host) this.#hosts.delete(key);
      this.#running.delete(running);
    });
    this.#running.add(running);
  }
}

const keyOf = ({ tenantId, sessionId }: { readonly tenantId: string; readonly sessionId: string }): string =>
  `${tenantId}\n${sessionId}`;

/** Slots that no worker holds, those that never were after those that were. */
function freeSlots(
  known: readonly Slot[],
  maxWorkers: number,
): readonly { readonly slot: number; readonly seen: Slot | undefined }[] {
  const byNumber = new Map(known.map((slot) => [slot.slot, slot]));
  const all = Array.from({ length: maxWorkers }, (_, slot) => ({ slot, seen: byNumber.get(slot) }));
  return all.filter(({ seen }) => seen?.workerId === undefined);
}
