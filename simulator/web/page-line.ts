import { defined } from "../../core/defined.ts";
import { type LineWord, type Line } from "../lines.ts";
import { type Network } from "../network.ts";
import { type PairingDevice } from "../pairing.ts";
import { NetworkRefusal } from "../refusal.ts";
import { type PageDrift } from "./page-behaviour.ts";
import { browserOf } from "./browser-of.ts";
import { pageWordShape, type PageWord } from "./page-words.ts";

/** Words that were sent to a device whose page has not yet said that it stored them, by the device's id. */
export type Unconfirmed = Map<string, Map<number, object>>;

export interface PageLineParts {
  readonly network: Network;
  readonly unconfirmed: Unconfirmed;
  readonly nextWord: () => number;
  readonly say: (word: object) => void;
  readonly hangUp: () => void;
  /** Port of the browser's end of the line. */
  readonly browserPort: number;
}

/** What a test makes a page do. */
export type PageOrder =
  | { readonly type: "state"; readonly state: string }
  | { readonly type: "navigate"; readonly to: string }
  /** WhatsApp changes it while it runs; back to what it was where nothing is named. */
  | { readonly type: "drift"; readonly drift: PageDrift; readonly version: string }
  /** It falls out of sync and back. */
  | { readonly type: "resync" };

/** One open line of one page to the simulated network. */
export class PageLine {
  readonly #parts: PageLineParts;
  #line: Line | undefined;
  #pairing: PairingDevice | undefined;
  #stopPairing = (): void => undefined;
  #isOpen = true;

  constructor(parts: PageLineParts) {
    this.#parts = parts;
  }

  get deviceId(): string | undefined {
    return this.#line?.device.deviceId;
  }

  say(word: PageOrder): void {
    this.#parts.say(word);
  }

  strikeBrowser(signal: NodeJS.Signals): void {
    const found = browserOf(this.#parts.browserPort);
    if (found !== undefined) process.kill(found.browser, signal);
  }

  closed(): void {
    this.#isOpen = false;
    this.#stopPairing();
    if (this.#line) this.#parts.network.hangUp(this.#line);
  }

  /** @throws ZodError when the page says what no page should */
  heard(text: string): void {
    this.#take(pageWordShape.parse(JSON.parse(text)));
  }

  #take(word: PageWord): void {
    const { network, unconfirmed } = this.#parts;
    switch (word.type) {
      case "hello":
        if (word.device === undefined) this.#pair();
        else this.#connect(word.device);
        return;
      case "refresh_qr":
        this.#pair();
        return;
      case "advance":
        if (this.#line) network.advance(this.#line, word.generation);
        return;
      case "listen":
        if (this.#line) this.#listen(this.#line);
        return;
      case "heard":
        if (this.#line) unconfirmed.get(this.#line.device.deviceId)?.delete(word.word);
        return;
      case "message":
        this.#handOver(word);
        return;
      case "exists":
      case "limits":
      case "logout":
      case "pairing_code":
        this.#answer(word);
    }
  }

  #pair(): void {
    const { network, say } = this.#parts;
    this.#stopPairing();
    this.#pairing = {
      onQr: (qr) => {
        say({ type: "qr", qr });
      },
      onUsedUp: () => {
        say({ type: "qr_used_up" });
      },
      onLinked: (device) => {
        say({ type: "linked", device });
      },
      onPasskeyWanted: () => {
        say({ type: "state", state: "PAIRING" });
      },
    };
    this.#stopPairing = network.startPairing(this.#pairing);
  }

  #connect(device: NonNullable<Extract<PageWord, { type: "hello" }>["device"]>): void {
    const { network, say } = this.#parts;
    const answer = network.connect(device, (word) => {
      this.#hear(word);
    });
    if (answer.state !== "online") {
      say({ type: answer.state });
      return;
    }
    this.#line = answer.line;
    const { account, name } = answer.line.device;
    const { lid } = network.checkNumber(account);
    say({ type: "online", account, ...defined({ name, lid }) });
    // As the phone does for a device that was linked just now.
    if (device.generation === 0) say({ type: "history", people: network.standings.peopleOf(answer.line.device) });
  }

  #listen(line: Line): void {
    const { network, unconfirmed, say } = this.#parts;
    for (const word of unconfirmed.get(line.device.deviceId)?.values() ?? []) say(word);
    network.listen(line);
    // After the acks that were kept: the page receives one word after the other.
    if (network.behaviour.resendsPending) say({ type: "resend_pending" });
  }

