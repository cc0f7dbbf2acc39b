import { dayOf, startOfDay } from "../time/local-time.ts";
import { dayOfClaims, type ClaimHistory } from "../sending/pacing.ts";

/**
 * One phone that is linked in several sessions of a tenant: what each of them sent from it, so that the day's cap and the
 * gap hold for the phone. Each session writes its own share; a write on condition of the version decides who goes next.
 */
export interface SharedPhone {
  readonly tenantId: string;
  readonly number: string;
  /** Raised by every write; 0 where nothing is written yet. */
  readonly version: number;
  /** By session id. */
  readonly shares: Readonly<Record<string, PhoneShare>>;
}

export interface PhoneShare {
  /** Of the session: a later one of the same id is another. */
  readonly createdAt: number;
  /** Its owner knows of the others: it claims nothing without a turn. */
  readonly joined: boolean;
  /** When this was written. */
  readonly at: number;
  /** Of a campaign's message: a direct message does not begin the gap anew. */
  readonly lastClaimAt?: number;
  /** Messages by the day in the session's timezone, of the latest two days that had any, the latest first. */
  readonly days: readonly DayOfMessages[];
  readonly waits?: PhoneWait;
}

interface DayOfMessages {
  readonly name: string;
  readonly claims: number;
  /** Those of them that began a chat; absent: none. */
  readonly newChats?: number;
  readonly lastAt: number;
}

type Figure = "claims" | "newChats";

/** A session could send, but for what the others sent. */
export interface PhoneWait {
  readonly since: number;
  readonly seenAt: number;
  /** After any message of the phone it keeps this distance. */
  readonly gapMs: number;
}

