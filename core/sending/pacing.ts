import { defined } from "../defined.ts";
import type { DaySpan } from "../time/day-span.ts";
import { dayOf, dayTeller, spanEnd, startOfNextDay } from "../time/local-time.ts";
import type { AccountLimits } from "../whatsapp.ts";
import { mayBeginChat, newChatsOn, type MayBegin, type NewChatsRule } from "./new-chats.ts";

/** When the next message of a session may go: out of respect for recipients and the platform's limits. */

/** What a running campaign that can't send now waits for. */
export const waitReasons = [
  "session",
  "pacing",
  "quiet_hours",
  "daily_cap",
  "import",
  "operator",
  "page",
  "whatsapp_limit",
  "new_chats",
] as const;
export type WaitReason = (typeof waitReasons)[number];

export interface PacingPolicy {
  /** The gap between two claims is drawn evenly from minGapMs..maxGapMs. */
  readonly minGapMs: number;
  readonly maxGapMs: number;
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
}

/** What may be set: beside the policy how many chats may begin in a day, `null` where nothing bounds them. */
export type PacingSettings = Partial<PacingPolicy> & { readonly newChatsPerDay?: number | null };

export const defaultPacing: PacingPolicy = { minGapMs: 6_000, maxGapMs: 12_000, perDay: 1_000 };

/** Own pacing over what holds otherwise; one bound given alone pulls the other along. */
export function resolvePacing(own: Partial<PacingPolicy> = {}, otherwise: PacingPolicy = defaultPacing): PacingPolicy {
  const resolved = { ...otherwise, ...own };
  if (own.minGapMs !== undefined && own.maxGapMs === undefined) {
    return { ...resolved, maxGapMs: Math.max(own.minGapMs, resolved.maxGapMs) };
  }
  if (own.maxGapMs !== undefined && own.minGapMs === undefined) {
    return { ...resolved, minGapMs: Math.min(own.maxGapMs, resolved.minGapMs) };
  }
  return resolved;
}

export const maxGapMs = 24 * 60 * 60 * 1_000;

/** What the session has claimed lately, from its rows and not from process start. */
export interface ClaimHistory {
  readonly lastClaimAt?: number;
  /** The latest claims, ascending, epoch ms; as many as the rules look back on. */
  readonly latest: readonly number[];
  /** Claims on the latest day that had any, in the session's timezone. */
  readonly day?: DayOfClaims;
}

interface DayOfClaims {
  readonly name: string;
  readonly claims: number;
  /** Those of them that began a chat; absent: none. */
  readonly newChats?: number;
}

export const emptyHistory: ClaimHistory = { latest: [] };

