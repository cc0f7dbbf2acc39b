import { newChatLimitOf } from "../session/account-limits.ts";
import { daysBetween } from "../time/local-time.ts";
import type { AccountLimits } from "../whatsapp.ts";

/**
 * How many chats an account may begin. A message begins a chat when the account never wrote to that person and the person never
 * wrote to it: accounts get restricted for those more than for the number of their messages.
 */

/** How many chats campaigns may begin in a day: the bounds that are set, and since when the one by the account's age counts. */
export interface NewChatsRule {
  /** Set by people; the smallest that holds. */
  readonly perDay?: number;
  /** When the account was first linked, where its age decides, too; epoch ms. */
  readonly linkedAt?: number;
}

/**
 * The default by age: from that day of the account on, so many a day. Found as advice to those who send by linked devices, and
 * no rule of WhatsApp's. Day 0 is the day of the first link.
 */
const newChatsByAge = [
  { fromDay: 0, perDay: 20 },
  { fromDay: 4, perDay: 50 },
  { fromDay: 8, perDay: 100 },
  { fromDay: 15, perDay: 200 },
  { fromDay: 30, perDay: undefined },
] as const;

export const maxNewChatsPerDay = 1_000;

/** @param days since the day of the first link @returns undefined where there is no bound by age any more */
export const newChatsAtAge = (days: number): number | undefined =>
  newChatsByAge.findLast(({ fromDay }) => days >= fromDay || fromDay === 0)?.perDay;

/** How many chats may begin on the day of `at` there; undefined where that has no bound. */
export function newChatsOn({ perDay, linkedAt }: NewChatsRule, at: number, timezone: string): number | undefined {
  const byAge = linkedAt === undefined ? undefined : newChatsAtAge(daysBetween(linkedAt, at, timezone));
  const bound = Math.min(perDay ?? Infinity, byAge ?? Infinity);
  return Number.isFinite(bound) ? bound : undefined;
}

/** The chats that campaigns may begin today: how many, how many did, and when the next day begins. */
interface ChatsOfDay {
  /** Absent: no bound. */
  readonly perDay?: number | undefined;
  readonly begun: number;
  /** Epoch ms. */
  readonly dayEndsAt: number;
}

/** Whether the next chat may begin now. `until`, epoch ms: when that is over; absent where that is not known. */
export type MayBegin = { readonly may: true } | MayNotBegin;

export interface MayNotBegin {
  readonly may: false;
  readonly because: "whatsapp_limit" | "new_chats";
  readonly until?: number;
}

/**
 * Whether one more chat may begin, by what WhatsApp told and by our own bound. Of two bounds the one that lasts longer is named.
 *
 * @param limits what WhatsApp told last, absent where it told nothing
 * @param ofDay the day's budget, which direct messages leave alone
 * @param begunSince chats that the account surely or perhaps began and that `limits` do not count yet
 */
export function mayBeginChat(
  limits: AccountLimits | undefined,
  { perDay = Infinity, begun, dayEndsAt }: ChatsOfDay,
  now: number,
  begunSince = 0,
): MayBegin {
  const told = newChatLimitOf(limits, now, begunSince);
  const toldUntil = told === undefined ? -Infinity : (told.until ?? Infinity);
  // None a day is none on any day.
  const ownUntil = perDay <= 0 ? Infinity : begun >= perDay ? dayEndsAt : -Infinity;
  const until = Math.max(toldUntil, ownUntil);
  if (until <= now) return { may: true };
  const because = toldUntil >= ownUntil ? "whatsapp_limit" : "new_chats";
  return { may: false, because, ...(Number.isFinite(until) ? { until } : {}) };
}

/** Whether anything bounds new chats at all: where nothing does, it need not be known which messages begin one. */
export const boundsNewChats = (limits: AccountLimits | undefined, perDay: number | undefined): boolean =>
  perDay !== undefined ||
  (limits !== undefined && (limits.restricted || limits.timelock !== undefined || limits.newChats !== undefined));

/** What was told, by one answer: chats that began since WhatsApp was asked may be missing in it. */
export interface ToldLimits extends AccountLimits {
  /** As it was known right before WhatsApp was asked. */
  readonly ofOthers: ChatsOfOthers;
}

/** Chats that the other sessions of a shared phone began on a day; of no day where there were none. */
export interface ChatsOfOthers {
  readonly day: string | undefined;
  readonly newChats: number;
}
