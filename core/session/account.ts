import type { WhatsAppNetwork } from "../whatsapp.ts";
import type { Session } from "./session.ts";

/**
 * Since when a WhatsApp account is linked to this system. It is known for a tenant and a number, and outlives logouts, links and
 * the deletion of sessions: an account that is linked anew is as old as before.
 */
export interface LinkedAccount {
  readonly tenantId: string;
  readonly number: string;
  /** Epoch ms. */
  readonly firstLinkedAt: number;
}

export interface LinkedAccountStore {
  /**
   * Keeps that the account is linked since `at`, unless an earlier time is kept.
   * @returns the earliest time that is known
   */
  linkedSince(tenantId: string, number: string, at: number): Promise<number>;
}

type LinkedSession = Pick<Session, "number" | "account" | "former" | "createdAt">;

/** What the session itself shows of a link to that number. One of before kept no time: it was linked since the one before it. */
export const knownLinkOf = ({ number, account, former, createdAt }: LinkedSession, now: number, to: string): number => {
  if (account?.number === to) return account.linkedAt;
  if (number === to) return former?.until ?? createdAt;
  return former?.number === to ? former.until : now;
};

/** When the account was first linked that the session is linked to, or was last; undefined where none ever was. */
export const accountLinkedAt = (session: LinkedSession): number | undefined =>
  session.number === undefined ? undefined : knownLinkOf(session, session.createdAt, session.number);

/** Since when the age of the account counts for how many chats it may begin: not on a network of simulated phones. */
export const agesSince = (session: LinkedSession, network: WhatsAppNetwork): { readonly linkedAt?: number } => {
  const linkedAt = network === "whatsapp" ? accountLinkedAt(session) : undefined;
  return linkedAt === undefined ? {} : { linkedAt };
};
