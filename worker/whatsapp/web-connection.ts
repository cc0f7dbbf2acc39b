import { type Clock } from "../../core/time/clock.ts";
import { PageCannotBeAsked, RejectedByWhatsApp, SessionDown } from "../../core/errors.ts";
import type {
  AccountLimits,
  Ack,
  InboundMessage,
  NumberCheck,
  OutgoingMessage,
  PageProbe,
  WhatsAppConnection,
  WhatsAppEvent,
} from "../../core/whatsapp.ts";
import { Accounts } from "./accounts.ts";
import { Calls, NoAnswer } from "./calls.ts";
import { asAck, HandOver } from "./hand-over.ts";
import { Incoming } from "./incoming.ts";
import { PageLimits } from "./limits.ts";
import type { MediaInHand } from "./media-in-hand.ts";
import { compareWithContract, PageWatch, Questions } from "./page-check.ts";
import * as page from "./page-code.ts";
import { Supervisor } from "./supervisor.ts";
import { PageError, type SendingMessage, type WebClient, type WebClientListener } from "./web-client.ts";
import { sendWithinMs, type WebSettings } from "./web-settings.ts";

export interface WebConnectionParts {
  readonly clock: Clock;
  readonly settings: WebSettings;
  readonly media: MediaInHand;
  /** Whether the profile was linked when it was opened, and the note that it is. */
  readonly wasLinked: boolean;
  readonly noteLinked: () => void;
  readonly forgetProfile: () => Promise<void>;
  readonly onEvent: (event: WhatsAppEvent) => void;
  readonly onClosed: () => void;
  readonly makeClient: (listener: WebClientListener) => WebClient;
}

type AckAt = Awaited<ReturnType<WhatsAppConnection["send"]>>;

/** Missed acks are searched for among so many of our last messages. */
const acksAtReady = 500;
/** Every id of ours begins so, see core/whatsapp.ts. */
const ownPrefix = "3EB0";

/** One session on the real library in a browser of its own: every call ends, and every failure of the page is emitted. */
export class WebConnection implements WhatsAppConnection {
  readonly #parts: WebConnectionParts;
  readonly #client: WebClient;
  readonly #calls: Calls;
  readonly #supervisor: Supervisor;
  readonly #watch: PageWatch;
  readonly #questions: Questions;
  readonly #accounts: Accounts;
  readonly #handOver: HandOver;
  readonly #incoming: Incoming;
  readonly #limits: PageLimits;
  #number: string | undefined;
  #readying = Promise.resolve();

