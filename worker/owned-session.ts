import { LeaseLost } from "../core/errors.ts";
import type { SessionChanges } from "../core/ports.ts";
import { moved, type Session, type SessionEvent } from "../core/session.ts";
import type { WorkerPorts } from "./ports.ts";

/** A session's row in the hands of its owner: every write is under the owner's epoch, none after the session is lost. */
export class OwnedSession {
  readonly #ports: Pick<WorkerPorts, "sessions" | "clock">;
  readonly #lost: AbortSignal;
  #session: Session;

  /** @param session as taken: its epoch is this owner's */
  constructor(ports: Pick<WorkerPorts, "sessions" | "clock">, session: Session, lost: AbortSignal) {
    this.#ports = ports;
    this.#session = session;
    this.#lost = lost;
  }

  get current(): Session {
    return this.#session;
  }

  /** Writes where the event leads, and that no QR is on show unless `changes` says so. */
  async becomes(event: SessionEvent, changes: SessionChanges = {}): Promise<void> {
    const state = moved(this.#session, event, this.#ports.clock.now());
    await this.save({ ...state, qr: null, qrExpiresAt: null, ...changes });
  }

  /** @throws ConditionRefused | LeaseLost when it is somebody else's */
  async save(changes: SessionChanges): Promise<void> {
    if (this.#lost.aborted) throw new LeaseLost(`session ${this.#session.sessionId} is not ours`);
    this.#session = await this.#ports.sessions.save({ ...this.#session }, changes);
  }
}
