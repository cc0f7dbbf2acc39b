import { randomBytes } from "node:crypto";
import { type Clock } from "../core/clock.ts";
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
}

export interface PairingSettings {
  readonly qrLifeMs: number;
  readonly qrCount: number;
}

const token = (bytes: number): string => randomBytes(bytes).toString("base64");

/** Codes on show: each lives for a while and gives way to the next, as on WhatsApp Web. */
export class Pairings {
  readonly #onShow = new Map<string, { readonly device: PairingDevice; readonly stop: () => void }>();
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
    return takeDown;
  }

  isOnShow(qr: string): boolean {
    return this.#onShow.has(qr);
  }

  /** Ends the pairing that shows this code and hands its device the credential. */
  link(qr: string, credential: Credential): void {
    const pairing = this.#onShow.get(qr);
    pairing?.stop();
    pairing?.device.onLinked(credential);
  }
}
