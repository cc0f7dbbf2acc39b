import type { PageTrouble } from "./page-doubt.ts";
import type { Failing } from "./streak.ts";
import type { WaitReason } from "../sending/pacing.ts";
import { isFailure, recipientStates, type Recipient, type RecipientReason, type RecipientState } from "./recipient.ts";
import { dayOf, dayTeller } from "../time/local-time.ts";

/** The counts of a campaign: absolute, written by the one owner, rebuilt from the rows by each new one. */

export type Counts = Readonly<Record<RecipientState, number>>;

export const noCounts: Counts = {
  sending: 0,
  sent: 0,
  delivered: 0,
  read: 0,
  replied: 0,
  failed: 0,
  skipped: 0,
  in_doubt: 0,
};

/** Where the campaign stands in its audience: everybody up to and including this contact has an outcome. */
export interface AudienceCursor {
  readonly listIndex: number;
  readonly number: string;
}

export type ReasonsByDay = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Progress {
  readonly tenantId: string;
  readonly campaignId: string;
  /** The session epoch of the owner that writes it; an older one is refused. */
  readonly epoch: number;
  readonly counts: Counts;
  /** Counts by the day of the claim in the session's timezone. */
  readonly byDay: Readonly<Record<string, Counts>>;
  /** Reasons of failure by day; absent until the first. */
  readonly reasons?: ReasonsByDay;
  readonly cursor?: AudienceCursor;
  /** That round of a retry has read every recipient up to this number. */
  readonly retryCursor?: { readonly round: number; readonly number: string };
  readonly waitingFor?: WaitReason;
  /** Until when, where that is told: of `whatsapp_limit`; epoch ms. */
  readonly waitsUntil?: number;
  /** Chats that its messages began on the latest day that had any, in the session's timezone; absent: none. */
  readonly newChats?: NewChatsOfDay;
  /** Recipients who opted out by a reply, by the day of the claim that they answered; absent until the first. */
  readonly optOuts?: Readonly<Record<string, number>>;
  /** Its recipients fail so that it is about to be paused; absent where they do not. */
  readonly failing?: Failing;
  /** What was seen last of trouble with WhatsApp's page. */
  readonly page?: PageTrouble;
  /** When the last message will have gone, as far as can be estimated; epoch ms. */
  readonly estimatedFinishAt?: number;
  /** Of the most engaged contacts those that their own item lacks, packed. */
  readonly engaged?: readonly string[];
  readonly updatedAt: number;
}

interface NewChatsOfDay {
  readonly day: string;
  readonly chats: number;
}

export interface CountChange {
  /** State that the row was in before; absent for a new row. */
  readonly from?: RecipientState;
  readonly to: RecipientState;
  /** Why, of either state, where there is a reason. */
  readonly fromReason?: RecipientReason | undefined;
  readonly reason?: RecipientReason | undefined;
  readonly claimedAt: number;
  /** When it was claimed before, where this is a further claim. */
  readonly wasClaimedAt?: number;
  /** Whether this claim's message begins a chat, and whether that of the claim before did. */
  readonly newChat?: boolean | undefined;
  readonly wasNewChat?: boolean | undefined;
}

type CountsByDay = Pick<Progress, "counts" | "byDay">;

/** One row more in that state, or one less, of the rows that were claimed on that day. */
const countedIn = ({ counts, byDay }: CountsByDay, state: RecipientState, day: string, by: 1 | -1): CountsByDay => {
  const ofDay = byDay[day] ?? noCounts;
  return {
    counts: { ...counts, [state]: counts[state] + by },
    byDay: { ...byDay, [day]: { ...ofDay, [state]: ofDay[state] + by } },
  };
};

type Counted = Pick<Progress, "counts" | "byDay" | "reasons" | "newChats">;

/** The counts after what one row's own conditional write says it changed. */
export function afterChange(progress: Counted, change: CountChange, timezone: string): Counted {
  const day = dayOf(change.claimedAt, timezone);
  const { from, to, wasClaimedAt } = change;
  const wasDay = wasClaimedAt === undefined ? day : dayOf(wasClaimedAt, timezone);
  const others = from === undefined ? progress : countedIn(progress, from, wasDay, -1);
  const newChats = chatsOn(
    chatsOn(progress.newChats, wasDay, change.wasNewChat === true ? -1 : 0),
    day,
    change.newChat === true ? 1 : 0,
  );
  return {
    ...countedIn(others, to, day, 1),
    ...reasonsAfter(progress.reasons, change, { wasDay, day }),
    ...(newChats === undefined ? {} : { newChats }),
  };
}

