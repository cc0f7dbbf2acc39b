import { isOpen } from "../../core/campaign/campaign.ts";
import type { Claimant } from "../../core/campaign/claim.ts";
import { ConditionRefused, endsOwnership } from "../../core/errors.ts";
import { defaultOptOutKeywords } from "../../core/contact/opt-out.ts";
import { defaultPacing, mergeHistories } from "../../core/sending/pacing.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import { senderOf } from "../../core/campaign/sender.ts";
import type { Session } from "../../core/session/session.ts";
import { AckBook } from "../sending/acks.ts";
import { CampaignBook } from "../campaign/campaign-book.ts";
import { Connections, type SessionEnd } from "./connections.ts";
import { DirectMessages } from "../sending/direct-messages.ts";
import { Inbox } from "../sending/inbox.ts";
import type { Lease } from "../lease.ts";
import { logOfSession } from "../log.ts";
import { MediaFolder } from "../sending/media-folder.ts";
import { askForMissedAcks } from "../sending/missed-acks.ts";
import { NumberChecks } from "../number-checks.ts";
import { OwnedSession } from "../owned-session.ts";
import { PhoneTurns } from "../sending/phone-turns.ts";
import type { WorkerPorts } from "../ports.ts";
import type { ReadyConnection } from "../sending/ready-connection.ts";
import { SendLoop } from "../sending/send-loop.ts";
import { SessionRules } from "../campaign/session-rules.ts";
import { Wake } from "../wake.ts";
import { Writers } from "../sending/writers.ts";

/** One session's life under one owner: its connections and its campaigns, until it is given back, ended or lost. */
export class SessionHost {
  readonly #ports: WorkerPorts;
  readonly #lease: Lease;
  readonly #session: OwnedSession;
  readonly #book: CampaignBook;
  readonly #acks: AckBook;
  readonly #directs: DirectMessages;
  readonly #turns: PhoneTurns;
  readonly #numbers: NumberChecks;
  readonly #rules: SessionRules;
  readonly #inbox: Inbox;
  readonly #loop: SendLoop;
  readonly #connections: Connections;
  readonly #wake: Wake;
  readonly #stopping = new AbortController();
  /** Aborted once nothing is in hand any more. */
  readonly #closing = new AbortController();
  readonly #killed = new AbortController();
  /** Nothing may be written any more: lease or session is somebody else's. */
  readonly #lost: AbortSignal;
  /** Aborted by a stop as by a loss. */
  readonly #ending: AbortSignal;
  /** Whether counts are known to equal the rows: the former owner's word, or our own recount. */
  #countsTrusted: boolean;
  /** The connection that is ready, and the same once what came meanwhile is taken in: only then anything is sent. */
  #open: ReadyConnection | undefined;
  #ready: ReadyConnection | undefined;
  #lookedAt: number | undefined;
  /** Resolves when everything that was there at the take has been read. */
  #looked: Promise<void> = Promise.resolve();

