import type { Campaign } from "../campaign.ts";

/** Sends of the last moments, by what they say and to whom: the second of two equal ones is likely a click too many. */

/** Equal sends that are less apart than this are one that was asked for twice. */
export const sameSendWithinMs = 10_000;

export interface RecentSend {
  readonly tenantId: string;
  /** Equal for equal sends. */
  readonly hash: string;
  readonly campaignId: Campaign["campaignId"];
}

export interface RecentSendStore {
  /** Takes it down as the first, unless another one is that: of those at once it is the same one for all. @returns the first's campaign */
  takeDown(send: RecentSend & { readonly now: number }): Promise<string>;
  /** The campaign of the first, where there is one. */
  find(send: Pick<RecentSend, "tenantId" | "hash">, now: number): Promise<string | undefined>;
  /** It came to nothing. @throws ConditionRefused when another one is the first */
  forget(send: RecentSend): Promise<void>;
}
