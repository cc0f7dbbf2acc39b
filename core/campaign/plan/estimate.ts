import { dayOf, spanEnd, spanStart, startOfNextDay } from "../../time/local-time.ts";
import { newChatsOn } from "../../sending/new-chats.ts";
import { drawGap, nextSendAt, type ClaimHistory, type PacingRule } from "../../sending/pacing.ts";

/** When so many more messages will have gone, by the same rules as nextSendAt, without going through them one by one. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Quiet hours and days that are gone through at most; who takes longer gets no estimate. */
const longestSpans = 10_000;

/** What lies between two messages on average. */
const intervalOf = ({ minGapMs, maxGapMs, perMinute, perHour }: PacingRule["policy"]): number =>
  Math.max(
    1,
    (minGapMs + maxGapMs) / 2,
    perMinute === undefined ? 0 : minuteMs / perMinute,
    perHour === undefined ? 0 : hourMs / perHour,
  );

/**
 * @param messages that are still to go, of all campaigns that take turns until then
 * @param beginning how many of them begin a chat, 0 to 1: it is taken that they are spread evenly
 * @returns the moment of the last one, epoch ms; `undefined` when that is too far away to estimate
 */
export function estimateFinish(
  rule: PacingRule,
  history: ClaimHistory,
  messages: number,
  now: number,
  beginning = 0,
): number | undefined {
  if (messages <= 0) return now;
  if (beginning > 0 && rule.newChats?.perDay === 0) return undefined;
  const intervalMs = intervalOf(rule.policy);
  const { perDay = Infinity } = rule.policy;
  const { quietHours, timezone } = rule;
  let left = messages;
  let { at } = nextSendAt(rule, history, drawGap(rule.policy, 0.5), now);
  let day = dayOf(at, timezone);
  let { claims: sentThatDay, newChats: begunThatDay = 0 } =
    history.day?.name === day ? history.day : { claims: 0, newChats: 0 };
  for (let span = 0; span < longestSpans; span += 1) {
    const today = dayOf(at, timezone);
    if (today !== day) [day, sentThatDay, begunThatDay] = [today, 0, 0];
    const quietUntil = quietHours === undefined ? undefined : spanEnd(at, quietHours);
    if (quietUntil !== undefined) {
      at = quietUntil;
      continue;
    }
    const dayEnds = startOfNextDay(at, timezone);
    const until = Math.min(dayEnds, quietHours === undefined ? Infinity : spanStart(at, quietHours));
    const fit = Math.ceil((until - at) / intervalMs);
    const chats = (rule.newChats && beginning > 0 ? newChatsOn(rule.newChats, at, timezone) : undefined) ?? Infinity;
    // Sums of shares are a little off: what is a whole message but for that is one.
    const withinChats = beginning > 0 ? Math.floor((chats - begunThatDay) / beginning + 1e-6) : Infinity;
    const allowed = Math.max(0, Math.min(perDay - sentThatDay, withinChats));
    if (left <= Math.min(fit, allowed)) return Math.round(at + (left - 1) * intervalMs);
    const going = Math.min(fit, allowed);
    left -= going;
    sentThatDay += going;
    begunThatDay += going * beginning;
    at = allowed <= fit ? dayEnds : Math.max(until, Math.ceil(at + going * intervalMs));
  }
  return undefined;
}