export interface SharedPhoneStore {
  find(tenantId: string, number: string): Promise<SharedPhone | undefined>;
  /** @param phone with the version after the one it was read at @throws ConditionRefused when it was written meanwhile */
  save(phone: SharedPhone): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1_000;
const minuteMs = 60 * 1_000;
/** A share that was not written for so long says nothing any more. */
export const keepShareMs = 7 * dayMs;
/** Others keep off only for one whose gap is no longer: it would hold them up too much. */
export const longestYieldMs = 15 * minuteMs;
/** The one that has the turn has so long beyond its gap; then the others go on. */
const patienceMs = 20_000;
/** How often the sessions that wait check whether it went. */
const lookAgainMs = 1_000;
/** Clocks of two workers are no further apart; what lies further ahead was written before a calendar was set back. */
const clocksApartMs = minuteMs;

export const unsharedPhone = (tenantId: string, number: string): SharedPhone => ({
  tenantId,
  number,
  version: 0,
  shares: {},
});

/** The phone with a session's share as it is now. */
export function withShare(phone: SharedPhone, sessionId: string, share: PhoneShare): SharedPhone {
  const kept = Object.entries(phone.shares).filter(([, { at }]) => share.at - at < keepShareMs);
  return { ...phone, version: phone.version + 1, shares: { ...Object.fromEntries(kept), [sessionId]: share } };
}

const othersOf = ({ shares }: SharedPhone, sessionId: string): readonly (readonly [string, PhoneShare])[] =>
  Object.entries(shares).filter(([id]) => id !== sessionId);

/** Of another timezone's day all messages count if one of them was sent today: rather too many than too few. */
const sumSince = ({ days }: PhoneShare, since: number, figure: Figure): number =>
  days.filter(({ lastAt }) => lastAt >= since).reduce((sum, { [figure]: count = 0 }) => sum + count, 0);

/** Without a day where there is nothing to count. */
const historyOf = (name: string, claims: number, newChats: number): ClaimHistory => ({
  latest: [],
  ...(claims === 0 ? {} : { day: dayOfClaims(name, claims, newChats) }),
});

/** What the other sessions sent from the phone on the session's day. */
export function claimsOfOthers(phone: SharedPhone, sessionId: string, now: number, timezone: string): ClaimHistory {
  const since = startOfDay(now, timezone);
  const sumBy = (figure: Figure) =>
    othersOf(phone, sessionId).reduce((sum, [, share]) => sum + sumSince(share, since, figure), 0);
  return historyOf(dayOf(now, timezone), sumBy("claims"), sumBy("newChats"));
}

/** What the session itself counted on that day. */
const countedIn = ({ day }: ClaimHistory, name: string, figure: Figure): number =>
  day?.name === name ? (day[figure] ?? 0) : 0;

const sharedIn = (share: PhoneShare | undefined, name: string, figure: Figure): number =>
  share?.days.find((day) => day.name === name)?.[figure] ?? 0;

/** Turns of the session's own that it does not know a message of: a crash came before the claim, or its answer was lost. */
const unusedTurns = (share: PhoneShare | undefined, own: ClaimHistory, name: string, figure: Figure): number =>
  Math.max(0, sharedIn(share, name, figure) - countedIn(own, name, figure));

/** What counts towards the session's day beside what it knows itself. */
export function claimsBeside(
  phone: SharedPhone,
  sessionId: string,
  own: ClaimHistory,
  now: number,
  timezone: string,
): ClaimHistory {
  const name = dayOf(now, timezone);
  const others = claimsOfOthers(phone, sessionId, now, timezone);
  const share = phone.shares[sessionId];
  const sumBy = (figure: Figure) => countedIn(others, name, figure) + unusedTurns(share, own, name, figure);
  return historyOf(name, sumBy("claims"), sumBy("newChats"));
}

interface SharedClaim {
  readonly at: number;
  readonly timezone: string;
  readonly isDirect: boolean;
  /** It begins a chat that counts. */
  readonly begins?: boolean;
}

/** A share after one more message. @param own what the session itself knows that it claimed */
export function shareAfterClaim(
  before: PhoneShare,
  own: ClaimHistory,
  { at, timezone, isDirect, begins = false }: SharedClaim,
): PhoneShare {
  const name = dayOf(at, timezone);
  // A turn that was taken and never used, by a crash, stays counted: rather too many than too few.
  const most = (figure: Figure) => Math.max(sharedIn(before, name, figure), countedIn(own, name, figure));
  const today = { ...dayOfClaims(name, most("claims") + 1, most("newChats") + (begins ? 1 : 0)), lastAt: at };
  const days = [today, ...before.days.filter((day) => day.name !== name)].slice(0, 2);
  const { waits: _waits, ...kept } = before;
  if (isDirect) return { ...before, joined: true, at, days };
  return { ...kept, joined: true, at, days, lastClaimAt: at };
}

/**
 * A share whose owner knows of the others, with what it claimed before it did; undefined when that is written already.
 */
export function shareJoined(
  before: PhoneShare,
  own: ClaimHistory,
  { now, timezone }: { readonly now: number; readonly timezone: string },
): PhoneShare | undefined {
  const name = dayOf(now, timezone);
  const [claims, newChats] = [countedIn(own, name, "claims"), countedIn(own, name, "newChats")];
  const isCounted = claims <= sharedIn(before, name, "claims") && newChats <= sharedIn(before, name, "newChats");
  const lastClaimAt = Math.max(before.lastClaimAt ?? -Infinity, own.lastClaimAt ?? -Infinity);
  const isWritten = isCounted && lastClaimAt === (before.lastClaimAt ?? -Infinity);
  if (before.joined && isWritten) return undefined;
  const most = (figure: Figure, counted: number) => Math.max(sharedIn(before, name, figure), counted);
  const today = { ...dayOfClaims(name, most("claims", claims), most("newChats", newChats)), lastAt: now };
  const others = before.days.filter((day) => day.name !== name);
  return {
    ...before,
    joined: true,
    at: now,
    days: isCounted ? before.days : [today, ...others].slice(0, 2),
    ...(Number.isFinite(lastClaimAt) ? { lastClaimAt } : {}),
  };
}

/** A share that says that its session waits for the others; undefined where they keep off for none so slow, or know it. */
export function shareWaiting(before: PhoneShare, gapMs: number, now: number): PhoneShare | undefined {
  const { waits } = before;
  if (gapMs > longestYieldMs) return undefined;
  if (waits?.gapMs === gapMs && now - waits.seenAt < Math.max(gapMs, patienceMs / 2)) return undefined;
  return { ...before, joined: true, at: now, waits: { since: waits?.since ?? now, seenAt: now, gapMs } };
}

/** One that waited for its own gap goes before those who did not, and before those whose wait was over later. */
const turnComesAt = ({ since, gapMs }: PhoneWait): number => since + gapMs;
const isForgotten = ({ seenAt, gapMs }: PhoneWait, now: number): boolean => now >= forgottenAt({ seenAt, gapMs });
const forgottenAt = ({ seenAt, gapMs }: Pick<PhoneWait, "seenAt" | "gapMs">): number =>
  seenAt + 2 * Math.max(gapMs, patienceMs / 2) + patienceMs;

/**
 * The earliest moment at which the session may claim as far as the phone's other sessions go, `now` at the earliest: its
 * gap after the last message of any of them, and behind one whose turn it is.
 */
export function mayClaimAt(phone: SharedPhone, sessionId: string, gapMs: number, now: number): number {
  const others = othersOf(phone, sessionId);
  const last = (shares: readonly (readonly [string, PhoneShare])[]) =>
    Math.max(
      -Infinity,
      ...shares.flatMap(([, { lastClaimAt = Infinity }]) => (lastClaimAt <= now + clocksApartMs ? [lastClaimAt] : [])),
    );
  const gapIsOver = Math.max(now, last(others) + gapMs);
  const own = phone.shares[sessionId]?.waits;
  const ownTurn = own === undefined ? Infinity : turnComesAt(own);
  const before = others
    .flatMap(([id, { waits }]) => (waits === undefined ? [] : [{ id, waits }]))
    .filter(({ waits }) => turnComesAt(waits) <= now && !isForgotten(waits, now))
    .filter(({ id, waits }) => turnComesAt(waits) < ownTurn || (turnComesAt(waits) === ownTurn && id < sessionId));
  const looksAgainAt = before.map(({ id, waits }) => {
    const goesAt = Math.max(now, last(othersOf(phone, id)) + waits.gapMs);
    return Math.min(goesAt + lookAgainMs, forgottenAt(waits));
  });
  return Math.max(gapIsOver, ...looksAgainAt);
}
