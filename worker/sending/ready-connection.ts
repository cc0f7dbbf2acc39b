import type { Recipient } from "../../core/campaign/recipient.ts";
import type { ToldLimits } from "../../core/sending/new-chats.ts";
import type { PageReport, WhatsAppConnection } from "../../core/whatsapp.ts";

/** What one connection knows, as long as it is open, of the account's right to send and of the page that sends. */
export interface Standing {
  /** When WhatsApp said that it may not, elapsed time; forgotten once a later message was sent all the same. */
  restrictedAt: number | undefined;
  /** What WhatsApp's page was found to be. */
  page: PageReport | undefined;
  /** What WhatsApp said last that the account may do. */
  limits: ToldLimits | undefined;
}

/** A connection that is ready, and what its profile is worth for recovery. */
export interface ReadyConnection {
  readonly connection: WhatsAppConnection;
  /** The number that it is linked to. */
  readonly number: string;
  /** Elapsed time. */
  readonly readyAt: number;
  /** Whether the profile that is open now is the very one from which that message was sent. */
  readonly sentFromHere: (row: Partial<Pick<Recipient, "token">>) => boolean;
  readonly standing: Standing;
}
