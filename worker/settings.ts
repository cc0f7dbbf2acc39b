import { defaultLease, type LeaseSettings } from "../core/session/lease.ts";

/** Every duration of the worker; tests run them in milliseconds. */
export interface WorkerSettings {
  readonly lease: LeaseSettings;
  /** Sessions that this worker may run at once. */
  readonly capacity: number;
  readonly maxWorkers: number;
  /** Progress is written at most so often. */
  readonly progressMs: number;
  /** How often everything is read again without a bell. */
  readonly lookMs: number;
  /** A connection that went down is opened anew after so long, doubled each time up to the longest. */
  readonly reconnectMs: { readonly first: number; readonly longest: number };
  /** A page that can't be used at all is opened again after so long. */
  readonly changedPageMs: number;
  /** A session that is to be logged out and is not connected is waited for so long, then it is deleted without WhatsApp. */
  readonly unlinkWithinMs: number;
  /**
   * A session that runs is closed for a moment, between two messages, and its profile saved after so long: what a lost
   * machine takes with it is never older.
   */
  readonly saveProfileMs: number;
  /** A connection that did not close in time is left behind. */
  readonly closeWithinMs: number;
  /** How long a message of unknown fate may wait for an ack before it is in doubt. */
  readonly inDoubtAfterMs: number;
  /**
   * What becomes of a message that the page does not know although its profile is the very one that sent: `resend` with
   * the same id is right only where the page surely stores before it sends.
   */
  readonly onUnknown: "resend" | "hold";
  /** Days are counted in this timezone. */
  readonly timezone: string;
  /** Folder under which each session has its profile folder. */
  readonly profileRoot: string;
  /** Acks of a finished campaign may come for so long: after a crash its rows are counted afresh. */
  readonly acksComeWithinMs: number;
  /** Acks that were missed are asked for, of messages that are not older than that. */
  readonly askForAcksMs: number;
  /** Campaigns created longer ago are not searched for that. */
  readonly oldestCampaignMs: number;
  /** Answers to a campaign count as replies for so long. */
  readonly replyWithinMs: number;
  /** Two messages of a session, direct ones as well, are at least so far apart. */
  readonly directGapMs: number;
  /** What may be tried again at once after an error of the tables or the network, waits so long. */
  readonly retryMs: number;
}

export const defaultWorkerSettings: Omit<WorkerSettings, "profileRoot"> = {
  lease: defaultLease,
  capacity: 10,
  maxWorkers: 20,
  progressMs: 10_000,
  lookMs: 60_000,
  reconnectMs: { first: 1_000, longest: 60_000 },
  changedPageMs: 10 * 60_000,
  unlinkWithinMs: 15_000,
  saveProfileMs: 6 * 60 * 60 * 1_000,
  closeWithinMs: 10_000,
  inDoubtAfterMs: 60_000,
  onUnknown: "hold",
  timezone: "UTC",
  acksComeWithinMs: 7 * 24 * 60 * 60 * 1_000,
  askForAcksMs: 72 * 60 * 60 * 1_000,
  oldestCampaignMs: 60 * 24 * 60 * 60 * 1_000,
  replyWithinMs: 7 * 24 * 60 * 60 * 1_000,
  directGapMs: 1_000,
  retryMs: 1_000,
};