export interface PacingRule {
  readonly policy: PacingPolicy;
  readonly timezone: string;
  readonly quietHours?: DaySpan;
  /** Absent: the chats that may begin have no bound of ours. */
  readonly newChats?: NewChatsRule;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A gap for the next message. `random` in 0..1. */
export const drawGap = (policy: PacingPolicy, random: number): number =>
  Math.round(policy.minGapMs + (policy.maxGapMs - policy.minGapMs) * random);

/** Rules look back on so many claims at most: the bound of perMinute and perHour. */
export const maxLookBack = 1_000;

const newest = (claims: readonly number[]): readonly number[] => [...claims].sort((a, b) => a - b).slice(-maxLookBack);

/** The history after a claim at `at`. @param begins whether its message begins a chat */
export function afterClaim(history: ClaimHistory, at: number, timezone: string, begins = false): ClaimHistory {
  const name = dayOf(at, timezone);
  const { lastClaimAt = at, latest, day } = history;
  const inOrder = [...latest.slice(1 - maxLookBack), at];
  return {
    // The latest by order, not by the calendar, which may have been set back.
    lastClaimAt: at,
    latest: at >= lastClaimAt ? inOrder : newest([...latest, at]),
    day: dayWith(day, name, begins),
  };
}

/** The latest day once a claim of the day `name` is counted. */
function dayWith(day: DayOfClaims | undefined, name: string, begins: boolean): DayOfClaims {
  if (day !== undefined && name < day.name) return day;
  const { claims, newChats = 0 } = day?.name === name ? day : { claims: 0 };
  return dayOfClaims(name, claims + 1, newChats + (begins ? 1 : 0));
}

export const dayOfClaims = (name: string, claims: number, newChats: number): DayOfClaims => ({
  name,
  claims,
  ...(newChats === 0 ? {} : { newChats }),
});

/**
 * Several histories of one session as one: the later day counts, and both when they are the same. A last claim that lies
 * ahead of `now` was made before the calendar was set back, and says nothing of the gap.
 */
export function mergeHistories(histories: readonly ClaimHistory[], now: number): ClaimHistory {
  const [first, ...others] = histories;
  if (first === undefined || others.length === 0) return first ?? emptyHistory;
  const lastClaims = histories.flatMap(({ lastClaimAt }) =>
    lastClaimAt === undefined || lastClaimAt > now ? [] : lastClaimAt,
  );
  const days = histories.flatMap(({ day }) => day ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const name = days.at(-1)?.name;
  const sumBy = (figure: (day: DayOfClaims) => number) =>
    days.filter((day) => day.name === name).reduce((sum, day) => sum + figure(day), 0);
  return defined({
    lastClaimAt: lastClaims.length === 0 ? undefined : Math.max(...lastClaims),
    latest: newest(histories.flatMap(({ latest }) => latest)),
    day:
      name === undefined
        ? undefined
        : dayOfClaims(
            name,
            sumBy(({ claims }) => claims),
            sumBy(({ newChats = 0 }) => newChats),
          ),
  });
}

/** Builds a history from claims in any order, keeping no more of them than rules look back on. */
export class ClaimTally {
  readonly #dayOf: (at: number) => string;
  #latest: number[] = [];
  #lastClaimAt: number | undefined;
  #day: DayOfClaims | undefined;

  constructor(timezone: string) {
    this.#dayOf = dayTeller(timezone);
  }

  /** @param begins whether its message began a chat */
  add(at: number, begins: boolean | undefined = false): void {
    this.#lastClaimAt = Math.max(this.#lastClaimAt ?? at, at);
    this.#latest.push(at);
    if (this.#latest.length >= 4 * maxLookBack) this.#latest = [...newest(this.#latest)];
    this.#day = dayWith(this.#day, this.#dayOf(at), begins);
  }

  get history(): ClaimHistory {
    return defined({
      lastClaimAt: this.#lastClaimAt,
      latest: newest(this.#latest),
      day: this.#day,
    });
  }
}

/** Of a next message that begins a chat. */
export interface NextChat {
  /** What WhatsApp told last. */
  readonly limits: AccountLimits | undefined;
  /** Chats that `limits` do not count yet. */
  readonly begunSince: number;
}

/** A wait whose end is not known: further away than any gap, so that the session's other campaigns go on. */
const unknownEndMs = 2 * maxGapMs;

/**
 * The earliest moment at or after `now` at which the next claim keeps every rule, and what it waits for (the rule that
 * decides; nothing when it may go now).
 *
 * @param gapMs the gap drawn for this message, see drawGap
 * @param chat absent where the next message begins none
 */
export function nextSendAt(
  rule: PacingRule,
  history: ClaimHistory,
  gapMs: number,
  now: number,
  chat?: NextChat,
): { readonly at: number; readonly because?: WaitReason; readonly isOpenEnded?: true } {
  // Claims ahead of now were made before the calendar was set back.
  const latest = history.latest.filter((claim) => claim <= now);
  const lastClaimAt = history.lastClaimAt !== undefined && history.lastClaimAt <= now ? history.lastClaimAt : undefined;
  let at = now;
  let because: WaitReason | undefined;
  const push = (earliest: number | undefined, reason: WaitReason) => {
    if (earliest !== undefined && earliest > at) {
      at = earliest;
      because = reason;
    }
  };
  // Each rule can only move the moment forward, and moving it can break an earlier rule at most once a day.
  for (let moved = true; moved;) {
    const before = at;
    push(lastClaimAt === undefined ? undefined : lastClaimAt + gapMs, "pacing");
    push(windowOpens(latest, rule.policy.perMinute, minuteMs), "pacing");
    push(windowOpens(latest, rule.policy.perHour, hourMs), "pacing");
    push(capLifts(rule, history, at), "daily_cap");
    push(rule.quietHours === undefined ? undefined : spanEnd(at, rule.quietHours), "quiet_hours");
    const begins = chat === undefined ? ({ may: true } as const) : mayBeginAt(rule, history, chat, at);
    if (!begins.may && begins.until === undefined) {
      return { at: now + unknownEndMs, because: begins.because, isOpenEnded: true };
    }
    if (!begins.may) push(begins.until, begins.because);
    moved = at > before;
  }
  return because === undefined ? { at } : { at, because };
}

/** When fewer than `limit` claims lie within the last `windowMs`. */
function windowOpens(claims: readonly number[], limit: number | undefined, windowMs: number): number | undefined {
  if (limit === undefined || claims.length < limit) return undefined;
  const oldestInTheWay = claims[claims.length - limit];
  return oldestInTheWay === undefined ? undefined : oldestInTheWay + windowMs;
}

function capLifts(rule: PacingRule, history: ClaimHistory, at: number): number | undefined {
  const cap = rule.policy.perDay;
  if (cap === undefined || history.day === undefined) return undefined;
  const full = history.day.name === dayOf(at, rule.timezone) && history.day.claims >= cap;
  return full ? startOfNextDay(at, rule.timezone) : undefined;
}

/** Whether a chat may begin at `at`, as far as is known now. */
export function mayBeginAt(
  { newChats, timezone }: Pick<PacingRule, "newChats" | "timezone">,
  { day }: Pick<ClaimHistory, "day">,
  { limits, begunSince }: NextChat,
  at: number,
): MayBegin {
  const perDay = newChats === undefined ? undefined : newChatsOn(newChats, at, timezone);
  const { newChats: begun = 0 } = day?.name === dayOf(at, timezone) ? day : {};
  const ofDay = { perDay, begun, dayEndsAt: startOfNextDay(at, timezone) };
  return mayBeginChat(limits, ofDay, at, begunSince);
}