  #handOver({
    messageId,
    to,
    kind,
    body,
    mediaSha256,
    fileName,
    quotedMessageId,
    resent,
  }: Extract<PageWord, { type: "message" }>): void {
    const { network } = this.#parts;
    network.holds.pass("stored_in_page", to, () => {
      // A page that is gone by now hands nothing over: its row is all there is.
      if (!this.#isOpen || !this.#line?.isOpen) return;
      network.handOver(this.#line, {
        messageId,
        to,
        type: kind,
        body,
        ...defined({ mediaSha256, fileName, quotedMessageId, resent }),
      });
    });
  }

  #answer(asked: Extract<PageWord, { question: number }>): void {
    const { say } = this.#parts;
    const { question } = asked;
    try {
      say({ type: "answer", question, value: this.#valueOf(asked) });
    } catch (error) {
      if (!(error instanceof NetworkRefusal)) throw error;
      say({ type: "answer", question, error: error.message });
    }
  }

  #valueOf(asked: Extract<PageWord, { question: number }>): unknown {
    const { network } = this.#parts;
    switch (asked.type) {
      case "exists": {
        const number = asked.number ?? network.numberOfLid(asked.lid ?? "");
        if (number === undefined) return { onWhatsApp: false };
        const { account = number, ...check } = network.checkNumber(number, this.#line);
        return { number: account, ...check };
      }
      case "limits":
        return this.#line && network.standings.limitsOf(this.#line.device);
      case "logout":
        return this.#logout();
      case "pairing_code": {
        const code = this.#pairing && network.requestPairingCode(this.#pairing, asked.number);
        if (code === undefined) throw new NetworkRefusal("qr_not_on_show", "this device does not wait to be linked");
        return code;
      }
    }
  }

  /** The page asked for it, so that it need not be sent again. */
  #logout(): object {
    const line = this.#line;
    this.#line = undefined;
    if (line) this.#parts.network.unlink(line.device.deviceId);
    return {};
  }

  #hear(word: LineWord): void {
    const { say, hangUp } = this.#parts;
    switch (word.type) {
      case "ack":
        this.#tell({ type: "ack", ack: { ...word.ack, number: this.#numberOf(word.ack.to) } });
        return;
      case "message": {
        const from = this.#numberOf(word.message.from);
        const { lid } = this.#parts.network.checkNumber(from);
        this.#tell({ type: "message", message: { ...word.message, from, ...defined({ lid }) } });
        return;
      }
      case "restricted":
        // The page has no word for it: what it sends from now on is refused.
        return;
      case "lost":
        hangUp();
        return;
      case "conflict":
        say(word);
        return;
      case "logged_out":
        if (this.#line) say(word);
        return;
      case "page_crash":
      case "page_hang":
      case "browser_kill":
        this.#breakBrowser(word.type);
    }
  }

  #numberOf(to: string): string {
    return this.#parts.network.numberOfLid(to) ?? to;
  }

  /** Kept until the page has stored it: a browser that is killed in between gets it again. */
  #tell(content: object): void {
    const { unconfirmed, nextWord, say } = this.#parts;
    const deviceId = this.#line?.device.deviceId;
    if (deviceId === undefined) return;
    const word = nextWord();
    const ofDevice = unconfirmed.get(deviceId) ?? new Map<number, object>();
    unconfirmed.set(deviceId, ofDevice.set(word, { ...content, word }));
    say({ ...content, word });
  }

  #breakBrowser(how: "page_crash" | "page_hang" | "browser_kill"): void {
    const found = browserOf(this.#parts.browserPort);
    if (found === undefined) return;
    const struck = how === "browser_kill" ? [found.browser] : found.renderers;
    for (const pid of struck) process.kill(pid, how === "page_hang" ? "SIGSTOP" : "SIGKILL");
  }
}
