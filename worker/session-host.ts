import { ConditionRefused, endsOwnership, LeaseLost } from "../core/errors.ts";
import type { SessionChanges } from "../core/ports.ts";
import { moved, type Session, type SessionEvent } from "../core/session.ts";
import type { Recipient } from "../core/recipient.ts";
import type { WhatsAppConnection, WhatsAppEvent } from "../core/whatsapp.ts";
import { AckBook } from "./acks.ts";
import { CampaignBook } from "./campaign-book.ts";
import type { Lease } from "./lease.ts";
import type { WorkerPorts } from "./ports.ts";
import { ProfileFolder } from "./profile-folder.ts";
import { SendLoop, type ReadyConnection } from "./send-loop.ts";
import { Wake } from "./wake.ts";

/** How a connection ended, and so what comes next. */
type ConnectionEnd =
  /** Linked just now: the profile is saved before anybody is told that it is ready. */
  | "linked"
  | "down"
  | "logged_out"
  | "qr_used_up"
  /** Its saved profile is gone or damaged, and those before it, too. */
  | "no_profile"
  /** The host itself stops. */
  | "stopping";

/** One session's life under one owner: connection after connection until it is given back, logged out or lost. */
export class SessionHost {
  readonly #ports: WorkerPorts;
  readonly #lease: Lease;
  readonly #folder: ProfileFolder;
  readonly #book: CampaignBook;
  readonly #acks: AckBook;
  readonly #wake: Wake;
  readonly #stopping = new AbortController();
  /** Aborted once nothing is in hand any more. */
  readonly #closing = new AbortController();
  readonly #killed = new AbortController();
  /** Nothing may be written any more: lease or session is somebody else's. */
  readonly #lost: AbortSignal;
  /** Whether counts are known to equal the rows: the former owner's word, or our own recount. */
  #countsTrusted: boolean;
  #session: Session;
  #ready: ReadyConnection | undefined;
  #events: Promise<void> = Promise.resolve();
  #lookedAt: number | undefined;

  /**
   * @param session as taken: its epoch is this host's
   * @param countsSaved whether its former owner wrote every count before it gave the session back
   */
  constructor(ports: WorkerPorts, lease: Lease, session: Session, countsSaved: boolean) {
    this.#ports = ports;
    this.#lease = lease;
    this.#session = session;
    this.#countsTrusted = countsSaved;
    this.#lost = AbortSignal.any([lease.lost, this.#killed.signal]);
    const ending = AbortSignal.any([this.#stopping.signal, this.#lost]);
    this.#folder = new ProfileFolder(ports.settings.profileRoot, ports.profiles, session);
    this.#book = new CampaignBook(ports, session, session.epoch, ending);
    this.#wake = new Wake(ports.clock);
    this.#acks = new AckBook(ports, session, this.#book, ending, () => {
      this.#wake.ring();
    });
  }

  get session(): Session {
    return this.#session;
  }