/** New chats of the latest day once there are so many more of that day. */
function chatsOn(known: NewChatsOfDay | undefined, day: string, by: number): NewChatsOfDay | undefined {
  if (by === 0 || (known !== undefined && day < known.day)) return known;
  return { day, chats: Math.max(0, (known?.day === day ? known.chats : 0) + by) };
}

/** Those of that day. */
export const newChatsOf = ({ newChats }: Pick<Progress, "newChats"> = {}, day: string): number =>
  newChats?.day === day ? newChats.chats : 0;

/** States of a row whose message did not arrive, and that says why. */
const reachedNobody: readonly RecipientState[] = ["failed", "skipped", "in_doubt"];

function reasonsAfter(
  reasons: ReasonsByDay = {},
  { from, fromReason, to, reason }: CountChange,
  { wasDay, day }: { readonly wasDay: string; readonly day: string },
): Pick<Progress, "reasons"> {
  const changes: { readonly on: string; readonly why: RecipientReason; readonly by: number }[] = [];
  if (from !== undefined && fromReason !== undefined && reachedNobody.includes(from)) {
    changes.push({ on: wasDay, why: fromReason, by: -1 });
  }
  if (reason !== undefined && reachedNobody.includes(to)) changes.push({ on: day, why: reason, by: 1 });
  if (changes.length === 0) return {};
  const after = (so: ReasonsByDay, { on, why, by }: (typeof changes)[number]): ReasonsByDay => ({
    ...so,
    [on]: { ...so[on], [why]: (so[on]?.[why] ?? 0) + by },
  });
  return { reasons: changes.reduce(after, reasons) };
}

export const addedCounts = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(recipientStates.map((state) => [state, a[state] + b[state]])) as Counts;

/** Over all days, why recipients were skipped, and why others got nothing or it is not known whether they did. */
export function countsByReason(reasons: ReasonsByDay = {}) {
  const skippedByReason: Record<string, number> = {};
  const failuresByReason: Record<string, number> = {};
  for (const [reason, count] of Object.values(reasons).flatMap((day) => Object.entries(day))) {
    const counts = isFailure(reason) ? failuresByReason : skippedByReason;
    if (count > 0) counts[reason] = (counts[reason] ?? 0) + count;
  }
  return { skippedByReason, failuresByReason };
}

/** Counts rows as they are read, keeping none of them. */
export class Tally {
  readonly counts: Record<RecipientState, number> = { ...noCounts };
  readonly byDay: Record<string, Record<RecipientState, number>> = {};
  readonly reasons: Record<string, Record<string, number>> = {};
  newChats: NewChatsOfDay | undefined;
  readonly #dayOf: (at: number) => string;

  constructor(timezone: string) {
    this.#dayOf = dayTeller(timezone);
  }

  add({ state, reason, claimedAt, newChat }: Pick<Recipient, "state" | "reason" | "claimedAt" | "newChat">): void {
    this.counts[state] += 1;
    const name = this.#dayOf(claimedAt);
    this.newChats = chatsOn(this.newChats, name, newChat === true ? 1 : 0);
    const day = (this.byDay[name] ??= { ...noCounts });
    day[state] += 1;
    if (reason === undefined || !reachedNobody.includes(state)) return;
    const reasons = (this.reasons[name] ??= {});
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
}

export const sumOf = (counts: Counts): number => recipientStates.reduce((sum, state) => sum + counts[state], 0);

/** Cumulative: who read it was also sent and delivered. */
export function totalsOf(counts: Counts) {
  const replied = counts.replied;
  const read = replied + counts.read;
  const delivered = read + counts.delivered;
  return { sent: delivered + counts.sent, delivered, read, replied };
}

/**
 * Shares between 0 and 1; 0 where there is nothing to divide by. Attempted: every recipient that a message was tried
 * for, with any outcome.
 */
export function ratesOf(counts: Counts) {
  const totals = totalsOf(counts);
  const attempted = totals.sent + counts.failed + counts.in_doubt + counts.sending;
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    success: share(totals.sent, attempted),
    delivery: share(totals.delivered, totals.sent),
    read: share(totals.read, totals.delivered),
    reply: share(totals.replied, totals.sent),
    failure: share(counts.failed, attempted),
  };
}

/** The figures of a campaign in that state, as its route and its events give them. */
export function figuresOf(status: string, planned: number, counts: Counts) {
  const accounted = sumOf(counts);
  return {
    // A list that is still being imported holds more than was counted at the launch.
    total: Math.max(planned, accounted),
    counts: { ...counts, notReached: status === "stopped" ? Math.max(0, planned - accounted) : 0 },
    totals: totalsOf(counts),
    rates: ratesOf(counts),
  };
}
