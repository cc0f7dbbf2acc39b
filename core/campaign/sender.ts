import type { Campaign } from "./campaign.ts";
import type { Session } from "../session/session.ts";
import type { Recipient } from "./recipient.ts";

/** Which number a campaign goes from: that of its session when a person sent it, or a later one that a person accepted. */

/**
 * The number that the campaign goes from, as far as it is known. One of before names none: it went from the number that its
 * session had then.
 */
export const senderOf = (
  { sender, createdAt }: Pick<Campaign, "sender" | "createdAt">,
  { number, former }: Pick<Session, "number" | "former">,
): string | undefined => sender ?? (former !== undefined && createdAt < former.until ? former.number : number);

/**
 * Whether it went from the number that its session is linked to now, as far as is known: what an account began counts for no
 * other account that the session is linked to on the same day.
 *
 * @param sent the recipient's row, where that is what is asked about
 */
export const isFromNumberOf = (
  session: Pick<Session, "number" | "former">,
  campaign: Pick<Campaign, "sender" | "createdAt">,
  sent: Pick<Recipient, "sender"> = {},
): boolean => {
  const { number } = session;
  return number === undefined || (sent.sender ?? senderOf(campaign, session) ?? number) === number;
};

/** Whether it would go from another number now than the one it goes from. */
export function hasOtherNumber(
  campaign: Pick<Campaign, "sender" | "createdAt">,
  session: Pick<Session, "number" | "former">,
): boolean {
  const sender = senderOf(campaign, session);
  return sender !== undefined && session.number !== undefined && sender !== session.number;
}