  /**
   * @param ofWorker what it needs of the world; its log gets to know whose each line is
   * @param session as taken: its epoch is this host's
   * @param countsSaved whether its former owner wrote every count before it gave the session back
   */
  constructor(ofWorker: WorkerPorts, lease: Lease, session: Session, countsSaved: boolean) {
    const ports = { ...ofWorker, log: logOfSession(ofWorker.log, session) };
    this.#ports = ports;
    this.#lease = lease;
    this.#countsTrusted = countsSaved;
    this.#lost = AbortSignal.any([lease.lost, this.#killed.signal]);
    this.#ending = AbortSignal.any([this.#stopping.signal, this.#lost]);
    this.#session = new OwnedSession(ports, session, this.#lost);
    this.#wake = new Wake(ports.clock);
    this.#rules = new SessionRules(() => this.session, ports.settings.timezone);
    const onAwaited = (row: Recipient) => {
      this.#acks.expect(row);
    };
    this.#book = new CampaignBook({ ...ports, rules: this.#rules, onAwaited }, session, session.epoch, this.#ending);
    this.#numbers = new NumberChecks(ports, session.tenantId);
    this.#directs = new DirectMessages({
      ports,
      ref: session,
      lease,
      claimant: this.#claimant,
      numbers: this.#numbers,
      media: new MediaFolder(ports.settings.profileRoot, ports.mediaFiles),
      rules: this.#rules,
      countForPhone: () => this.#turns.countDirect(),
    });
    this.#turns = new PhoneTurns({
      ports,
      session: this.#session,
      rules: this.#rules,
      own: () => mergeHistories([this.#book.claims(defaultPacing), this.#directs.claims], ports.clock.now()),
      idle: async () => {
        this.#wake.ring();
        await this.#loop.idle;
      },
    });
    this.#acks = new AckBook(ports, session, this.#book, this.#directs, this.#ending, () => {
      this.#wake.ring();
    });
    this.#inbox = new Inbox({
      ports,
      ref: session,
      acks: this.#acks,
      writers: new Writers({ ports, tenantId: session.tenantId, connection: () => this.#open?.connection }),
      number: () => this.session.number,
      keywords: () => this.session.optOutKeywords ?? defaultOptOutKeywords,
      asked: () => this.lookAtDirects(),
      ending: this.#ending,
    });
    this.#loop = this.#sendLoop();
    const listener = {
      ready: (open: ReadyConnection | undefined) => {
        this.#open = open;
        this.#ready = undefined;
        this.#wake.ring();
        if (open !== undefined) void this.#catchUp(open);
      },
      ack: this.#acks.heard.bind(this.#acks),
      message: this.#inbox.heard.bind(this.#inbox),
      quiet: () => this.#quiet(),
      restricted: async () => {
        await this.#pauseAll("restricted_by_whatsapp");
        ports.meter.count("SessionsRestricted");
        const facts = { alarm: "restricted_by_whatsapp" };
        ports.log.warn("WhatsApp restricted the account; what was running is paused", facts);
      },
      renumbered: (number: string) => this.#holdForNumber(number),
    };
    this.#connections = new Connections(ports, this.#session, listener, this.#lost);
  }

  get session(): Session {
    return this.#session.current;
  }

  /** Runs until the session is given back, ended or lost. Never rejects. */
  async run(): Promise<void> {
    const sending = this.#loop
      .run(this.#ending)
      .catch(this.#loseOn)
      .finally(() => {
        this.#closing.abort();
      });
    const looking = this.look(true).then(() => this.#readFinished());
    this.#looked = looking;
    try {
      const end = await this.#connections.run(AbortSignal.any([this.#closing.signal, this.#lost]));
      if (end === "logged_out") await this.#pauseAll("session_logged_out");
      this.#stopping.abort();
      await sending;
      await looking;
      await this.#acks.settled();
      await this.#inbox.told();
      if (end === "logged_out") {
        await this.#book.giveUpUnsettled();
        await this.#directs.giveUp();
      }
      await this.#book.saveAll();
      await this.#end(end);
      // What was launched until the row said so: who launches later reads it (functions/campaigns/life.ts).
      if (end === "logged_out") await this.#pauseAll("session_logged_out");
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

  /** A bell rang for a direct message. */
  async lookAtDirects(directId?: string): Promise<void> {
    await this.#unlessLost("look at direct messages", () => this.#directs.lookAt(directId));
    this.#wake.ring();
  }

  /** Looks at everything when the last look is long enough ago, or a bell asks for it. */
  async look(always: boolean): Promise<void> {
    const now = this.#ports.clock.elapsed();
    const { lookMs } = this.#ports.settings;
    if (!always && this.#lookedAt !== undefined && now - this.#lookedAt < lookMs) return;
    this.#lookedAt = now;
    const looked = await this.#unlessLost("look at messages and campaigns", async () => {
      await this.#lookAtSession();
      await this.#directs.look();
      await this.#book.lookAtAll();
      if (this.#turns.isMarked) await this.#turns.meet();
    });
    if (!looked) this.#lookedAt = undefined;
    this.#wake.ring();
  }

  /** What people set and want of the session. */
  async #lookAtSession(): Promise<void> {
    const { timezone } = this.#rules;
    await this.#session.refresh();
    // Days are other days now: what is counted by them is counted anew.
    if (timezone !== this.#rules.timezone) for (const { run } of this.#book.due) run.isStale = true;
    this.#connections.obey();
  }

  /** What came while nobody listened: replies, and who asked to be left alone, before anybody is written to. */
  async #catchUp(open: ReadyConnection): Promise<void> {
    const { clock, settings } = this.#ports;
    while (this.#open === open && !this.#ending.aborted) {
      const isRead = await this.#unlessLost("read what is unread", async () => {
        const { replyWithinMs } = settings;
        await this.#turns.meet(this.#looked);
        for (const message of await open.connection.readUnread()) {
          await this.#inbox.take(message);
          // One that is unread for longer than a reply may take was told when it came.
          if (clock.now() - message.at < replyWithinMs) this.#inbox.tell(message);
        }
      });
      if (isRead) {
        if (this.#open === open) this.#ready = open;
        this.#wake.ring();
        await this.#askForMissedAcks(open);
        return;
      }
      await clock.wait(settings.retryMs, this.#ending);
    }
  }

  /** Beside whatever is sent now. */
  async #askForMissedAcks(open: ReadyConnection): Promise<void> {
    const { clock, settings, log } = this.#ports;
    await this.#looked;
    const isOpen = () => this.#open === open && !this.#ending.aborted;
    const since = clock.now() - settings.askForAcksMs;
    const awaited = [...this.#acks.awaited(since), ...this.#directs.awaited(since)];
    try {
      await askForMissedAcks(awaited, open.connection, clock, this.#acks.heard.bind(this.#acks), isOpen);
    } catch (error) {
      // The next connection that is ready is asked again.
      if (isOpen()) log.warn("could not ask for all acks that were missed", { error: error as Error });
    }
  }

  /** A message that is not over in time is left to what comes next: its fate is found out, or in doubt. */
  async #quiet(): Promise<void> {
    const { clock, settings } = this.#ports;
    this.#open = undefined;
    this.#ready = undefined;
    this.#wake.ring();
    const over = new AbortController();
    await Promise.race([this.#loop.idle, clock.wait(settings.closeWithinMs, over.signal)]);
    over.abort();
  }

  async #readFinished(): Promise<void> {
    const { clock, settings } = this.#ports;
    if (this.#countsTrusted) await this.#unlessLost("read finished campaigns", () => this.#book.meetAwaited());
    while (!this.#countsTrusted && !this.#ending.aborted) {
      this.#countsTrusted = await this.#unlessLost("count finished campaigns", () => this.#book.recountFinished());
      if (!this.#countsTrusted) await clock.wait(settings.retryMs, this.#ending);
    }
  }

  /** Does it; trouble of the tables is logged and tried another time, a lost session ends the host. */
  async #unlessLost(what: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      if (endsOwnership(error)) this.#loseOn(error);
      else if (!this.#ending.aborted) this.#ports.log.warn(`could not ${what}`, { error: error as Error });
      return false;
    }
  }

  get #claimant(): Claimant {
    const { owner, epoch } = this.session;
    const { slot, slotEpoch } = owner ?? { slot: -1, slotEpoch: -1 };
    return { slot, slotEpoch, sessionEpoch: epoch };
  }

  #sendLoop(): SendLoop {
    return new SendLoop({
      ports: this.#ports,
      lease: this.#lease,
      claimant: this.#claimant,
      book: this.#book,
      acks: this.#acks,
      directs: this.#directs,
      turns: this.#turns,
      numbers: this.#numbers,
      wake: this.#wake,
      ready: () => this.#ready,
    });
  }

  readonly #loseOn = (error: unknown): void => {
    if (!this.#lost.aborted) {
      if (endsOwnership(error)) this.#ports.log.warn("session is another's now", { error: error as Error });
      else this.#ports.log.error("session host failed; the session is given back", { error: error as Error });
    }
    this.#killed.abort();
    this.#wake.ring();
  };

  async #pauseAll(pausedBecause: "session_logged_out" | "restricted_by_whatsapp"): Promise<void> {
    const { campaigns, clock } = this.#ports;
    for (const campaign of await campaigns.running(this.session)) {
      try {
        await campaigns.apply(campaign, "pause", { now: clock.now(), pausedBecause });
      } catch (error) {
        // Not running any more.
        if (!(error instanceof ConditionRefused)) throw error;
      }
      await this.#book.lookAt(campaign.campaignId);
    }
  }

  /** Pauses what goes from another number than the one that the session is linked to now; a person may accept that one. */
  async #holdForNumber(number: string): Promise<void> {
    const { campaigns, clock, log } = this.#ports;
    for (const campaign of await campaigns.open(this.session)) {
      const sender = senderOf(campaign, this.session);
      const isHeld = campaign.status === "paused" && campaign.pausedBecause === "number_changed";
      if (sender === undefined || sender === number || isHeld || !isOpen(campaign.status)) continue;
      const action = campaign.status === "paused" ? "renumber" : "pause";
      try {
        const changes = { now: clock.now(), pausedBecause: "number_changed", sender } as const;
        await campaigns.apply(campaign, action, changes);
      } catch (error) {
        // Paused, stopped or let go on meanwhile: what runs is paused before it writes to anybody.
        if (!(error instanceof ConditionRefused)) throw error;
      }
      log.warn("a campaign waits until the session's other number is accepted", { campaign: campaign.campaignId });
      await this.#book.lookAt(campaign.campaignId);
    }
  }

  /** Gives the session back. One that ended by itself is not wanted any more until somebody asks for it again. */
  async #end(end: SessionEnd): Promise<void> {
    const countsSaved = this.#countsTrusted && !this.#acks.gaveUp;
    const givenBack = { ...(countsSaved ? { countsSaved } : {}), release: true } as const;
    // A wish for a session that ended by itself is fulfilled, or was for what is no more.
    const ended = {
      wanted: false,
      logoutRequestedAt: null,
      restartRequestedAt: null,
      pairing: null,
      ...givenBack,
    } as const;
    const wasUnlinked = end === "no_profile" && this.session.logoutRequestedAt !== undefined;
    switch (wasUnlinked ? "logged_out" : end) {
      case "stopping":
        await this.#session.becomes("released", givenBack);
        break;
      case "logged_out":
        await this.#session.becomes("logged_out", { profile: null, ...ended });
        break;
      case "qr_used_up":
        await this.#session.becomes("qr_used_up", ended);
        break;
      case "no_profile":
        // Nothing is left to come back with: it has to be linked anew.
        await this.#session.becomes("start_failed", { profile: null, ...ended });
        break;
    }
  }
}
