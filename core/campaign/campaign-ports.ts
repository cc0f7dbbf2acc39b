import type { Uses } from "./campaign-uses.ts";
import type { CampaignRef } from "../refs.ts";
import type { Campaign, CampaignAction, CampaignBody, PauseReason, RetryStatus } from "./campaign.ts";
import type { Engagement } from "./engagement.ts";
import type { Progress } from "./progress.ts";
import type { Page, PageQuery } from "../pages.ts";
import type { SessionRef } from "../refs.ts";

/** What scheduled and finished campaigns need of the world besides their store. */

/** When the sweep has to check a campaign for what was left half done. It names what it holds, in case it was never created. */
export interface CampaignTimer extends CampaignRef, Uses {
  /** When it is due, epoch ms. */
  readonly at: number;
}

export interface CampaignTimerStore {
  /** Sets it, over any that was there. */
  arm(timer: CampaignTimer): Promise<void>;
  /** Those that are due, of all tenants, the longest due first. May lag by a moment. */
  due(now: number, limit: number): Promise<readonly CampaignTimer[]>;
  /** Moves one that is due. @throws ConditionRefused when another process moved it meanwhile */
  move(seen: CampaignTimer, next: Uses & { readonly at: number }): Promise<CampaignTimer>;
  /** @throws ConditionRefused when another process moved it meanwhile */
  remove(seen: CampaignTimer): Promise<void>;
}

/** Rings once at a time, far away. The truth is in the tables: what it rings for is read again then. */
export interface StartScheduler {
  /** Sets or moves the one start of a campaign. */
  set(ref: CampaignRef, at: number): Promise<void>;
  /** Takes it away; nothing happens when there is none. */
  cancel(ref: CampaignRef): Promise<void>;
}

/** What is known of campaigns. */
export interface CampaignReader {
  /** As it is stored, deleted and expired ones too: see isThere. */
  find(ref: CampaignRef): Promise<Campaign | undefined>;
  /** The body that the campaign names. */
  body(campaign: Pick<Campaign, "tenantId" | "campaignId" | "bodyId">): Promise<CampaignBody | undefined>;
  /** The newest first, deleted and expired ones too: see isThere. */
  page(ref: SessionRef, query: PageQuery): Promise<Page<Campaign>>;
  /**
   * Running, paused and not yet settled ones. May lag by a moment: nothing is decided by what is missing here.
   * @param newest so many of them at most, the newest first
   */
  open(ref: SessionRef, newest?: number): Promise<readonly Campaign[]>;
  /** Each that runs at this moment. Reads all campaigns of the session: for what happens seldom and may miss none. */
  running(ref: SessionRef): Promise<readonly Campaign[]>;
}

/** Changes of a campaign, which publish events: see announcedCampaigns. */
export interface CampaignChanges {
  /** Body first, then the campaign. @throws ConditionRefused when the campaign exists */
  create(campaign: Campaign, body: CampaignBody): Promise<void>;
  /**
   * One conditional write by the transition table. A repeat of the change that was made last, by its `by`, answers as the
   * first time. @throws ConditionRefused when its state forbids the action
   */
  apply(ref: CampaignRef, action: CampaignAction, change: CampaignChange): Promise<Campaign>;
  /** Changes a scheduled one, its new body first. @throws ConditionRefused when it was changed or started meanwhile */
  change(seen: Campaign, changed: Campaign, body: CampaignBody | undefined): Promise<Campaign>;
  /** A stopped campaign has nothing in hand any more: its owner need not read it again. @throws ConditionRefused */
  settle(ref: CampaignRef, total: number): Promise<void>;
}

/** The end of a campaign that no request finds any more. */
export interface CampaignRemoval {
  /** Takes away some of what it left: recipients, bodies and progress. @returns whether there was anything */
  clearAway(ref: CampaignRef, limit: number): Promise<boolean>;
  /** Takes the campaign itself away. */
  forget(ref: CampaignRef): Promise<void>;
}

export interface CampaignChange {
  readonly now: number;
  /** Names this very change. */
  readonly by?: string;
  readonly pausedBecause?: PauseReason;
  readonly total?: number;
  /** The number that it goes from, from now on. */
  readonly sender?: string;
  /** Only while it is to be sent then: it may have been moved. */
  readonly ifSendAt?: number;
  /** The round under way is over. */
  readonly endsRetry?: true;
  /** Of a retry: the campaign as it was read, and what is to be tried again. */
  readonly retry?: { readonly seen: Campaign; readonly statuses: readonly RetryStatus[] };
}

export interface ProgressStore {
  find(tenantId: string, campaignId: string): Promise<Progress | undefined>;
  /** As it was a moment ago, for half the price. */
  glimpse(tenantId: string, campaignId: string): Promise<Progress | undefined>;
  /** A new owner's epoch, written before it recounts. @throws ConditionRefused when a newer owner was there */
  begin(ref: CampaignRef, epoch: number, now: number): Promise<Progress>;
  /** @throws ConditionRefused when its epoch is no longer the row's */
  save(progress: Progress): Promise<void>;
  /** Who took most interest. @throws ConditionRefused when a newer owner counted */
  saveEngagement(engagement: Engagement): Promise<void>;
  /** What is known of these campaigns, by their ids. */
  figures(tenantId: string, campaignIds: readonly string[]): Promise<ReadonlyMap<string, CampaignFigures>>;
}

export interface CampaignFigures {
  readonly progress?: Progress;
  readonly engagement?: Engagement;
}
