import type { DaySpan } from "../time/day-span.ts";
import type { FrozenMedia } from "../content/media.ts";
import type { PacingSettings } from "../sending/pacing.ts";
import type { RecipientState } from "./recipient.ts";

/** A broadcast: its states and the one table of what may follow what. */

export const campaignStates = ["scheduled", "running", "paused", "completed", "stopped"] as const;
export type CampaignState = (typeof campaignStates)[number];

export const pauseReasons = [
  "user",
  "session_logged_out",
  "failure_streak",
  "restricted_by_whatsapp",
  "too_late",
  "number_changed",
  "first_deleted",
  "audience_empty",
  "page_changed",
] as const;
export type PauseReason = (typeof pauseReasons)[number];

export interface Campaign {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly campaignId: string;
  readonly name: string;
  readonly status: CampaignState;
  readonly pausedBecause?: PauseReason;
  readonly listIds: readonly string[];
  readonly excludeListIds: readonly string[];
  /**
   * The audience is what the lists held then: contacts with `addedAt <= launchedAt`. Epoch ms; absent until a scheduled
   * one is launched.
   */
  readonly launchedAt?: number;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly pausedAt?: number;
  readonly finishedAt?: number;
  /** From then on it does not exist any more, whether or not it was cleared away yet. */
  readonly expiresAt?: number;
  /** A person deleted it: it does not exist any more; its rows go in the background. */
  readonly deletedAt?: number;
  readonly schedule?: CampaignSchedule;
  /** Its time has come, and an import into one of its lists is unfinished. */
  readonly waitingFor?: "import";
  /** It starts whether or not an import into one of its lists is unfinished. */
  readonly allowPartial?: true;
  /**
   * It writes to those whom these stopped campaigns did not reach: who has a row in one of them is no part of it. The last
   * named is the one that it goes on from, the others those that this one went on from.
   */
  readonly remainderOf?: readonly string[];
  /** File name of the media that goes with it. */
  readonly media?: string;
  /** Names the body that stands; absent: the one it was created with. */
  readonly bodyId?: string;
  /** Times that a person asked for a retry; a row is tried once more a round at most. */
  readonly round?: number;
  /** What the round under way tries again; absent when none is. */
  readonly retryStatuses?: readonly RetryStatus[];
  /** It was paused when the round began and is again when it ends, for this reason. */
  readonly pauseAfterRetry?: PauseReason;
  /** Id of the last change: a retried request recognises its own write by it. */
  readonly changedBy?: string;
  /** ULID of the request for the last round, so that its repeat begins no other one. */
  readonly retriedBy?: string;
  /** When its state changed last, if it ever did. */
  readonly changedAt?: number;
  /**
   * Upper bound of the audience until its end, then exactly those with an outcome, of a stopped one also those who were not
   * reached. Who left the lists since the launch has an outcome.
   */
  readonly total: number;
  readonly pacing?: PacingSettings;
  readonly quietHours?: DaySpan;
  /** The number that it goes from, as a person sent it or accepted since; absent where it was not known, and in rows of before. */
  readonly sender?: string;
  /** Shows whether two sends have the same text, without keeping the text here. */
  readonly bodyHash: string;
}

/** When a campaign is to start, as it was asked for and as it is understood. */
export interface CampaignSchedule {
  /** Epoch ms. */
  readonly sendAt: number;
  /**
   * The timezone in which it was written; absent where none was named or set, so that a local time of a later change is not
   * read in one that no person chose. Rows of before have UTC then.
   */
  readonly timezone?: string;
  /** Later than this it is not started but paused. */
  readonly maxLateMinutes?: number;
}

/** Outcomes that a person may have tried again. */
export const retryStatuses = ["failed", "in_doubt"] as const satisfies readonly RecipientState[];
export type RetryStatus = (typeof retryStatuses)[number];

/** What every recipient gets; frozen at launch and kept apart so that the campaign stays cheap to read. */
export interface CampaignBody {
  /** The text, or the caption; empty only where media goes without one. */
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly media?: FrozenMedia;
  /** Where the text came from; a later version changes nothing here. */
  readonly template?: { readonly templateId: string; readonly version: number };
}

export const campaignActions = [
  "launch",
  "wait",
  "hold",
  "change",
  "pause",
  "renumber",
  "resume",
  "stop",
  "complete",
  "retry",
  "delete",
] as const;
export type CampaignAction = (typeof campaignActions)[number];

