import type { Session } from "../../core/session/session.ts";
import { moved } from "../../core/session/session.ts";
import type { Lease } from "../../worker/lease.ts";
import type { WorkerPorts } from "../../worker/ports.ts";
import type { HostedSession } from "../../worker/worker.ts";
import type { Service } from "./service.ts";

const browserStartsMs = { min: 8_000, max: 20_000 };
const browserClosesMs = { min: 1_000, max: 5_000 };
const between = ({ min, max }: { readonly min: number; readonly max: number }, random: () => number): number =>
  min + random() * (max - min);

/** Nobody changes a session here, or asks for a message. */
const nothingChanges = (): Promise<void> => Promise.resolve();

const gapMs = { min: 6_000, max: 12_000 };

/** A session with a browser that takes its time, which sends without end: it asks the lease before each message. */
export class SimulatedHost implements HostedSession {
  readonly session: Session;
  readonly #ports: WorkerPorts;
  readonly #lease: Lease;
  readonly #service: Service;
  readonly #workerId: string;
  readonly #isKilled: () => boolean;
  readonly #stopping = new AbortController();

  constructor(
    ports: WorkerPorts,
    lease: Lease,
    session: Session,
    service: Service,
    { workerId, isKilled }: { readonly workerId: string; readonly isKilled: () => boolean },
  ) {
    this.#ports = ports;
    this.#lease = lease;
    this.session = session;
    this.#service = service;
    this.#workerId = workerId;
    this.#isKilled = isKilled;
    service.owned(session);
  }

  async run(): Promise<void> {
    const { clock, random, sessionOwners } = this.#ports;
    const over = AbortSignal.any([this.#stopping.signal, this.#lease.lost]);
    await clock.wait(between(browserStartsMs, random), over);
    while (!over.aborted) {
      await this.#send();
      await clock.wait(between(gapMs, random), over);
    }
    this.#service.lost(this.session);
    // Browsers are killed with the process.
    if (this.#lease.lost.aborted) return;
    await clock.wait(between(browserClosesMs, random));
    await sessionOwners
      .save(this.session, { ...moved(this.session, "released", clock.now()), release: true })
      .catch(() => undefined);
  }

  async #send(): Promise<void> {
    const { clock, random, settings } = this.#ports;
    if (!this.#lease.maySend()) return;
    const { sendDeadlineMs } = settings.lease;
    const isOver = this.#service.begins({ ...this.session, workerId: this.#workerId }, sendDeadlineMs, this.#isKilled);
    await clock.wait(random() * sendDeadlineMs);
    isOver();
  }

  stop(): void {
    this.#stopping.abort();
  }

  readonly look = nothingChanges;
  readonly lookAt = nothingChanges;
  readonly lookAtDirects = nothingChanges;
}
