import { createHash } from "node:crypto";
import type { FrozenMedia } from "../content/media.ts";
import type { DeliveryEvent, DeliveryState } from "./delivery.ts";

/** A message to one number that a caller asked for: a row before it is answered, sent between campaign messages. */

export const directStates = [
  "pending",
  "sending",
  "sent",
  "delivered",
  "read",
  "failed",
  "in_doubt",
] as const satisfies readonly DeliveryState[];
export type DirectState = (typeof directStates)[number];

export const directReasons = [
  "not_on_whatsapp",
  "rejected_by_whatsapp",
  "quoted_message_unknown",
  "media_unavailable",
  "session_logged_out",
  "no_answer",
  "page_refused",
  "whatsapp_limit",
] as const;
export type DirectReason = (typeof directReasons)[number];

export interface DirectMessage {
  readonly tenantId: string;
  readonly sessionId: string;
  /** `msg_` and a ULID: messages of a session are sent in this order. */
  readonly directId: string;
  readonly number: string;
  /** The text, or the caption of the file. */
  readonly text: string;
  readonly media?: FrozenMedia;
  readonly quotedMessageId?: string;
  /** The number was known to be on WhatsApp at the request; it is not checked again. */
  readonly onWhatsApp?: true;
  /** A broadcast's content, tried on one number. */
  readonly isTest?: true;
  readonly state: DirectState;
  readonly reason?: DirectReason;
  /** WhatsApp's id of it, known before it is sent. */
  readonly messageId: string;
  /** Who claimed it: slot, epochs and a nonce. */
  readonly token?: string;
  readonly requestedAt: number;
  readonly claimedAt?: number;
  readonly sentAt?: number;
  readonly deliveredAt?: number;
  readonly readAt?: number;
  readonly failedAt?: number;
  /** Each transition since it was asked for, in order; rows of before have none. */
  readonly history?: readonly DeliveryEvent<DirectState, DirectReason>[];
}

/** How long a message can be asked about. */
export const keepDirectMs = 90 * 24 * 60 * 60 * 1_000;

/**
 * The message's id on WhatsApp is a pure function of ours: after a crash the page can be asked for it.
 * Form: as campaignMessageId.
 */
export const whatsAppIdOf = (tenantId: string, directId: string): string =>
  `3EB0${createHash("sha256").update(`${tenantId}\n${directId}`).digest("hex").slice(0, 18).toUpperCase()}`;
