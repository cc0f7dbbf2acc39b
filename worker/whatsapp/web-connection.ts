import { type Clock } from "../../core/time/clock.ts";
import { OutcomeUnknown, QuotedMessageUnknown, RejectedByWhatsApp, SessionDown } from "../../core/errors.ts";
import type {
  Ack,
  InboundMessage,
  NumberCheck,
  OutgoingMessage,
  WhatsAppConnection,
  WhatsAppEvent,
} from "../../core/whatsapp.ts";
import { isMessageId } from "../../core/sending/quoted-message.ts";
import { Calls, NoAnswer } from "./calls.ts";
import { inboundOf, isWrittenByPeople, type PageInbound } from "./inbound.ts";
import type { MediaInHand } from "./media-in-hand.ts";
import { AckWaits, asAck, assertAccepted } from "./outcome.ts";
import * as page from "./page-code.ts";
import { Supervisor } from "./supervisor.ts";
import type { SendingMessage, WebClient, WebClientListener } from "./web-client.ts";
import type { WebSettings } from "./web-settings.ts";

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
const unreadPerChat = 50;
/** One session on the real library in a browser of its own: every call ends, and every failure of the page is emitted. */
export class WebConnection implements WhatsAppConnection {
  readonly #parts: WebConnectionParts;
  readonly #client: WebClient;
  readonly #calls: Calls;
  readonly #supervisor: Supervisor;
  readonly #acks = new AckWaits();
  /** The page's names of accounts that were checked on this connection, by number. */
  readonly #accounts = new Map<string, page.PageAccount>();
  #inbound = Promise.resolve();

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
      ready: (account) => {
        void this.#ready(account);
      },
      state: (state) => {
        this.#supervisor.state(state);
      },
      ack: (messageId, to, ack) => {
        this.#heardAck({ messageId, to, ack: asAck(ack), at: clock.now() });
      },
      message: (message) => {
        if (isWrittenByPeople(message)) this.#heardMessage(message);
      },
      disconnected: (reason) => {
        this.#supervisor.disconnected(reason);
      },
      navigated: () => {
        this.#supervisor.navigated();
      },
      broken: (reason) => {
        this.#supervisor.down(reason);
      },
    });
    this.#supervisor = new Supervisor({
      client: this.#client,
      calls: this.#calls,
      clock,
      settings,
      wasLinked,
      tell: parts.onEvent,
    });
  }

  /** Starts browser and page; how that goes comes as events. */
  start(): void {
    this.#supervisor.start();
  }

  async checkNumber(number: string): Promise<NumberCheck> {
    this.#assertOnline();
    const account = await this.#ask(() => this.#client.evaluate(page.findAccount, number));
    if (account === undefined) return { onWhatsApp: false };
    this.#accounts.set(number, account);
    const { chatId: _, ...names } = account;
    return { onWhatsApp: true, ...names };
  }

  async numberOfLid(lid: string): Promise<string | undefined> {
    this.#assertOnline();
    return await this.#ask(() => this.#client.evaluate(page.numberOfLid, `${lid}@lid`));
  }

  async send(message: OutgoingMessage): Promise<AckAt> {
    const startedAt = this.#parts.clock.elapsed();
    const leftMs = () => Math.max(1, this.#parts.settings.sendWithinMs - (this.#parts.clock.elapsed() - startedAt));
    this.#assertOnline();
    const { messageId, to } = message;
    if (!this.#accounts.has(to)) await this.checkNumber(to);
    const account = this.#accounts.get(to);
    if (account === undefined) throw new RejectedByWhatsApp(`${to.slice(0, 4)}... is not on WhatsApp`);
    const quotedKey = await this.#quotedKey(message);
    return await this.#parts.media.load(message.media, async (media) => {
      this.#assertOnline();
      const sending: SendingMessage = {
        messageId,
        text: message.text,
        ...(media === undefined ? {} : { media }),
        ...(quotedKey === undefined ? {} : { quotedKey }),
      };
      const waiting = this.#acks.begin(messageId);
      try {
        const ack = await this.#handOver(account.chatId, sending, waiting.answer, leftMs);
        assertAccepted(messageId, ack);
        return { ack, at: this.#parts.clock.now() };
      } finally {
        waiting.end();
      }
    });
  }

  /** From here on a failure says nothing of the outcome, unless the page surely never took the message. */
  async #handOver(chatId: string, sending: SendingMessage, told: Promise<Ack>, leftMs: () => number): Promise<Ack> {
    const { messageId } = sending;
    try {
      return await this.#calls.within(leftMs(), async () => {
        const sent = await this.#client.send(chatId, sending);
        const known = sent ?? (await this.#client.evaluate(page.findMessage, `true_${chatId}_${messageId}`));
        return known === undefined || known.ack === 0 ? await told : asAck(known.ack);
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof NoAnswer || (await this.#mayHaveTaken(messageId))) {
        throw new OutcomeUnknown(`the message may have gone: ${reason}`, { cause: error });
      }
      // The page lives, and broke off before it took the message: it was not sent.
      if (!this.#supervisor.isOnline) throw new SessionDown(`nothing was handed over: ${reason}`, { cause: error });
      throw new RejectedByWhatsApp(`the page refused message ${messageId}: ${reason}`, { cause: error });
    }
  }

  async #mayHaveTaken(messageId: string): Promise<boolean> {
    if (!this.#supervisor.isOnline) return true;
    const { probeWithinMs } = this.#parts.settings;
    try {
      return await this.#calls.within(probeWithinMs, () => this.#client.evaluate(page.wasHandedOver, messageId));
    } catch {
      return true;
    }
  }

  async findMessage(messageId: string, to: string): Promise<AckAt | undefined> {
    this.#assertReady();
    for (const key of await this.#keysOf("true", messageId, to)) {
      const found = await this.#ask(() => this.#client.evaluate(page.findMessage, key));
      if (found !== undefined) return { ack: asAck(found.ack), at: found.atSeconds * 1_000 };
    }
    return undefined;
  }

  async readUnread(): Promise<readonly InboundMessage[]> {
    this.#assertReady();
    const unread = await this.#ask(() => this.#client.evaluate(page.unreadMessages, unreadPerChat));
    const messages: InboundMessage[] = [];
    for (const came of unread.filter(isWrittenByPeople)) {
      messages.push(inboundOf(came, await this.#writerOf(came)));
    }
    return messages;
  }

  async requestPairingCode(number: string): Promise<string> {
    if (!this.#supervisor.isPairing) throw new SessionDown("the session is not waiting to be linked");
    return await this.#ask(() => this.#client.requestPairingCode(number));
  }

  async logout(): Promise<void> {
    if (this.#supervisor.isReady) {
      this.#assertOnline();
      this.#supervisor.expectEnd();
      await this.#ask(() => this.#client.logout());
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

  async #ready(account: { readonly number: string; readonly name?: string }): Promise<void> {
    const { settings, noteLinked, clock } = this.#parts;
    try {
      // Gone with every page that is loaded anew.
      await this.#calls.within(settings.callWithinMs, () => this.#client.evaluate(page.installOwnIds));
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

  #heardAck(ack: { messageId: string; to: string; ack: Ack; at: number }): void {
    this.#acks.heard(ack.messageId, ack.ack);
    this.#supervisor.tell({ type: "ack", ack });
  }

  /** In the order they came, though a writer known by LID only has to be asked for. */
  #heardMessage(came: PageInbound): void {
    const { from } = came;
    if (!from.endsWith("@c.us") && !from.endsWith("@lid")) return;
    this.#inbound = this.#inbound.then(async () => {
      this.#supervisor.tell({ type: "message", message: inboundOf(came, await this.#writerOf(came)) });
    });
  }

  /** The number behind the page's name of the writer; the LID itself where the page does not know it. Never rejects. */
  async #writerOf({ from: name }: PageInbound): Promise<Pick<InboundMessage, "from" | "lid">> {
    const [user = name, server] = name.split("@");
    if (server !== "lid") return { from: user };
    const { callWithinMs } = this.#parts.settings;
    const found = this.#calls.within(callWithinMs, () => this.#client.evaluate(page.numberOfLid, name));
    return { from: (await found.catch(() => undefined)) ?? user, lid: user };
  }

  /** A message stands under its chat's name, and which that is WhatsApp decides: number or LID. */
  async #keysOf(direction: "true" | "false", messageId: string, number: string): Promise<readonly string[]> {
    const known = this.#accounts.get(number);
    const account = known ?? (await this.#ask(() => this.#client.evaluate(page.findAccount, number)));
    const names = [
      `${number}@c.us`,
      // Another spelling of the number, where WhatsApp knows the account by that.
      ...(account === undefined ? [] : [account.chatId]),
      ...(account?.lid === undefined ? [] : [`${account.lid}@lid`]),
    ];
    return [...new Set(names)].map((name) => `${direction}_${name}_${messageId}`);
  }

  async #quotedKey({ quotedMessageId, to }: OutgoingMessage): Promise<string | undefined> {
    if (quotedMessageId === undefined) return undefined;
    // The page breaks off at a key that is none, which would pass for a session that is down.
    const directions = isMessageId(quotedMessageId) ? (["false", "true"] as const) : [];
    for (const direction of directions) {
      for (const key of await this.#keysOf(direction, quotedMessageId, to)) {
        if ((await this.#ask(() => this.#client.evaluate(page.findMessage, key))) !== undefined) return key;
      }
    }
    throw new QuotedMessageUnknown(`the page does not know the message ${quotedMessageId} in the chat it goes to`);
  }

  /** @throws SessionDown for every failure */
  async #ask<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.#calls.within(this.#parts.settings.callWithinMs, work);
    } catch (cause) {
      throw new SessionDown(`the page cannot be asked: ${(cause as Error).message}`, { cause });
    }
  }

  #assertReady(): void {
    if (!this.#supervisor.isReady) throw new SessionDown("the session is not ready");
  }

  #assertOnline(): void {
    this.#assertReady();
    if (!this.#supervisor.isOnline) throw new SessionDown("the line to WhatsApp is down");
  }
}
