import { type Ack, type AckEvent, type InboundMessage } from "../core/whatsapp.ts";
import { type HandedOver, type SessionLabel } from "./events.ts";

export interface Device {
  readonly deviceId: string;
  readonly secret: string;
  /** The account's number. */
  readonly account: string;
  readonly name?: string;
  readonly session: SessionLabel;
  /** How often the device's profile moved on, as the server knows it: an older profile is stale. */
  generation: number;
  isLinked: boolean;
  isRestricted: boolean;
}

/** One copy of a message on its way to the phone. */
export interface Copy {
  readonly dueAt: number;
  /** Of a message that the page handed over again by itself. */
  readonly resent?: true;
}

export interface MessageRecord {
  readonly account: string;
  readonly message: HandedOver;
  /** Who handed it over last: it receives the acks. */
  deviceId: string;
  ack: Ack;
  /** When it got its ack. */
  at: number;
  acceptedAt: number;
  readonly copies: Copy[];
  readAt?: number;
}

/** What a device has yet to receive. */
export type OwedWord =
  | { readonly type: "ack"; readonly ack: AckEvent; readonly number: string }
  | { readonly type: "message"; readonly message: InboundMessage };
