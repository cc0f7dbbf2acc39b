import { type Ack, type AckEvent, type InboundMessage, type InboundType } from "../core/whatsapp.ts";
import { type HandedOver, type SessionLabel } from "./events.ts";
import { type ChatMessage } from "./phone/chats.ts";

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
}

/** One copy of a message on its way to the phone. */
export interface Copy {
  readonly dueAt: number;
  /** Of a message that the page handed over again by itself. */
  readonly resent?: true;
  /** As the phone's chat has it. */
  readonly shown: ChatMessage;
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
  /** Copies that arrived, as the phone's chat has them. */
  readonly onPhone: ChatMessage[];
  readAt?: number;
}

/** What a device has yet to receive. */
export type OwedWord =
  | { readonly type: "ack"; readonly ack: AckEvent; readonly number: string }
  | { readonly type: "message"; readonly message: InboundMessage };

export interface Scan {
  readonly qr: string;
  /** Digits only: the account of the phone that scans. */
  readonly number: string;
  readonly name?: string;
  readonly session: SessionLabel;
}

/** What a phone writes to a session's account. */
export interface WrittenByPhone {
  readonly sessionId: string;
  /** Of the session; any where none is named. */
  readonly tenantId?: string;
  /** Digits only. */
  readonly from: string;
  /** The text, or the caption. */
  readonly body: string;
  /** A text unless it is said. */
  readonly type?: InboundType;
  /** Id of the message that it answers. */
  readonly quoted?: string;
}
