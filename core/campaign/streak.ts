import type { PauseReason } from "./campaign.ts";
import { freshDoubt, type PageDoubt } from "./page-doubt.ts";
import type { Recipient } from "./recipient.ts";

/** What WhatsApp made of a campaign's latest recipients, and when that is reason enough to try no more of them. */

/** `unknown`: handed over, and no ack came. */
export const attempts = ["sent", "refused", "not_on_whatsapp", "unknown"] as const;
export type Attempt = (typeof attempts)[number];

export const refusalsInARow = 10;
export const attemptsJudged = 100;

/** Since the campaign was launched or resumed. */
export interface Streak {
  /** Refusals since a message was last sent. */
  readonly refusals: number;
  /** The last 100 attempts, oldest first. */
  readonly latest: readonly Attempt[];
  /** What they show of WhatsApp's page. */
  readonly page: PageDoubt;
}

export const freshStreak: Streak = { refusals: 0, latest: [], page: freshDoubt };

/** What an outcome says about WhatsApp; undefined where WhatsApp was never asked to send. */
export function attemptOf({ state, reason }: Pick<Recipient, "state" | "reason">): Attempt | undefined {
  switch (state) {
    case "sent":
    case "delivered":
    case "read":
    case "replied":
      return "sent";
    case "in_doubt":
      return "unknown";
    case "failed":
      if (reason === "rejected_by_whatsapp") return "refused";
      return reason === "not_on_whatsapp" ? reason : undefined;
    case "sending":
    case "skipped":
      return undefined;
  }
}

/**
 * Only a sent message ends a row of refusals. A number that is not on WhatsApp neither ends nor lengthens it: nothing was
 * sent there, so it does not show whether the account may send; nor does a message of unknown fate, which is counted for the page.
 */
export function afterAttempt(streak: Streak, attempt: Attempt): Streak {
  const { refusals, latest } = streak;
  const counted = { sent: 0, refused: refusals + 1, not_on_whatsapp: refusals, unknown: refusals };
  return { ...streak, refusals: counted[attempt], latest: [...latest, attempt].slice(-attemptsJudged) };
}

/** What fails, and how often by now; `count` of `pausesAt` pauses. */
export interface Failing {
  readonly because: (typeof failings)[number];
  readonly count: number;
}

export const failings = ["refused", "not_on_whatsapp"] as const satisfies readonly Attempt[];
/** There is a warning from here on: in good time before `pausesAt`. */
export const failingFrom: Readonly<Record<Failing["because"], number>> = { refused: 5, not_on_whatsapp: 30 };
export const pausesAt: Readonly<Record<Failing["because"], number>> = {
  refused: refusalsInARow,
  not_on_whatsapp: attemptsJudged / 2 + 1,
};

/**
 * Whether a few more failures pause the campaign: refusals in a row, or numbers of the last 100 that are not on WhatsApp; of
 * both that which is nearer. Of numbers it pauses not before 100 were tried.
 */
export function failingOf({ refusals, latest }: Pick<Streak, "refusals" | "latest">): Failing | undefined {
  const notThere = latest.filter((attempt) => attempt === "not_on_whatsapp").length;
  const counted: readonly Failing[] = [
    { because: "refused", count: refusals },
    { because: "not_on_whatsapp", count: notThere },
  ];
  const nearness = ({ because, count }: Failing) => count / pausesAt[because];
  return counted
    .filter(({ because, count }) => count >= failingFrom[because])
    .toSorted((one, other) => nearness(other) - nearness(one))[0];
}

/** @param isRestricted whether WhatsApp said of the account that it may not send: then one refusal is enough */
export function reasonToPause(
  { refusals, latest }: Pick<Streak, "refusals" | "latest">,
  isRestricted: boolean,
): PauseReason | undefined {
  if (isRestricted && refusals > 0) return "restricted_by_whatsapp";
  const notThere = latest.filter((attempt) => attempt === "not_on_whatsapp").length;
  const mostNotThere = latest.length === attemptsJudged && notThere > attemptsJudged / 2;
  return refusals >= refusalsInARow || mostNotThere ? "failure_streak" : undefined;
}
