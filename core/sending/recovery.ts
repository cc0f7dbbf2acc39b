import type { Ack } from "../whatsapp.ts";

/** What is to be done about a message whose sender lost sight of it. Times are elapsed ones, but for `at`. */

/** What this process knows of a message whose fate is open. */
export interface Lost {
  /** False only where this very process knows that nothing was handed to WhatsApp. */
  readonly handedOver: boolean;
  /** When it came to be open here. */
  readonly since: number;
}

export interface RecoveryPolicy {
  /** How long a message of unknown fate may wait for an ack. */
  readonly inDoubtAfterMs: number;
  readonly onUnknown: "resend" | "hold";
  /** Whether the page's profile is the very one that sent. */
  readonly isSameProfile: boolean;
  /** Since when the page can receive acks again: before that no wait for one counts. */
  readonly readyAt: number;
}

export type Verdict =
  | { readonly is: "settle"; readonly state: "sent"; readonly at: number; readonly reason?: undefined }
  | { readonly is: "settle"; readonly state: "failed"; readonly at: number; readonly reason: "rejected_by_whatsapp" }
  | { readonly is: "settle"; readonly state: "in_doubt"; readonly at?: undefined; readonly reason: "no_answer" }
  /** It surely did not go, or a repeat under its id is dropped. */
  | { readonly is: "resend" }
  | { readonly is: "wait" };

/** @param known what the page knows of the message's id; `undefined` when it does not know the id */
export function judge(
  known: { readonly ack: Ack; readonly at: number } | undefined,
  { handedOver, since }: Lost,
  { inDoubtAfterMs, onUnknown, isSameProfile, readyAt }: RecoveryPolicy,
  now: number,
): Verdict {
  if (known !== undefined && known.ack >= 1) return { is: "settle", state: "sent", at: known.at };
  if (known?.ack === -1) return { is: "settle", state: "failed", at: known.at, reason: "rejected_by_whatsapp" };
  const mayResend = !handedOver || (isSameProfile && onUnknown === "resend");
  if (known === undefined && mayResend) return { is: "resend" };
  const isOverdue = now - Math.max(since, readyAt) >= inDoubtAfterMs;
  return isOverdue ? { is: "settle", state: "in_doubt", reason: "no_answer" } : { is: "wait" };
}
