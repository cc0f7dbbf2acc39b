import { newChatLimitOf } from "../../session/account-limits.ts";
import type { ClaimHistory, PacingRule } from "../../sending/pacing.ts";
import type { AccountLimits } from "../../whatsapp.ts";
import { estimateFinish } from "./estimate.ts";

/**
 * As `estimateFinish`, and by what WhatsApp told as well: no chat begins before a timelock or a used-up quota ends, and those
 * that a quota has no room for begin once it is counted anew.
 *
 * @returns also `undefined` where WhatsApp tells no end, and where the next quota has no room for all of the rest: how long
 *   that one lasts is not told
 */
export function estimateWithinLimits(
  limits: AccountLimits | undefined,
  rule: PacingRule,
  history: ClaimHistory,
  messages: number,
  now: number,
  beginning: number,
): number | undefined {
  const unlimited = () => estimateFinish(rule, history, messages, now, beginning);
  if (limits === undefined || messages <= 0) return unlimited();
  if (limits.restricted) return undefined;
  if (beginning <= 0) return unlimited();
  const goesOn = (left: number, at: number | undefined) =>
    at === undefined ? undefined : estimateWithinLimits(limits, rule, history, left, at, beginning);
  const limit = newChatLimitOf(limits, now);
  if (limit !== undefined) return goesOn(messages, limit.until);
  const { used, total, resetsAt } = limits.newChats ?? { used: 0, total: Infinity };
  const isOfNow = resetsAt === undefined || resetsAt > now;
  // Sums of shares are a little off: what is a whole message but for that is one.
  const room = Math.floor((total - (isOfNow ? used : 0)) / beginning + 1e-6);
  const finish = unlimited();
  if (messages <= room || finish === undefined) return finish;
  const afterwards = isOfNow ? goesOn(messages - room, resetsAt) : undefined;
  return afterwards === undefined ? undefined : Math.max(finish, afterwards);
}