/** Where an action leads: to a state, or out of the world. */
export type CampaignEnd = CampaignState | "gone";

/** Action -> the states it may be taken in -> the state it leads to. */
export const campaignTransitions: Readonly<
  Record<CampaignAction, { readonly from: readonly CampaignState[]; readonly to: CampaignEnd }>
> = {
  launch: { from: ["scheduled"], to: "running" },
  // Its time has come: it starts when the imports into its lists are over.
  wait: { from: ["scheduled"], to: "scheduled" },
  // It could not start when it should have: a person decides.
  hold: { from: ["scheduled"], to: "paused" },
  change: { from: ["scheduled"], to: "scheduled" },
  pause: { from: ["running"], to: "paused" },
  // Its session is linked to another number: a person who lets it go on has to accept that.
  renumber: { from: ["paused"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  stop: { from: ["scheduled", "running", "paused"], to: "stopped" },
  complete: { from: ["running"], to: "completed" },
  retry: { from: ["completed", "paused"], to: "running" },
  delete: { from: ["scheduled", "completed", "stopped"], to: "gone" },
};

/** Actions a person may ask for. */
export const personActions = ["change", "pause", "resume", "stop", "retry", "delete"] as const;
export type PersonAction = (typeof personActions)[number];

export const transition = (status: CampaignState, action: CampaignAction): CampaignEnd | undefined =>
  campaignTransitions[action].from.includes(status) ? campaignTransitions[action].to : undefined;

/** What a person may do with a campaign in that state. */
export const allowedActions = (status: CampaignState): PersonAction[] =>
  personActions.filter((action) => transition(status, action) !== undefined);

/** States in which a campaign still holds its lists and media. */
export const isOpen = (status: CampaignState): boolean =>
  status === "scheduled" || status === "running" || status === "paused";

/** Whether requests find it: neither deleted nor past its life. */
export const isThere = ({ deletedAt, expiresAt }: Pick<Campaign, "deletedAt" | "expiresAt">, now: number): boolean =>
  deletedAt === undefined && (expiresAt === undefined || expiresAt > now);

const dayMs = 24 * 60 * 60 * 1_000;
/** A campaign that stays paused for so long is stopped. */
export const longestPauseMs = 30 * dayMs;
/** A start that the scheduler owes for so long is made without it. */
export const schedulerLateMs = 60_000;
const tendAgainMs = 60 * 60 * 1_000;

/** What is due for a campaign beside what its worker does. */
export type CampaignDuty =
  "set_schedule" | "cancel_schedule" | "launch" | "stop" | "clear_away" | "hold_uses" | "release_uses";

/**
 * What has to be done for a campaign now, also to complete what was left half done, and when it has to be checked again.
 * Doing any of it twice does no harm.
 *
 * @param campaign absent when it was never created or is cleared away: then it is not checked again
 */
export function tending(
  campaign: Campaign | undefined,
  now: number,
): { readonly duties: readonly CampaignDuty[]; readonly nextAt?: number } {
  if (campaign === undefined) return { duties: ["release_uses"] };
  // Its schedule may ring for nothing, next year.
  const unrung: readonly CampaignDuty[] =
    campaign.schedule !== undefined && campaign.launchedAt === undefined ? ["cancel_schedule"] : [];
  if (!isThere(campaign, now)) return { duties: ["release_uses", ...unrung, "clear_away"], nextAt: now + tendAgainMs };
  switch (campaign.status) {
    case "scheduled": {
      const owedAt = (campaign.schedule?.sendAt ?? now) + schedulerLateMs;
      return owedAt <= now
        ? { duties: ["hold_uses", "launch"], nextAt: now + tendAgainMs }
        : { duties: ["hold_uses", "set_schedule"], nextAt: owedAt };
    }
    case "running":
      return { duties: ["hold_uses"], nextAt: now + tendAgainMs };
    case "paused": {
      const endsAt = (campaign.pausedAt ?? now) + longestPauseMs;
      return endsAt <= now
        ? { duties: ["stop", "release_uses"], nextAt: now + tendAgainMs }
        : { duties: ["hold_uses"], nextAt: Math.min(endsAt, now + tendAgainMs) };
    }
    case "completed":
    case "stopped":
      return { duties: ["release_uses", ...unrung], nextAt: campaign.expiresAt ?? now + tendAgainMs };
  }
}
