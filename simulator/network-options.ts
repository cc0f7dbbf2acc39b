import { type Clock } from "../core/time/clock.ts";
import { type NetworkEvent } from "./events.ts";

export interface NetworkOptions {
  readonly clock: Clock;
  /** 0 up to, not including, 1. */
  readonly random: () => number;
  /** Keeps what the network remembers; without it, it forgets at its end. One network a directory. */
  readonly dataDir?: string;
  /** How long a QR code lives, in milliseconds: default 20,000, as on WhatsApp Web. */
  readonly qrLifeMs?: number;
  /** How many QR codes a pairing shows before it gives up: default 6. */
  readonly qrCount?: number;
  /** Is told of everything that the network remembers from now on. */
  readonly onRecord?: (event: NetworkEvent) => void;
}
