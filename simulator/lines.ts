import { type AckEvent, type InboundMessage } from "../core/whatsapp.ts";
import { type Holds } from "./holds.ts";
import { type Ledger } from "./ledger.ts";
import { type Device, type OwedWord } from "./records.ts";
import { type Timers } from "./timers.ts";

/** What a connected device receives. After `lost`, `conflict` and `logged_out` its line is closed. */
export type LineWord =
  | { readonly type: "ack"; readonly ack: AckEvent }
  | { readonly type: "message"; readonly message: InboundMessage }
  | { readonly type: "restricted" }
  | { readonly type: "lost" }
  | { readonly type: "conflict" }
  | { readonly type: "logged_out" }
  /** Not WhatsApp's doing: the door is to break its own page or browser. */
  | { readonly type: "page_crash" | "page_hang" | "browser_kill" };

/** One device's connection to the server. Doors hand it back to the network's calls. */
export interface Line {
  readonly device: Device;
  readonly isOpen: boolean;
}

interface OpenLine extends Line {
  readonly hear: (word: LineWord) => void;
  isOpen: boolean;
  isListening: boolean;
  isTelling: boolean;
}

/** What a device receives instead of an ack: nothing (lost), the same later, twice, in another order. */
export type AckFaults = (ack: AckEvent) => readonly { readonly ack: AckEvent; readonly delayMs?: number }[];

/** Lines of the connected devices. What is owed to a device waits in the memory until its line receives it. */
export class Lines {
  readonly #open = new Map<string, OpenLine>();
  readonly #ledger: Ledger;
  readonly #holds: Holds;
  readonly #timers: Timers;
  readonly #ackFaults: AckFaults;

  constructor(ledger: Ledger, holds: Holds, timers: Timers, ackFaults: AckFaults) {
    this.#ledger = ledger;
    this.#holds = holds;
    this.#timers = timers;
    this.#ackFaults = ackFaults;
  }

  /** The newest connection of a device wins: the one before receives `conflict`. */
  open(device: Device, hear: (word: LineWord) => void): Line {
    this.cut(device.deviceId, { type: "conflict" });
    const line: OpenLine = { device, hear, isOpen: true, isListening: false, isTelling: false };
    this.#open.set(device.deviceId, line);
    return line;
  }

  /** The device is ready to receive what was kept for it. */
  listen(deviceId: string): void {
    const line = this.#open.get(deviceId);
    if (!line) return;
    line.isListening = true;
    if (this.#ledger.memory.accounts.isRestricted(line.device.account)) line.hear({ type: "restricted" });
    this.tell(deviceId);
  }

  /** Sends a listening device what it is owed, in order, one word at a time. */
  tell(deviceId: string): void {
    const line = this.#open.get(deviceId);
    if (!line?.isListening || line.isTelling) return;
    line.isTelling = true;
    try {
      for (const [number, word] of this.#ledger.memory.owedTo(deviceId)) {
        if (word.type === "ack" && this.#holds.stops("reply_on_its_way", word.number)) continue;
        this.#say(line, word);
        // Sent first, then written: a kill in between makes the device receive it twice, never not at all.
        this.#ledger.record({ type: "told", deviceId, word: number });
        if (!line.isOpen) return;
      }
    } finally {
      line.isTelling = false;
    }
  }

  tellAll(): void {
    for (const deviceId of [...this.#open.keys()]) this.tell(deviceId);
  }

  /** Says something to a connected device; false when it is not connected. */
  say(deviceId: string, word: LineWord): boolean {
    const line = this.#open.get(deviceId);
    line?.hear(word);
    return line !== undefined;
  }

  /** Closes a device's line from the server's side; false when it had none. */
  cut(deviceId: string, lastWord: LineWord): boolean {
    const line = this.#open.get(deviceId);
    if (!line) return false;
    this.hangUp(line);
    line.hear(lastWord);
    return true;
  }

  /** Ends a device's link to its account, connected or not. */
  unlink(deviceId: string): void {
    this.#ledger.record({ type: "unlinked", deviceId });
    this.cut(deviceId, { type: "logged_out" });
  }

  /** Closes a line from the device's side, silently. */
  hangUp(line: Line): void {
    const open = this.#open.get(line.device.deviceId);
    if (open !== line) return;
    open.isOpen = false;
    this.#open.delete(line.device.deviceId);
  }

  end(): void {
    for (const line of [...this.#open.values()]) this.hangUp(line);
  }

  #say(line: OpenLine, word: OwedWord): void {
    if (word.type === "message") {
      line.hear(word);
      return;
    }
    for (const { ack, delayMs = 0 } of this.#ackFaults(word.ack)) {
      const hear = (): void => {
        if (line.isOpen) line.hear({ type: "ack", ack });
      };
      if (delayMs > 0) this.#timers.set(delayMs, hear);
      else hear();
    }
  }
}
