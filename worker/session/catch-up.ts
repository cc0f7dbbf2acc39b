import { PageCannotBeAsked } from "../../core/errors.ts";
import type { AckBook } from "../sending/acks.ts";
import type { Inbox } from "../sending/inbox.ts";
import { askForMissedAcks } from "../sending/missed-acks.ts";
import type { PhoneTurns } from "../sending/phone-turns.ts";
import type { ReadyConnection } from "../sending/ready-connection.ts";
import type { HeldSession } from "../held-session.ts";
import { keepTrying } from "../keep-trying.ts";

export interface CatchUpParts extends HeldSession {
  readonly inbox: Inbox;
  readonly acks: AckBook;
  readonly turns: PhoneTurns;
  /** Resolves when everything that was there at the take has been read. */
  readonly known: () => Promise<void>;
  /** Logs a failure, and says whether another try can help. */
  readonly mayTryAgain: (what: string, error: unknown) => boolean;
}

/** What came while no connection was open: it is taken in before anything is sent on the next one. */
export class CatchUp {
  readonly #parts: CatchUpParts;
  #open: ReadyConnection | undefined;
  #ready: ReadyConnection | undefined;
  #trouble: PageCannotBeAsked | undefined;

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
  }

  /** The connection that is ready. */
  get open(): ReadyConnection | undefined {
    return this.#open;
  }

  /** The same once what came meanwhile is taken in: only then anything is sent. */
  get ready(): ReadyConnection | undefined {
    return this.#ready;
  }

  /** The page of the session that is ready can't be asked for what came meanwhile. */
  get trouble(): PageCannotBeAsked | undefined {
    return this.#trouble;
  }

  /** Nothing more is sent on the connection that was ready. */
  close(): void {
    this.#open = undefined;
    this.#ready = undefined;
    this.#trouble = undefined;
    this.#parts.wake.ring();
  }

  /** First replies, so that who asks to be left alone is written to no more; then acks, beside what is sent. Never rejects. */
  async begin(open: ReadyConnection): Promise<void> {
    const { ports, ending, mayTryAgain, wake } = this.#parts;
    this.close();
    this.#open = open;
    const isRead = await keepTrying(() => this.#readUnread(open), {
      ...ports,
      over: ending,
      mayTryAgain: (error) => {
        this.#trouble = error instanceof PageCannotBeAsked ? error : undefined;
        wake.ring();
        return mayTryAgain("read what is unread", error);
      },
    });
    if (!isRead || !this.#isOpen(open)) return;
    this.#trouble = undefined;
    this.#ready = open;
    wake.ring();
    await this.#askForMissedAcks(open);
  }

  #isOpen(open: ReadyConnection): boolean {
    return this.#open === open && !this.#parts.ending.aborted;
  }

  async #readUnread(open: ReadyConnection): Promise<void> {
    const { ports, inbox, turns, known } = this.#parts;
    if (!this.#isOpen(open)) return;
    await turns.meet(known());
    for (const message of await open.connection.readUnread()) {
      await inbox.take(message);
      // One that is unread for longer than a reply may take was published when it came.
      if (ports.clock.now() - message.at < ports.settings.replyWithinMs) inbox.tell(message);
    }
  }

  async #askForMissedAcks(open: ReadyConnection): Promise<void> {
    const { ports, acks, remembered, known } = this.#parts;
    const { clock, settings, log } = ports;
    const isOpen = () => this.#isOpen(open);
    try {
      await known();
      const awaited = remembered.awaited(clock.now() - settings.askForAcksMs);
      await askForMissedAcks(awaited, open.connection, clock, acks.heard.bind(acks), isOpen);
    } catch (error) {
      // The next connection that is ready is asked again.
      if (isOpen()) log.warn("could not ask for all acks that were missed", { error: error as Error });
    }
  }
}