  /** Runs until the session is given back, ended or lost. Never rejects. */
  async run(): Promise<void> {
    const ending = AbortSignal.any([this.#stopping.signal, this.#lost]);
    const sending = this.#sendLoop()
      .run(ending)
      .catch(this.#loseOn)
      .finally(() => {
        this.#closing.abort();
      });
    const looking = this.look(true).then(() => this.#recountFinished(ending));
    try {
      await this.#connections(AbortSignal.any([this.#closing.signal, this.#lost]));
      this.#stopping.abort();
      await sending;
      await looking;
      await this.#acks.settled();
      await this.#book.saveAll();
      await this.#giveBack();
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
    await this.#unlessLost("look at a campaign", () => this.#book.lookAt(campaignId));
    this.#wake.ring();
  }

  /** Looks at everything when the last look is long enough ago, or a bell asks for it. */
  async look(always: boolean): Promise<void> {
    const now = this.#ports.clock.elapsed();
    const { lookMs } = this.#ports.settings;
    if (!always && this.#lookedAt !== undefined && now - this.#lookedAt < lookMs) return;
    this.#lookedAt = now;
    const looked = await this.#unlessLost("look at campaigns", () => this.#book.lookAtAll());
    if (!looked) this.#lookedAt = undefined;
    this.#wake.ring();
  }

  async #recountFinished(ending: AbortSignal): Promise<void> {
    while (!this.#countsTrusted && !ending.aborted) {
      this.#countsTrusted = await this.#unlessLost("count finished campaigns", () => this.#book.recountFinished());
      if (!this.#countsTrusted) await this.#ports.clock.wait(this.#ports.settings.retryMs, ending);
    }
  }

  /** Does it; trouble of the tables is logged and tried another time, a lost session ends the host. */
  async #unlessLost(what: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      if (endsOwnership(error)) this.#loseOn(error);
      else if (!this.#stopping.signal.aborted && !this.#lost.aborted) {
        this.#ports.log.warn(`could not ${what}`, { session: this.#session.sessionId, error: error as Error });
      }
      return false;
    }
  }

  #sendLoop(): SendLoop {
    const { slot, slotEpoch } = this.#session.owner ?? { slot: -1, slotEpoch: -1 };
    return new SendLoop({
      ports: this.#ports,
      lease: this.#lease,
      claimant: { slot, slotEpoch, sessionEpoch: this.#session.epoch },
      book: this.#book,
      acks: this.#acks,
      wake: this.#wake,
      ready: () => this.#ready,
    });
  }

  readonly #loseOn = (error: unknown): void => {
    if (!this.#lost.aborted) {
      const facts = { session: this.#session.sessionId, error: error as Error };
      if (endsOwnership(error)) this.#ports.log.warn("session is another's now", facts);
      else this.#ports.log.error("session host failed; the session is given back", facts);
    }
    this.#killed.abort();
    this.#wake.ring();
  };

  async #connections(over: AbortSignal): Promise<void> {
    const { first, longest } = this.#ports.settings.reconnectMs;
    let pauseMs = first;
    while (!over.aborted) {
      const startedAt = this.#ports.clock.elapsed();
      const end = await this.#connect(over);
      switch (end) {
        case "linked":
          break;
        case "logged_out":
          await this.#endLoggedOut();
          return;
        case "qr_used_up":
          await this.#end("qr_used_up", {});
          return;
        case "no_profile":
          // Nothing is left to come back with: it has to be linked anew.
          await this.#end("start_failed", { profile: null });
          return;
        case "stopping":
          return;
        case "down":
          await this.#save({ ...this.#moved("went_down"), qr: null, qrExpiresAt: null });
          if (this.#ports.clock.elapsed() - startedAt > longest) pauseMs = first;
          await this.#ports.clock.wait(pauseMs, over);
          pauseMs = Math.min(pauseMs * 2, longest);
          break;
      }
    }
  }

  /** One connection from opening to closing. */
  async #connect(over: AbortSignal): Promise<ConnectionEnd> {
    await this.#save({ ...this.#moved("opening"), qr: null, qrExpiresAt: null });
    const epochs = await this.#folder.prepare(this.#session);
    if (epochs === undefined) return "no_profile";
    const sentFromHere = (row: Recipient) => epochs.has(epochOf(row.token));
    const ended = Promise.withResolvers<ConnectionEnd>();
    const stop = () => {
      ended.resolve("stopping");
    };
    over.addEventListener("abort", stop, { once: true });
    if (over.aborted) stop();
    let connection: WhatsAppConnection | undefined;
    const opening = this.#ports.whatsApp.open({
      profileDir: this.#folder.dir,
      onEvent: (event) => {
        this.#inOrder(async () => {
          const readyAt = this.#ports.clock.elapsed();
          const end = await this.#heard(event, async () => ({ connection: await opening, readyAt, sentFromHere }));
          if (end !== undefined) ended.resolve(end);
        });
      },
    });
    try {
      connection = await opening;
      return await ended.promise;
    } catch (error) {
      this.#ports.log.warn("connection did not open", { session: this.#session.sessionId, error: error as Error });
      ended.resolve("down");
      return "down";
    } finally {
      over.removeEventListener("abort", stop);
      this.#ready = undefined;
      if (connection !== undefined) await this.#close(connection);
      await this.#events;
      await this.#saveProfileAfter(await ended.promise);
    }
  }

  /** A browser that does not end in time is left to the operating system: nothing waits for it for ever. */
  async #close(connection: WhatsAppConnection): Promise<void> {
    const closed = new AbortController();
    const { clock, settings, log } = this.#ports;
    const closing = connection.close().catch((error: unknown) => {
      log.warn("connection did not close", { session: this.#session.sessionId, error: error as Error });
    });
    await Promise.race([closing, clock.wait(settings.closeWithinMs, closed.signal)]);
    closed.abort();
  }

  async #heard(event: WhatsAppEvent, opened: () => Promise<ReadyConnection>): Promise<ConnectionEnd | undefined> {
    switch (event.type) {
      case "qr":
        await this.#save({ ...this.#moved("qr_shown"), qr: event.qr, qrExpiresAt: event.expiresAt });
        return undefined;
      case "ready":
        return await this.#becameReady(event, opened);
      case "line_lost":
        this.#ready = undefined;
        await this.#save(this.#moved("line_lost"));
        return undefined;
      case "ack":
        this.#acks.heard(event.ack);
        return undefined;
      case "message":
        this.#acks.replied(event.message);
        return undefined;
      case "restricted":
        await this.#pauseAll("restricted_by_whatsapp");
        return undefined;
      case "qr_used_up":
      case "logged_out":
        return event.type;
      case "down":
        this.#ports.log.warn("connection is down", { session: this.#session.sessionId, reason: event.reason });
        return "down";
    }
  }

  async #becameReady(
    { number, name }: WhatsAppEvent & { readonly type: "ready" },
    opened: () => Promise<ReadyConnection>,
  ): Promise<ConnectionEnd | undefined> {
    // Ready means that nothing can lose the link any more: a fresh one is saved first.
    if (this.#session.profile === undefined) return "linked";
    await this.#save({ ...this.#moved("became_ready"), number, name: name ?? null, qr: null, qrExpiresAt: null });
    this.#ready = await opened();
    this.#wake.ring();
    return undefined;
  }

  /** The profile is whole only after a clean close. */
  async #saveProfileAfter(end: ConnectionEnd): Promise<void> {
    const worthKeeping = end === "linked" || (end === "stopping" && this.#session.profile !== undefined);
    if (!worthKeeping || this.#lost.aborted) return;
    const before = this.#session.profile;
    const profile = await this.#folder.save(this.#session, this.#ports.clock.now());
    await this.#save({ profile });
    await this.#folder.forgetOlder(before, profile);
  }

  async #endLoggedOut(): Promise<void> {
    await this.#pauseAll("session_logged_out");
    this.#stopping.abort();
    await this.#book.giveUpUnsettled();
    await this.#folder.clear();
    await this.#end("logged_out", { profile: null });
  }

  async #pauseAll(pausedBecause: "session_logged_out" | "restricted_by_whatsapp"): Promise<void> {
    const { campaigns, clock } = this.#ports;
    for (const campaign of await campaigns.open(this.#session)) {
      try {
        await campaigns.apply(campaign, "pause", { now: clock.now(), pausedBecause });
      } catch (error) {
        // Not running any more.
        if (!(error instanceof ConditionRefused)) throw error;
      }
      await this.#book.lookAt(campaign.campaignId);
    }
  }

  /** The session ends by itself: nobody wants it to run until somebody asks again. */
  async #end(event: SessionEvent, changes: SessionChanges): Promise<void> {
    await this.#save({ ...this.#moved(event), wanted: false, qr: null, qrExpiresAt: null, ...changes });
  }

  async #giveBack(): Promise<void> {
    const changes = { ...this.#moved("released"), qr: null, qrExpiresAt: null } as const;
    const countsSaved = this.#countsTrusted && !this.#acks.gaveUp;
    await this.#save({ ...changes, ...(countsSaved ? { countsSaved } : {}), release: true });
  }

  #moved(event: SessionEvent): SessionChanges {
    return moved(this.#session, event, this.#ports.clock.now());
  }

  async #save(changes: SessionChanges): Promise<void> {
    if (this.#lost.aborted) throw new LeaseLost(`session ${this.#session.sessionId} is not ours`);
    const owned = { ...this.#session };
    this.#session = await this.#ports.sessions.save(owned, changes);
  }

  /** One event after the other; what the tables don't take is tried again, for the next event builds on it. */
  #inOrder(act: () => Promise<void>): void {
    const { clock, settings } = this.#ports;
    this.#events = this.#events.then(async () => {
      while (!(await this.#unlessLost("take in what WhatsApp said", act))) {
        if (this.#lost.aborted) return;
        await clock.wait(settings.retryMs, this.#lost);
      }
    });
  }
}

/** The session epoch under which a token was drawn, see claimToken. */
const epochOf = (token: string): number => Number(token.split(".")[2]);
