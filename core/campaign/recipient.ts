import type { DeliveryEvent, DeliveryState } from "../sending/delivery.ts";

/** One recipient of one campaign: the row that is the claim, the record and the audit trail. */

export const recipientStates = [
  "sending",
  "sent",
  "delivered",
  "read",
  "replied",
  "failed",
  "skipped",
  "in_doubt",
] as const satisfies readonly DeliveryState[];
export type RecipientState = (typeof recipientStates)[number];

export const recipientReasons = [
  "not_on_whatsapp",
  "opted_out",
  "invalid_number",
  "missing_variable",
  "message_too_long",
  "template_failed",
  "rejected_by_whatsapp",
  "media_unavailable",
  "campaign_stopped",
  "no_answer",
  "left_list",
  "same_account",
  "page_refused",
] as const;
export type RecipientReason = (typeof recipientReasons)[number];

/** Reasons of those who were skipped: these are no failures. */
const reasonsOfSkipped: readonly string[] = [
  "opted_out",
  "campaign_stopped",
  "left_list",
  "same_account",
] satisfies RecipientReason[];
export const isFailure = (reason: string): boolean => !reasonsOfSkipped.includes(reason);

export interface RecipientEvent extends DeliveryEvent<RecipientState, RecipientReason> {
  /** Set where a further attempt begins. */
  readonly attempt?: number;
  readonly messageId?: string;
}

export interface Recipient {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly campaignId: string;
  readonly number: string;
  readonly listId: string;
  readonly name?: string;
  readonly state: RecipientState;
  readonly reason?: RecipientReason;
  /** Of `missing_variable`: the first of those that the contact lacks, as the text writes them; rows of before name none. */
  readonly missing?: readonly string[];
  /** Of `same_account`: the number under which the same account was written to. */
  readonly sameAccountAs?: string;
  /** The session's own number at the claim; rows of before name none. */
  readonly sender?: string;
  /** Its message began a chat, as far as was known at the claim. Absent, too, where nothing bounded new chats: then it was not asked. */
  readonly newChat?: true;
  /** Who claimed it: slot, epochs and a nonce. */
  readonly token: string;
  /** Own WhatsApp message id. */
  readonly messageId: string;
  readonly attempt: number;
  /** The campaign's round in which it was tried last; absent: the first. */
  readonly round?: number;
  readonly claimedAt: number;
  readonly sentAt?: number;
  readonly deliveredAt?: number;
  readonly readAt?: number;
  readonly repliedAt?: number;
  /** Each transition in order. */
  readonly history: readonly RecipientEvent[];
}

/** Messages that were made for it; an outcome that needed none has no attempt and no message id. */
export const attemptsOf = ({ history }: Pick<Recipient, "history">): number =>
  history.filter(({ state }) => state === "sending").length;

const reached: readonly RecipientState[] = ["sent", "delivered", "read", "replied"];

/**
 * Whether its message reached the person from the account of that number: another message from there begins no chat. Rows of
 * before do not name the number that they were sent from.
 */
export const wasWrittenTo = ({ state, sender }: Pick<Recipient, "state" | "sender">, from: string): boolean =>
  reached.includes(state) && (sender ?? from) === from;

/** What the reason is about: variables, or another number. Nothing of a row that came to another state since. */
export function reasonDetailsOf({
  reason,
  missing,
  sameAccountAs,
}: Pick<Recipient, "reason" | "missing" | "sameAccountAs">): Pick<Recipient, "missing" | "sameAccountAs"> {
  if (reason === "missing_variable" && missing !== undefined) return { missing };
  return reason === "same_account" && sameAccountAs !== undefined ? { sameAccountAs } : {};
}
