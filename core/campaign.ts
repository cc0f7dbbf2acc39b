import type { DaySpan } from "./local-time.ts";
import type { FrozenMedia } from "./media.ts";
import type { PacingPolicy } from "./pacing.ts";

/** A broadcast: its states and the one table of what may follow what. */

export const campaignStates = ["scheduled", "running", "paused", "completed", "stopped"] as const;
export type CampaignState = (typeof campaignStates)[number];

export const pauseReasons = [
  "user",
  "session_logged_out",
  "failure_streak",
  "restricted_by_whatsapp",
  "too_late",
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
  /** The audience is what the lists held then: contacts with `addedAt <= launchedAt`. Epoch ms. */
  readonly launchedAt: number;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** Upper bound of the audience until completion, then exactly those with an outcome. */
  readonly total: number;
  readonly pacing?: Partial<PacingPolicy>;
  readonly quietHours?: DaySpan;
  /** Tells two sends of the same text apart from two texts, without keeping the text here. */
  readonly bodyHash: string;
}

/** What every recipient gets; frozen at launch and kept apart so that the campaign stays cheap to read. */
export interface CampaignBody {
  /** The text, or the caption; empty only where media goes without one. */
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly media?: FrozenMedia;
  /** Where the text came from; a later version changes nothing here. */
  readonly template?: { readonly templateId: string; readonly version: number };
}

export const campaignActions = ["launch", "pause", "resume", "stop", "complete", "reopen"] as const;
export type CampaignAction = (typeof campaignActions)[number];

/** Action -> the states it may be taken in -> the state it leads to. */
export const campaignTransitions: Readonly<
  Record<CampaignAction, { readonly from: readonly CampaignState[]; readonly to: CampaignState }>
> = {
  launch: { from: ["scheduled"], to: "running" },
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  stop: { from: ["scheduled", "running", "paused"], to: "stopped" },
  complete: { from: ["running"], to: "completed" },
  // The walk at completion missed somebody.
  reopen: { from: ["completed"], to: "running" },
};

/** Actions a person may ask for. */
export const personActions = ["pause", "resume", "stop"] as const;
export type PersonAction = (typeof personActions)[number];

export const transition = (status: CampaignState, action: CampaignAction): CampaignState | undefined =>
  campaignTransitions[action].from.includes(status) ? campaignTransitions[action].to : undefined;

/** What a person may do with a campaign in that state. */
export const allowedActions = (status: CampaignState): PersonAction[] =>
  personActions.filter((action) => transition(status, action) !== undefined);

/** States in which a campaign still holds its lists and media. */
export const isOpen = (status: CampaignState): boolean =>
  status === "scheduled" || status === "running" || status === "paused";
