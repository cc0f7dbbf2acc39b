import { endsOwnership } from "../../core/errors.ts";
import { endOf, type SessionEnd } from "../../core/session/session-end.ts";
import type { Session, SessionEvent } from "../../core/session/session.ts";
import { keepTrying } from "../keep-trying.ts";
import type { Lease } from "../lease.ts";
import { logOfSession } from "../log.ts";
import { OwnedSession } from "../owned-session.ts";
import type { WorkerPorts } from "../ports.ts";
import { Connections } from "./connections.ts";
import { pauseRunning } from "./hold-campaigns.ts";
import { partsOf, type SessionParts } from "./session-parts.ts";

/** One session's life under one owner: its connections and its campaigns, until it is given back, ended or lost. */
export class SessionHost {
  readonly #parts: SessionParts;
  readonly #connections: Connections;
  readonly #stopping = new AbortController();
  /** Aborted once nothing is in hand any more. */
  readonly #closing = new AbortController();
  readonly #killed = new AbortController();
  /** Nothing may be written any more: lease or session belongs to another worker. */
  readonly #lost: AbortSignal;
  /** Whether counts are known to equal the rows: the former owner's word, or our own recount. */
  #countsTrusted: boolean;
  #lookedAt: number | undefined;
  /** Resolves when everything that was there at the take has been read. */
  #looked: Promise<void> = Promise.resolve();

  /**
   * @param ofWorker what it needs of the world; each line of its log names the session
   * @param session as taken: its epoch is this host's
   * @param countsSaved whether its former owner wrote every count before it gave the session back
   */
  constructor(ofWorker: WorkerPorts, lease: Lease, session: Session, countsSaved: boolean) {
    const ports = { ...ofWorker, log: logOfSession(ofWorker.log, session) };
    this.#countsTrusted = countsSaved;
    this.#lost = AbortSignal.any([lease.lost, this.#killed.signal]);
    const ending = AbortSignal.any([this.#stopping.signal, this.#lost]);
    this.#parts = partsOf({
      ports,
      lease,
      session: new OwnedSession(ports, session, this.#lost),
      ending,
      asked: () => this.lookAtDirects(),
      known: () => this.#looked,
      mayTryAgain: this.#mayTryAgain,
    });
    this.#connections = new Connections(this.#parts, this.#lost);
  }

  get session(): Session {
    return this.#parts.session.current;
  }

  /** Runs until the session is given back, ended or lost. Never rejects. */
  async run(): Promise<void> {
    const { loop, acks, inbox, book, directs } = this.#parts;
    const sending = loop
      .run()
      .catch(this.#loseOn)
      .finally(() => {
        this.#closing.abort();
      });
    const looking = this.look(true).then(() => this.#readFinished());
    this.#looked = looking;
    try {
      const end = await this.#connections.run(AbortSignal.any([this.#closing.signal, this.#lost]));
      const isLogout = () => endOf(end, this.session).event === "logged_out";
      if (isLogout()) await pauseRunning(this.#parts, "session_logged_out");
      this.#stopping.abort();
      await sending;
      await looking;
      await acks.settled();
      await inbox.told();
      if (isLogout()) {
        await book.giveUpUnsettled();
        await directs.giveUp();
      }
      await book.saveAll();
      const event = await this.#giveBack(end);
      // What was launched until the row said so: who launches later reads it (functions/campaigns/life.ts).
      if (event === "logged_out") await pauseRunning(this.#parts, "session_logged_out");
    } catch (error) {
      this.#loseOn(error);
      await sending;
    }
  }

  /** Finishes the message in hand and gives the session back. `run` resolves when it is done. */
  stop(): void {
    this.#stopping.abort();
  }

  /** A bell rang for one campaign. */
  async lookAt(campaignId: string): Promise<void> {
    await this.#unlessLost("look at a campaign", () => this.#parts.book.lookAt(campaignId));
    this.#parts.wake.ring();
  }

  /** A bell rang for a direct message. */
  async lookAtDirects(directId?: string): Promise<void> {
    await this.#unlessLost("look at direct messages", () => this.#parts.directs.look(directId));
    this.#parts.wake.ring();
  }

  /** Refreshes everything when the last refresh is long enough ago, or a bell asks for it. */
  async look(always: boolean): Promise<void> {
    const { directs, book, ports, turns, wake } = this.#parts;
    const now = ports.clock.elapsed();
    if (!always && this.#lookedAt !== undefined && now - this.#lookedAt < ports.settings.lookMs) return;
    this.#lookedAt = now;
    const looked = await this.#unlessLost("look at messages and campaigns", async () => {
      await this.#lookAtSession();
      await directs.look();
      await book.lookAtAll();
      if (turns.isMarked) await turns.meet();
    });
    if (!looked) this.#lookedAt = undefined;
    wake.ring();
  }

  /** What people set and want of the session. */
  async #lookAtSession(): Promise<void> {
    const { rules, book, session } = this.#parts;
    const { timezone } = rules;
    await session.refresh();
    if (timezone !== rules.timezone) book.countDaysAnew();
    this.#connections.reconcile();
  }

  async #readFinished(): Promise<void> {
    const { book, ending, ports } = this.#parts;
    if (this.#countsTrusted) await this.#unlessLost("read finished campaigns", () => book.meetAwaited());
    else if (!ending.aborted) {
      this.#countsTrusted = await keepTrying(() => book.recountFinished(), {
        ...ports,
        over: ending,
        mayTryAgain: (error) => this.#mayTryAgain("count finished campaigns", error),
      });
    }
  }

  /** Does it; trouble of the tables is logged and tried another time, a lost session ends the host. */
  async #unlessLost(what: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      this.#mayTryAgain(what, error);
      return false;
    }
  }

  readonly #mayTryAgain = (what: string, error: unknown): boolean => {
    const { ending, ports } = this.#parts;
    if (endsOwnership(error)) this.#loseOn(error);
    else if (!ending.aborted) ports.log.warn(`could not ${what}`, { error: error as Error });
    return !this.#lost.aborted;
  };

  readonly #loseOn = (error: unknown): void => {
    const { ports, wake } = this.#parts;
    if (!this.#lost.aborted) {
      if (endsOwnership(error)) ports.log.warn("session is another's now", { error: error as Error });
      else ports.log.error("session host failed; the session is given back", { error: error as Error });
    }
    this.#killed.abort();
    wake.ring();
  };

  /** Ends the ownership with what the end makes of the row, and says what that is. */
  async #giveBack(end: SessionEnd): Promise<SessionEvent> {
    const { event, changes } = endOf(end, this.session);
    const { acks, session } = this.#parts;
    const countsSaved = this.#countsTrusted && !acks.gaveUp;
    await session.becomes(event, { ...changes, ...(countsSaved ? { countsSaved } : {}) });
    return event;
  }
}
