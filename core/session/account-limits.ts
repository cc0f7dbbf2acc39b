import { defined } from "../defined.ts";
import type { AccountLimits } from "../whatsapp.ts";

/** What WhatsApp says that an account may do: what of it holds new chats back, which changes are news, how it is shown. */

/** As the session's row keeps it. */
export interface KnownLimits extends AccountLimits {
  /** When WhatsApp first said so, epoch ms: an answer that says the same again is not written. */
  readonly checkedAt: number;
}

export const newChatLimits = ["restriction", "timelock", "quota"] as const;

/** Why no chat may begin now. */
export interface NewChatLimit {
  readonly because: (typeof newChatLimits)[number];
  /** Epoch ms, where WhatsApp tells it. */
  readonly until?: number;
}

type NewChatQuota = NonNullable<AccountLimits["newChats"]>;

const none: AccountLimits = { restricted: false };
const isAhead = (until: number | undefined, now: number): boolean => until === undefined || until > now;

/**
 * What keeps a chat with a person of no chat so far from beginning now, as far as WhatsApp told it; of several limits the one that
 * lasts longest. What WhatsApp told for a time that is over by now binds no more; of a quota of chats that is counted anew since,
 * those count that began since it was read.
 *
 * @param limits what WhatsApp told last, absent where it told nothing
 * @param begunSince chats that the account surely or perhaps began and that `limits` do not count yet
 */
export function newChatLimitOf(
  limits: AccountLimits | undefined,
  now: number,
  begunSince = 0,
): NewChatLimit | undefined {
  const { restricted, timelock, newChats } = limits ?? none;
  const binding: NewChatLimit[] = [];
  if (restricted) binding.push({ because: "restriction" });
  if (timelock !== undefined && isAhead(timelock.until, now)) {
    binding.push({ because: "timelock", ...defined({ until: timelock.until }) });
  }
  if (newChats !== undefined) binding.push(...usedUp(newChats, now, begunSince));
  const lastsUntil = ({ until = Infinity }: NewChatLimit) => until;
  return binding.find((limit) => lastsUntil(limit) === Math.max(...binding.map(lastsUntil)));
}

/** A quota that binds at that time, if it does. */
function usedUp({ used, total, resetsAt }: NewChatQuota, now: number, begunSince: number): readonly NewChatLimit[] {
  const isOfNow = isAhead(resetsAt, now);
  if ((isOfNow ? used : 0) + begunSince < total) return [];
  return [{ because: "quota", ...(isOfNow ? defined({ until: resetsAt }) : {}) }];
}

/** Whether an end that was told came after `since` and has passed by now: WhatsApp may say something else. */
export const endedSince = ({ timelock, newChats }: AccountLimits, since: number, now: number): boolean =>
  [timelock?.until, newChats?.resetsAt].some((end) => end !== undefined && end > since && end <= now);

/** Whether chats that began since a quota was read use it up, where it had room left then. */
export const isUsedUpBy = (newChats: NewChatQuota, now: number, begunSince: number): boolean =>
  usedUp(newChats, now, 0).length === 0 && usedUp(newChats, now, begunSince).length > 0;

/** What is news of limits. */
export const limitChanges = [
  "restriction_began",
  "restriction_ended",
  "timelock_began",
  "timelock_moved",
  "timelock_ended",
  "quota_used_up",
  "quota_free",
] as const;
export type LimitChange = (typeof limitChanges)[number];

const isUsedUp = ({ newChats }: AccountLimits): boolean => newChats !== undefined && newChats.used >= newChats.total;

export function changesOf(found: AccountLimits, before: AccountLimits = none): readonly LimitChange[] {
  const changes: LimitChange[] = [];
  if (found.restricted !== before.restricted) {
    changes.push(found.restricted ? "restriction_began" : "restriction_ended");
  }
  const { timelock } = found;
  if (timelock === undefined && before.timelock !== undefined) changes.push("timelock_ended");
  else if (timelock !== undefined && before.timelock === undefined) changes.push("timelock_began");
  else if (timelock?.until !== before.timelock?.until) changes.push("timelock_moved");
  if (isUsedUp(found) !== isUsedUp(before)) changes.push(isUsedUp(found) ? "quota_used_up" : "quota_free");
  return changes;
}

/** What is asked is written only where it is otherwise than what stands there. */
export const isSame = (found: AccountLimits, before: AccountLimits = none): boolean =>
  changesOf(found, before).length === 0 &&
  found.newChats?.used === before.newChats?.used &&
  found.newChats?.total === before.newChats?.total &&
  found.newChats?.resetsAt === before.newChats?.resetsAt;

const isoTime = (at: number) => new Date(at).toISOString();

/** As answers and events show it. @param now a timelock whose end has passed by then is none */
export function limitsView({ newChats, timelock, restricted, checkedAt }: KnownLimits, now: number) {
  const lock = isAhead(timelock?.until, now) ? timelock : undefined;
  return {
    ...(newChats === undefined ? {} : { newChats: quotaView(newChats) }),
    timelocked: lock !== undefined,
    ...(lock?.until === undefined ? {} : { timelockedUntil: isoTime(lock.until) }),
    restricted,
    checkedAt: isoTime(checkedAt),
  };
}

const quotaView = ({ used, total, resetsAt }: NewChatQuota) => ({
  used,
  total,
  ...(resetsAt === undefined ? {} : { resetsAt: isoTime(resetsAt) }),
});
