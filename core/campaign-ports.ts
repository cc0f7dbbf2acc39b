import type { Uses } from "./campaign-uses.ts";
import type { CampaignRef } from "./ports.ts";

/** What scheduled and finished campaigns need of the world besides their store. */

/** That a campaign has to be looked at, whatever is left half done. It names what it holds, for when it never came to be. */
export interface CampaignTimer extends CampaignRef, Uses {
  /** When it is due, epoch ms. */
  readonly at: number;
}

export interface CampaignTimerStore {
  /** Sets it, whatever was there. */
  arm(timer: CampaignTimer): Promise<void>;
  /** Those that are due, of all tenants, the longest due first. May lag by a moment. */
  due(now: number, limit: number): Promise<readonly CampaignTimer[]>;
  /** Moves one that is due. @throws ConditionRefused when somebody else moved it meanwhile */
  move(seen: CampaignTimer, next: Uses & { readonly at: number }): Promise<CampaignTimer>;
  /** @throws ConditionRefused when somebody else moved it meanwhile */
  remove(seen: CampaignTimer): Promise<void>;
}

/** Rings once at a time, far away. The truth is in the tables: what it rings for is looked at again then. */
export interface StartScheduler {
  /** Sets or moves the one start of a campaign. */
  set(ref: CampaignRef, at: number): Promise<void>;
  /** Takes it away; nothing happens when there is none. */
  cancel(ref: CampaignRef): Promise<void>;
}
