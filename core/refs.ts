/**
 * What the system needs of the world, by role. Rules that hold for every store:
 * - a conditional write that is refused throws ConditionRefused; an earlier try of the same may have made the change (core/refused.ts);
 * - times are epoch milliseconds and come from the caller;
 * - `page` answers at most `limit` items in key order after `after`, and `next` when there may be more.
 */

export interface SessionRef {
  readonly tenantId: string;
  readonly sessionId: string;
}

export interface CampaignRef extends SessionRef {
  readonly campaignId: string;
}

export interface DirectRef extends SessionRef {
  readonly directId: string;
}

export interface ListRef extends SessionRef {
  readonly listId: string;
}

export interface MediaRef extends SessionRef {
  readonly filename: string;
}

export interface TemplateRef extends SessionRef {
  readonly templateId: string;
}
