import { ConditionRefused, LeaseLost } from "../core/errors.ts";
import type { SessionChanges } from "../core/session/session-ports.ts";
import { moved, type Session, type SessionEvent } from "../core/session/session.ts";
import { OneByOne } from "./one-by-one.ts";
import type { WorkerPorts } from "./ports.ts";

/** A session's row in the hands of its owner: every write is under the owner's epoch, none after the session is lost. */
export class OwnedSession {
  readonly #ports: Pick<WorkerPorts, "sessions" | "sessionOwners" | "clock">;
  readonly #lost: AbortSignal;
  #session: Session;
  /** What was read before a write is never taken for what is there after it. */
  readonly #oneByOne = new OneByOne();

  /** @param session as taken: its epoch is this owner's */
  constructor(ports: Pick<WorkerPorts, "sessions" | "sessionOwners" | "clock">, session: Session, lost: AbortSignal) {
    this.#ports = ports;
    this.#session = session;
    this.#lost = lost;
  }

  get current(): Session {
    return this.#session;
  }

  /** Writes where the event leads, and that no QR is on show and nothing failed unless `changes` says so. */
  async becomes(event: SessionEvent, changes: SessionChanges = {}): Promise<void> {
    const state = moved(this.#session, event, this.#ports.clock.now());
    const failure = this.#session.failedBecause === undefined ? {} : { failedBecause: null };
    await this.save({ ...state, qr: null, qrExpiresAt: null, ...failure, ...changes });
  }

  /** @throws ConditionRefused | LeaseLost when another worker owns it */
  async save(changes: SessionChanges): Promise<void> {
    await this.#oneByOne.do(async () => {
      if (this.#lost.aborted) throw new LeaseLost(`session ${this.#session.sessionId} is not ours`);
      this.#session = await this.#ports.sessionOwners.save({ ...this.#session }, changes);
    });
  }

  /** Reads what people set and want. @throws ConditionRefused when another worker owns it */
  async refresh(): Promise<void> {
    await this.#oneByOne.do(async () => {
      const now = await this.#ports.sessions.find(this.#session);
      const { sessionId, epoch } = this.#session;
      if (now?.epoch !== epoch)
        throw new ConditionRefused(`session ${sessionId} has another owner than epoch ${epoch}`);
      this.#session = now;
    });
  }
}
