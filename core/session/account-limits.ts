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
interface NewChatLimit {
  readonly because: (typeof newChatLimits)[number];
  /** Epoch ms, where WhatsApp tells it. */
  readonly until?: number;
}

const isAhead = (until: number | undefined, now: number): boolean => until === undefined || until > now;

/**
 * What keeps a chat with a person of no chat so far from beginning now, as far as WhatsApp told it.
 * @param begunSince new chats that began since WhatsApp was asked
 */
export function newChatLimitOf(
  { restricted, timelock, newChats }: AccountLimits,
  now: number,
  begunSince = 0,
): NewChatLimit | undefined {
  if (restricted) return { because: "restriction" };
  if (timelock !== undefined && isAhead(timelock.until, now)) {
    return { because: "timelock", ...defined({ until: timelock.until }) };
  }
  if (newChats === undefined || newChats.used + begunSince < newChats.total) return undefined;
  return isAhead(newChats.resetsAt, now) ? { because: "quota", ...defined({ until: newChats.resetsAt }) } : undefined;
}

/** Whether a limit that was told with its end is over by now: WhatsApp may say something else. */
export const isOver = ({ timelock, newChats }: AccountLimits, now: number): boolean =>
  !isAhead(timelock?.until, now) || !isAhead(newChats?.resetsAt, now);

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

const none: AccountLimits = { restricted: false };
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

/** As answers and events show it. */
export const limitsView = ({ newChats, timelock, restricted, checkedAt }: KnownLimits) => ({
  ...(newChats === undefined ? {} : { newChats: quotaView(newChats) }),
  timelocked: timelock !== undefined,
  ...(timelock?.until === undefined ? {} : { timelockedUntil: isoTime(timelock.until) }),
  restricted,
  checkedAt: isoTime(checkedAt),
});

const quotaView = ({ used, total, resetsAt }: NonNullable<AccountLimits["newChats"]>) => ({
  used,
  total,
  ...(resetsAt === undefined ? {} : { resetsAt: isoTime(resetsAt) }),
});
