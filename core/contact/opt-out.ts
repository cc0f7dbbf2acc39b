import { defined } from "../defined.ts";

/** Who asked to be left alone, for a whole tenant: checked right before every campaign send. */

export interface OptOut {
  readonly tenantId: string;
  readonly number: string;
  readonly optedOutAt: number;
  readonly source: "reply" | "api";
  /** The session that was written to, and WhatsApp's id of what was written. */
  readonly sessionId?: string;
  readonly inboundId?: string;
  /** ULID of the request that made it, by which its repeat is recognised. */
  readonly askedBy?: string;
}

/** An opt-out as it is kept with the person: under the number that the account stands under. */
export interface KeptOptOut extends Omit<OptOut, "tenantId" | "number"> {
  /** When it was asked for last, where that was more than once. */
  readonly renewedAt?: number;
}

/** What is kept of a person's wishes. */
export interface Wishes {
  readonly optOut?: KeptOptOut;
  /** When an opt-out was taken back last. */
  readonly withdrawnAt?: number;
}

/** When the person asked for it last. */
export const lastAskedAt = ({ optedOutAt, renewedAt = optedOutAt }: KeptOptOut): number => renewedAt;

/** Of what is kept under several names of one person the latest counts: an opt-out from before a withdrawal is none. */
export function latestWishes(...all: readonly Wishes[]): Wishes {
  const withdrawals = all.flatMap(({ withdrawnAt }) => withdrawnAt ?? []);
  const withdrawnAt = withdrawals.length === 0 ? undefined : Math.max(...withdrawals);
  const [optOut] = all.flatMap((wishes) => wishes.optOut ?? []).toSorted((a, b) => lastAskedAt(b) - lastAskedAt(a));
  const holds = optOut !== undefined && lastAskedAt(optOut) > (withdrawnAt ?? -Infinity);
  return { ...(holds ? { optOut } : {}), ...defined({ withdrawnAt }) };
}

/** What a put came to. */
export interface OptOutPut {
  /**
   * `added`: it holds now. `already`: one held before, which is answered. `withdrawn`: a person took it back after this
   * reply was written, so it holds no more: old messages that are read again opt no person out anew.
   */
  readonly state: "added" | "already" | "withdrawn";
  readonly optOut: OptOut;
}

export const defaultOptOutKeywords: readonly string[] = ["STOP", "BERHENTI", "UNSUBSCRIBE"];
export const maxOptOutKeywords = 20;
export const maxOptOutKeywordLength = 40;

/** Letters and digits only, in one case: `Stop!`, ` "stop" ` and `STOP.` are the same wish. */
const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .toLocaleLowerCase("en")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();

/** Whether a message is nothing but one of the keywords. One that merely holds it ("don't stop") says something else. */
export function isOptOut(body: string, keywords: readonly string[]): boolean {
  // A keyword is short; a longer text is none.
  if (body.length > 4 * maxOptOutKeywordLength) return false;
  const said = folded(body);
  return said !== "" && keywords.some((keyword) => folded(keyword) === said);
}

/** The one answer to a person who opted out, in both languages, because it is not known which one they read. */
export const optOutConfirmation =
  "Anda tidak akan menerima pesan siaran lagi dari kami.\nYou will not receive broadcast messages from us any more.";
