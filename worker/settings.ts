import type { WhatsAppNetwork } from "../core/whatsapp.ts";
import { defaultLease } from "../core/session/lease.ts";

/** Every duration of the worker; tests run them in milliseconds. */
export const defaultWorkerSettings = {
  lease: defaultLease,
  /** Sessions that this worker may run at once. */
  capacity: 10,
  maxWorkers: 20,
  /** Progress is written at most so often. */
  progressMs: 10_000,
  /** How often everything is read again without a bell. */
  lookMs: 60_000,
  /** WhatsApp is asked for the account's limits so often. */
  limitsMs: 10 * 60_000,
  /** A connection that went down is opened anew after so long, doubled each time up to the longest. */
  reconnectMs: { first: 1_000, longest: 60_000 },
  /** A page that can't be used at all is opened again after so long. */
  changedPageMs: 10 * 60_000,
  /** A session that is to be logged out and is not connected is waited for so long, then it is deleted without WhatsApp. */
  unlinkWithinMs: 15_000,
  /**
   * A session that runs is closed for a moment, between two messages, and its profile saved after so long: what a lost
   * machine takes with it is never older.
   */
  saveProfileMs: 6 * 60 * 60 * 1_000,
  /** A connection that did not close in time is left behind. */
  closeWithinMs: 10_000,
  /** How long a message of unknown fate may wait for an ack before it is in doubt. */
  inDoubtAfterMs: 60_000,
  /**
   * What becomes of a message that the page does not know although its profile is the very one that sent: `resend` with
   * the same id is right only where the page surely stores before it sends.
   */
  onUnknown: "hold" as "resend" | "hold",
  /** Days are counted in this timezone. */
  timezone: "UTC",
  /** Acks of a finished campaign may come for so long: after a crash its rows are counted afresh. */
  acksComeWithinMs: 7 * 24 * 60 * 60 * 1_000,
  /** Acks that were missed are asked for, of messages that are not older than that. */
  askForAcksMs: 72 * 60 * 60 * 1_000,
  /** Campaigns created longer ago are not searched for that. */
  oldestCampaignMs: 60 * 24 * 60 * 60 * 1_000,
  /** Answers to a campaign count as replies for so long. */
  replyWithinMs: 7 * 24 * 60 * 60 * 1_000,
  /** Two messages of a session, direct ones as well, are at least so far apart. */
  directGapMs: 1_000,
  /** What may be tried again at once after an error of the tables or the network, waits so long. */
  retryMs: 1_000,
  /** Where messages go: on WhatsApp itself the age of an account bounds how many chats it may begin. */
  network: "whatsapp" as WhatsAppNetwork,
};

export type WorkerSettings = Readonly<typeof defaultWorkerSettings> & {
  /** Folder under which each session has its profile folder. */
  readonly profileRoot: string;
};
