import { defined } from "../core/defined.ts";
import {
  type AccountLimits,
  type InboundMessage,
  type NumberCheck,
  type OutgoingMessage,
  type PageProbe,
  type WhatsAppConnection,
  type WhatsAppEvent,
} from "../core/whatsapp.ts";
import { type ConnectionParts } from "./connection-parts.ts";
import { type Line, type LineWord } from "./lines.ts";
import {
  breaksAfterStoring,
  cannotAsk,
  limitsTold,
  numbersFail,
  pageReport,
  refuseSend,
  type SimulatedPage,
  unknownOutcome,
} from "./page-settings.ts";
import { type PairingDevice } from "./pairing.ts";
import { pairingPage } from "./pairing-page.ts";
import { PendingCalls } from "./pending-calls.ts";
import { Profile, supersedes } from "./profile.ts";
import { type AckAt, assertQuotable, Sends, withRealBytes } from "./sends.ts";
import { Timers } from "./timers.ts";

/**
 * `starting`: nothing asked yet, or pairing. `linked`: was ready; the line may be lost for a while. `hung`: the page answers
 * nothing. `over`: `down` or `logged_out` was emitted, or it was closed; nothing is emitted any more.
 */
type Phase = "starting" | "linked" | "hung" | "over";

/** One open page of one session: what whatsapp-web.js and its browser are to the real engine. */
export class SimulatedConnection implements WhatsAppConnection {
  readonly #parts: ConnectionParts;
  readonly #timers: Timers;
  readonly #calls: PendingCalls;
  readonly #sends: Sends;
  #phase: Phase = "starting";
  #profile: Profile | undefined;
  #line: Line | undefined;
  #pairing: PairingDevice | undefined;
  #stopPairing = (): void => undefined;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#sends = new Sends(parts.network);
    this.#timers = new Timers(parts.clock);
    this.#calls = new PendingCalls(this.#timers, parts.settings.sendTimeoutMs, () => {
      if (this.#phase === "hung") this.#down("the page does not answer");
    });
    this.#timers.set(parts.settings.startMs, () => {
      this.#start();
    });
  }

  async checkNumber(number: string): Promise<NumberCheck> {
    return await this.#askAboutNumbers((line) => this.#parts.network.checkNumber(number, line));
  }

  async numberOfLid(lid: string): Promise<string | undefined> {
    return await this.#askAboutNumbers(() => this.#parts.network.numberOfLid(lid));
  }

  async send(message: OutgoingMessage): Promise<AckAt> {
    if (this.#phase === "hung") return this.#calls.begin<AckAt>(unknownOutcome(message)).answer;
    this.#assertOnline();
    assertQuotable(message, this.#parts.network, this.#line, this.#profile);
    const page = this.#page;
    refuseSend(page, message);
    const stored = withRealBytes(message, this.#parts.network.files);
    // A stored row may go out even if the caller is gone, so from here on a failure says nothing of the outcome.
    this.#profile?.addRow(stored, this.#parts.clock.now());
    const call = this.#calls.begin<AckAt>(unknownOutcome(message));
    if (!breaksAfterStoring(page, message, call)) this.#sends.add(stored, call);
    return call.answer;
  }

  async probe(): Promise<PageProbe> {
    const answers = this.#phase === "linked";
    return { answers, isConnected: this.#line !== undefined, ...(answers ? { version: this.#page.version } : {}) };
  }

  async findMessage(messageId: string, _to: string): Promise<AckAt | undefined> {
    if (this.#phase === "hung") return this.#calls.begin<undefined>(cannotAsk).answer;
    if (this.#phase !== "linked") throw cannotAsk("the session is not ready");
    const row = this.#profile?.findRow(messageId);
    if (!row) return undefined;
    const newer = this.#line && this.#parts.network.findMessage(this.#line, messageId);
    return newer && supersedes(newer.ack, row.ack) ? newer : { ack: row.ack, at: row.at };
  }

  async requestPairingCode(number: string): Promise<string> {
    if (this.#phase === "hung") return this.#calls.begin<string>(cannotAsk).answer;
    const waits = this.#phase === "starting" ? this.#pairing : undefined;
    const code = waits && this.#parts.network.requestPairingCode(waits, number);
    if (code === undefined) throw cannotAsk("it does not wait to be linked");
    return code;
  }

  async readUnread(): Promise<readonly InboundMessage[]> {
    return await this.#ask((line) => this.#parts.network.readUnread(line));
  }

  async readLimits(): Promise<AccountLimits> {
    return await this.#ask((line) => limitsTold(this.#page, this.#parts.network.standings.limitsOf(line.device)));
  }

  async knowsChat(number: string): Promise<boolean> {
    return await this.#ask(({ device }) => this.#parts.network.standings.knows(device, number));
  }

  async logout(): Promise<void> {
    if (this.#line) {
      this.#parts.network.unlink(this.#hangUp(this.#line).device.deviceId);
      this.#profile?.forget();
    } else if (this.#phase !== "starting" || this.#profile?.credential) {
      throw cannotAsk("the line to WhatsApp is down");
    }
    await this.close();
  }

  async close(): Promise<void> {
    // An unclean end advances nothing: the profile stays what the network knows.
    if (this.#line?.isOpen && this.#profile) this.#parts.network.advance(this.#line, this.#profile.advance());
    this.#end("closed");
    this.#parts.onClosed();
  }

  /** Ends as a SIGKILL of its process ends it: nothing is saved, no event comes, the network sees a line drop. */
  kill(): void {
    this.#end("its process was killed");
    this.#parts.onClosed();
  }

  #start(): void {
    const { profileDir } = this.#parts;
    if (profileDir === undefined) {
      this.#down("another browser uses the profile folder");
      return;
    }
    try {
      this.#profile = new Profile(profileDir);
    } catch (error) {
      this.#down(`the profile folder cannot be used: ${(error as Error).message}`, { profileSuspect: "unreadable" });
      return;
    }
    if (this.#profile.credential) this.#connect(this.#profile);
    else if (this.#profile.lostCredential) this.#down("it was linked, and lost that", { profileSuspect: "unlinked" });
    else this.#pair(this.#profile);
  }

  #pair(profile: Profile): void {
    this.#pairing = pairingPage(this.#parts, this.#timers, profile, {
      linked: () => {
        this.#connect(profile);
      },
      notCompleted: () => {
        this.#end("the link was not completed", { type: "link_not_completed" });
      },
    });
    this.#stopPairing = this.#parts.network.startPairing(this.#pairing);
  }

  #connect(profile: Profile): void {
    const { network, settings, onEvent } = this.#parts;
    if (!profile.credential) return;
    const answer = network.connect(profile.credential, (word) => {
      this.#hear(word);
    });
    if (answer.state === "logged_out") {
      this.#end("logged out", { type: "logged_out" });
    } else if (answer.state === "undecryptable") {
      this.#timers.set(settings.readyTimeoutMs, () => {
        this.#down("the page did not get ready in time", { profileSuspect: "not_ready" });
      });
    } else if (network.pageOf(answer.line.device.account).isUnusable) {
      network.hangUp(answer.line);
      const page = network.pageOf(answer.line.device.account);
      onEvent({ type: "page", ...pageReport(page, this.#parts.clock.now()) });
      this.#timers.set(settings.readyTimeoutMs, () => {
        this.#down("the page did not get ready in time", { because: "page_changed" });
      });
    } else {
      const { line } = answer;
      const isFirst = this.#phase === "starting";
      this.#line = line;
      this.#phase = "linked";
      // Saved before the network knows: a kill in between makes the profile newer, never stale.
      network.advance(line, profile.advance());
      const { account: number, name } = line.device;
      onEvent({ type: "page", ...pageReport(this.#page, this.#parts.clock.now()) });
      onEvent({ type: "ready", number, ...defined({ name }) });
      this.#sends.goOnline(line);
      network.listen(line);
      // The acks that were kept are in by now: what has none was never accepted, or is on its way this moment.
      const resends = isFirst && line.isOpen && network.behaviour.resendsPending;
      if (resends) this.#sends.resend(line, profile.unacknowledgedRows());
    }
  }

  #hear(word: LineWord): void {
    const { onEvent, settings } = this.#parts;
    switch (word.type) {
      case "ack":
        this.#profile?.noteAck(word.ack.messageId, word.ack.ack, word.ack.at);
        this.#sends.hear(word.ack);
        onEvent(word);
        break;
      case "message":
      case "restricted":
        onEvent(word);
        break;
      case "lost":
        this.#line = undefined;
        this.#sends.goOffline();
        this.#timers.set(settings.reconnectMs, () => {
          if (this.#profile) this.#connect(this.#profile);
        });
        onEvent({ type: "line_lost" });
        break;
      case "logged_out":
        this.#end("logged out", word);
        break;
      case "conflict":
        this.#down("conflict: the session is open elsewhere");
        break;
      case "page_crash":
        this.#down("the page crashed");
        break;
      case "browser_kill":
        this.#down("the browser is gone");
        break;
      case "page_hang":
        this.#hang();
        break;
    }
  }

  /** A hung page reads nothing from its line: what it is owed stays owed. */
  #hang(): void {
    if (this.#line) this.#hangUp(this.#line);
    this.#phase = "hung";
    this.#timers.set(this.#parts.settings.sendTimeoutMs, () => {
      this.#down("the page does not answer");
    });
  }

  #hangUp(line: Line): Line {
    this.#parts.network.hangUp(line);
    this.#sends.goOffline();
    this.#line = undefined;
    return line;
  }

  /** Asks the server: a page that hangs has no answer before its deadline. */
  #ask<Answer>(answer: (line: Line) => Answer | Promise<Answer>): Answer | Promise<Answer> {
    if (this.#phase === "hung") return this.#calls.begin<Answer>(cannotAsk).answer;
    return answer(this.#assertOnline());
  }

  #askAboutNumbers<Answer>(answer: (line: Line) => Answer): Answer | Promise<Answer> {
    return this.#ask((line) => {
      const { numbersFailAfterMs } = this.#page;
      if (numbersFailAfterMs === undefined) return answer(line);
      const waited = numbersFailAfterMs > 0 ? this.#parts.clock.wait(numbersFailAfterMs) : Promise.resolve();
      return waited.then(() => Promise.reject(numbersFail(this.#page)));
    });
  }

  /** The page that WhatsApp serves this account now. */
  get #page(): SimulatedPage {
    return this.#parts.network.pageOf(this.#line?.device.account ?? "");
  }

  #assertOnline(): Line {
    if (this.#phase !== "linked") throw cannotAsk("the session is not ready");
    if (!this.#line) throw cannotAsk("the line to WhatsApp is down");
    return this.#line;
  }

  #down(reason: string, because: Pick<Extract<WhatsAppEvent, { type: "down" }>, "profileSuspect" | "because"> = {}) {
    this.#end(reason, { type: "down", reason, ...because });
  }

  #end(reason: string, lastWord?: WhatsAppEvent): void {
    if (this.#phase === "over") return;
    this.#phase = "over";
    this.#stopPairing();
    if (this.#line) this.#hangUp(this.#line);
    this.#timers.end();
    this.#profile?.close();
    this.#calls.endAll(reason);
    if (lastWord) this.#parts.onEvent(lastWord);
  }
}
