import { createHash } from "node:crypto";
import { isOutcome } from "../sending/delivery.ts";
import type { Recipient } from "./recipient.ts";

/** The claim of a recipient: who may send to a number, and what a refused claim means. */

/** Who claims: slot and both epochs make a token of a former owner unmistakable, the nonce one attempt of another. */
export interface Claimant {
  readonly slot: number;
  readonly slotEpoch: number;
  readonly sessionEpoch: number;
}

export const claimToken = (claimant: Claimant, nonce: string): string =>
  `${claimant.slot}.${claimant.slotEpoch}.${claimant.sessionEpoch}.${nonce}`;

/**
 * The message id is a pure function of campaign, number and attempt: after a crash the page can be asked for it, and a
 * second attempt of `in_doubt` bears the same one.
 * Form: `3EB0` and 18 hex digits, as WhatsApp Web's own ids look (measured with whatsapp-web.js 1.34.7).
 */
export function campaignMessageId(campaignId: string, number: string, attempt: number): string {
  const digest = createHash("sha256").update(`${campaignId}\n${number}\n${attempt}`).digest("hex");
  return `3EB0${digest.slice(0, 18).toUpperCase()}`;
}

export type RefusedClaim =
  /** The write had succeeded and only its answer was lost: go on. No two attempts share a token. */
  | "mine"
  /** The number has an outcome already, from this or another list: go past it. */
  | "duplicate"
  /** Another attempt stands at `sending`: recover it as after a crash, never pass it. */
  | "recover";

/** Judges a claim that was refused, from the row as read consistently afterwards. */
export function judgeRefusedClaim(row: Pick<Recipient, "state" | "token">, token: string): RefusedClaim {
  if (row.token === token) return "mine";
  return isOutcome(row.state) ? "duplicate" : "recover";
}
