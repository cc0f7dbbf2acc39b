import { randomBytes } from "node:crypto";
import { type Clock } from "../core/time/clock.ts";
import { type Timers } from "./timers.ts";

/** What a linked device keeps in its profile. */
export interface Credential {
  readonly deviceId: string;
  readonly secret: string;
  readonly generation: number;
}

/** A device that wants to be linked, as the network sees it. */
export interface PairingDevice {
  /** A new code to show instead of the one before; `expiresAt` in epoch milliseconds. */
  onQr(qr: string, expiresAt: number): void;
  /** The last code expired unscanned; no more come. */
  onUsedUp(): void;
  onLinked(credential: Credential): void;
  /** The code was scanned, and the account wants a passkey that this device can't give. */
  onPasskeyWanted(): void;
}

export interface PairingSettings {
  readonly qrLifeMs: number;
  readonly qrCount: number;
}

const token = (bytes: number): string => randomBytes(bytes).toString("base64");

/** As WhatsApp Web's own: nothing that looks like something else. */
const codeAlphabet = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";

/** Codes on show: each lives for a while and gives way to the next, as on WhatsApp Web. */
export class Pairings {
  readonly #onShow = new Map<string, { readonly device: PairingDevice; readonly stop: () => void }>();
  /** What a phone may type instead of scanning. */
  readonly #byCode = new Map<string, { readonly device: PairingDevice; readonly number: string }>();
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #settings: PairingSettings;

  constructor(clock: Clock, timers: Timers, settings: PairingSettings) {
    this.#clock = clock;
    this.#timers = timers;
    this.#settings = settings;
  }

  /** Shows the first code at once; the answer ends the pairing. */
  start(device: PairingDevice): () => void {
    const keys = `${token(32)},${token(32)},${token(32)},1`;
    let onShow: string | undefined;
    let cancelRotation = (): void => undefined;
    const takeDown = (): void => {
      if (onShow !== undefined) this.#onShow.delete(onShow);
      cancelRotation();
    };
    const show = (codesLeft: number): void => {
      takeDown();
      if (codesLeft === 0) {
        this.#forgetCodes(device);
        device.onUsedUp();
        return;
      }
      onShow = `2@${token(48)},${keys}`;
      this.#onShow.set(onShow, { device, stop: takeDown });
      cancelRotation = this.#timers.set(this.#settings.qrLifeMs, () => {
        show(codesLeft - 1);
      });
      device.onQr(onShow, this.#clock.now() + this.#settings.qrLifeMs);
    };
    show(this.#settings.qrCount);
    return () => {
      takeDown();
      this.#forgetCodes(device);
    };
  }

  isOnShow(qr: string): boolean {
    return this.#onShow.has(qr);
  }

  /** Ends the pairing that shows this code and hands its device the credential. */
  link(qr: string, credential: Credential): void {
    const pairing = this.#onShow.get(qr);
    if (pairing === undefined) return;
    pairing.stop();
    this.#forgetCodes(pairing.device);
    pairing.device.onLinked(credential);
  }

  /** Ends the pairing that shows this code: its device waits for what never comes. */
  stall(qr: string): void {
    const pairing = this.#onShow.get(qr);
    if (pairing === undefined) return;
    pairing.stop();
    this.#forgetCodes(pairing.device);
    pairing.device.onPasskeyWanted();
  }

  /** A code of eight characters that a phone of that number may type; undefined when the device shows no QR code. */
  requestCode(device: PairingDevice, number: string): string | undefined {
    if (this.#qrOf(device) === undefined) return undefined;
    this.#forgetCodes(device);
    const code = Array.from(randomBytes(8), (byte) => codeAlphabet[byte % codeAlphabet.length]).join("");
    this.#byCode.set(code, { device, number });
    return code;
  }

  /** The QR code that is on show of the device for which that number was given this code. */
  qrOfCode(code: string, number: string): string | undefined {
    const asked = this.#byCode.get(code);
    return asked?.number === number ? this.#qrOf(asked.device) : undefined;
  }

  #qrOf(device: PairingDevice): string | undefined {
    return [...this.#onShow].find(([, onShow]) => onShow.device === device)?.[0];
  }

  #forgetCodes(device: PairingDevice): void {
    for (const [code, asked] of this.#byCode) if (asked.device === device) this.#byCode.delete(code);
  }
}
