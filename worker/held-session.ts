import type { Claimant } from "../core/campaign/claim.ts";
import type { SessionRef } from "../core/refs.ts";
import type { SessionRules } from "./campaign/session-rules.ts";
import type { Lease } from "./lease.ts";
import type { NumberChecks } from "./number-checks.ts";
import type { OwnedSession } from "./owned-session.ts";
import type { WorkerPorts } from "./ports.ts";
import type { AccountLimitsWatch } from "./sending/account-limits.ts";
import type { MediaFolder } from "./sending/media-folder.ts";
import type { Remembered } from "./sending/remembered.ts";
import type { Wake } from "./wake.ts";

/** One session in the hands of its owner: what all that works for it goes by. */
export interface HeldSession {
  /** Each line of its log names the session. */
  readonly ports: WorkerPorts;
  readonly ref: SessionRef;
  readonly session: OwnedSession;
  readonly lease: Lease;
  readonly claimant: Claimant;
  readonly rules: SessionRules;
  readonly numbers: NumberChecks;
  readonly media: MediaFolder;
  readonly limits: AccountLimitsWatch;
  readonly remembered: Remembered;
  /** Rung when there is something to do for the send loop. */
  readonly wake: Wake;
  /** Aborted when the session is given back or lost: nothing new begins, and what fails is not tried again. */
  readonly ending: AbortSignal;
}