  constructor(parts: WebConnectionParts) {
    this.#parts = parts;
    const { clock, settings, wasLinked, makeClient } = parts;
    this.#calls = new Calls(clock, () => {
      this.#supervisor.suspect();
    });
    this.#client = makeClient({
      qr: (qr) => {
        this.#supervisor.qr(qr);
      },
      ready: () => {
        this.#readying = this.#readying.then(() => this.#becomeReady());
      },
      state: (state) => {
        this.#supervisor.state(state);
      },
      ack: (messageId, to, ack) => {
        this.#heardAck({ messageId, to, ack: asAck(ack), at: clock.now() });
      },
      message: (message) => {
        this.#incoming.heard(message);
      },
      mayHandOver: (messageId) => this.#handOver.mayGo(messageId),
      disconnected: (reason) => {
        this.#supervisor.disconnected(reason);
      },
      navigated: () => {
        this.#watch.loaded();
        this.#supervisor.navigated();
      },
      broken: (reason) => {
        this.#supervisor.down(reason);
      },
      notHeld: (reason) => {
        void this.#notHeld(reason);
      },
    });
    const client = this.#client;
    this.#watch = new PageWatch({
      client,
      calls: this.#calls,
      clock,
      settings,
      wasLinked,
      tell: (report) => {
        this.#supervisor.tell({ type: "page", ...report });
      },
    });
    const isOnline = (): boolean => this.#supervisor.isOnline;
    this.#questions = new Questions({ client, calls: this.#calls, settings, watch: this.#watch, isOnline });
    this.#accounts = new Accounts(this.#questions, () => this.#number);
    this.#limits = new PageLimits(this.#questions);
    this.#handOver = new HandOver({ client, calls: this.#calls, clock, settings, standing: () => this.#supervisor });
    this.#incoming = new Incoming({
      client,
      calls: this.#calls,
      settings,
      questions: this.#questions,
      tell: (message) => {
        this.#supervisor.tell({ type: "message", message });
      },
    });
    this.#supervisor = new Supervisor({
      client,
      calls: this.#calls,
      clock,
      settings,
      wasLinked,
      tell: parts.onEvent,
      lookAtPage: async (phase) => {
        await (phase === "ready" ? this.#lookAtPage() : this.#watch.lookIfLate().catch(() => undefined));
      },
      suspicionOf: (state) => this.#watch.suspicionOf(state),
      isPageChanged: () => this.#watch.stopsSending !== undefined,
    });
  }

  /** Starts browser and page; how that goes comes as events. */
  start(): void {
    this.#supervisor.start();
  }

  async checkNumber(number: string): Promise<NumberCheck> {
    this.#assertOnline();
    return await this.#accounts.check(number);
  }

  async numberOfLid(lid: string): Promise<string | undefined> {
    this.#assertOnline();
    return await this.#questions.ask("WAWebApiContact.getPhoneNumber", page.numberOfLid, `${lid}@lid`);
  }

  async send(message: OutgoingMessage, mayGo = () => Promise.resolve()): Promise<AckAt> {
    const { clock, settings, media } = this.#parts;
    const startedAt = clock.elapsed();
    this.#assertOnline();
    this.#assertMaySend();
    const { messageId, to } = message;
    const account = await this.#accounts.of(to);
    if (account === undefined) throw new RejectedByWhatsApp(`${to.slice(0, 4)}... is not on WhatsApp`);
    const quotedKey = await this.#accounts.quotedKey(message);
    const keys = await this.#accounts.keysOf("true", messageId, to);
    return await media.load(message.media, async (media) => {
      this.#assertOnline();
      const sending: SendingMessage = {
        messageId,
        text: message.text,
        ...(media === undefined ? {} : { media }),
        ...(quotedKey === undefined ? {} : { quotedKey }),
      };
      const wholeMs = sendWithinMs(settings, media === undefined ? 0 : (media.base64.length * 3) / 4);
      const withinMs = Math.max(1, wholeMs - (clock.elapsed() - startedAt));
      try {
        const ack = await this.#handOver.send(sending, { chatId: account.chatId, keys, withinMs, mayGo });
        return { ack, at: clock.now() };
      } catch (error) {
        // It is named by what is missing, where something is.
        if (error instanceof Error && error.cause instanceof PageError) void this.#lookAtPage();
        throw error;
      }
    });
  }

  async findMessage(messageId: string, to: string): Promise<AckAt | undefined> {
    this.#assertReady();
    const found = await this.#accounts.findMessage("true", messageId, to);
    return found && { ack: asAck(found.ack), at: found.atSeconds * 1_000 };
  }

  async readUnread(): Promise<readonly InboundMessage[]> {
    this.#assertReady();
    return await this.#incoming.unread();
  }

  async readLimits(): Promise<AccountLimits> {
    this.#assertOnline();
    return await this.#limits.read();
  }

  async knowsChat(number: string): Promise<boolean> {
    this.#assertReady();
    return await this.#accounts.knowsChat(number);
  }

  async requestPairingCode(number: string): Promise<string> {
    if (!this.#supervisor.isPairing) throw new SessionDown("the session is not waiting to be linked");
    return await this.#questions.within("startAltLinkingFlow", () => this.#client.requestPairingCode(number));
  }

  async probe(): Promise<PageProbe> {
    const { calls, client } = { calls: this.#calls, client: this.#client };
    try {
      const { probeWithinMs } = this.#parts.settings;
      const { version } = await calls.within(probeWithinMs, () => client.evaluate(compareWithContract, []));
      const isConnected = this.#supervisor.isOnline;
      return { answers: this.#supervisor.isReady, isConnected, ...(version === undefined ? {} : { version }) };
    } catch (error) {
      return { answers: false, isConnected: false, pageError: (error as Error).message };
    }
  }

  async logout(): Promise<void> {
    if (this.#supervisor.isReady) {
      this.#assertOnline();
      this.#supervisor.expectEnd();
      await this.#questions.within("logout", () => this.#client.logout());
    } else if (this.#parts.wasLinked) {
      throw new SessionDown("the line to WhatsApp is down");
    }
    await this.close();
    await this.#parts.forgetProfile();
  }

  async close(): Promise<void> {
    await this.#supervisor.close();
    this.#parts.onClosed();
  }

  async #becomeReady(): Promise<void> {
    const { settings, noteLinked, clock } = this.#parts;
    if (this.#supervisor.isOnline) return;
    try {
      const account = await this.#questions.askNoting("WAWebUserPrefsMeUser.getMaybeMePnUser", page.whoAmI);
      await this.#watch.settle();
      this.#number = account.number;
      noteLinked();
      this.#supervisor.ready(account);
      const soFar = await this.#calls.within(settings.callWithinMs, () =>
        this.#client.evaluate(page.acksSoFar, ownPrefix, acksAtReady),
      );
      for (const { messageId, to, ack } of soFar) {
        this.#heardAck({ messageId, to, ack: asAck(ack), at: clock.now() });
      }
    } catch (error) {
      // A page that was left meanwhile gets ready again, or its deadline ends the connection.
      if (!(error instanceof NoAnswer)) this.#supervisor.suspect();
    }
  }

  async #notHeld(reason: string): Promise<void> {
    const suspicion = await this.#watch.suspicionOf();
    // Another page, or one that can't be reached or that has a spoilt profile, is not WhatsApp's page that changed.
    const isWhatsApps = suspicion === undefined && (await this.#watch.notHeld(reason).catch(() => false));
    this.#supervisor.down(reason, suspicion, isWhatsApps);
  }

  /** Never rejects: a page that is being left says nothing. */
  async #lookAtPage(): Promise<void> {
    await this.#watch.lookAgain().catch(() => undefined);
  }

  #heardAck(ack: { messageId: string; to: string; ack: Ack; at: number }): void {
    this.#handOver.heard(ack.messageId, ack.ack);
    this.#supervisor.tell({ type: "ack", ack });
  }

  #assertMaySend(): void {
    const { stopsSending: report } = this.#watch;
    if (report === undefined) return;
    const pageError = report.unavailable.map(({ member, problem }) => `${member}: ${problem}`).join("; ");
    const unanswered = report.unavailable.some((one) => one.unanswered === true);
    throw new PageCannotBeAsked(`the page lacks what sending needs: ${pageError}`, { pageError, unanswered });
  }

  #assertReady(): void {
    if (!this.#supervisor.isReady) throw new SessionDown("the session is not ready");
  }

  #assertOnline(): void {
    this.#assertReady();
    if (!this.#supervisor.isOnline) throw new SessionDown("the line to WhatsApp is down");
  }
}
