import { totalsOf, type Progress } from "../campaign/progress.ts";
import { dayOf } from "../time/local-time.ts";

/**
 * How people take what a session sends, of its messages of the last seven days: who answers is glad to hear of it, and who opts
 * out, or whose messages WhatsApp refuses, is not.
 */

const dayMs = 24 * 60 * 60 * 1_000;
export const signDays = 7;

/** Of fewer messages the figures say nothing yet. */
const enoughMessages = 50;
/** Opt-outs and refusals a hundred messages, from which on there is a warning. Chosen by this project; no rule of WhatsApp's. */
const manyOptOuts = 3;
const manyRefusals = 5;

/** Of one campaign, by the day of the claim. */
type Counted = Pick<Progress, "byDay" | "reasons" | "optOuts">;

export interface Signs {
  /** Messages that went, or that WhatsApp refused. */
  readonly messages: number;
  readonly repliesPer100: number;
  readonly optOutsPer100: number;
  readonly refusalsPer100: number;
}

/** The first of the last seven days, today among them. */
export const firstSignDay = (now: number, timezone: string): string => dayOf(now - (signDays - 1) * dayMs, timezone);

/** @param from the first day that counts */
export function signsOf(campaigns: readonly Counted[], from: string): Signs {
  const sums = { sent: 0, replies: 0, optOuts: 0, refusals: 0 };
  for (const { byDay, reasons = {}, optOuts = {} } of campaigns) {
    for (const [day, counts] of Object.entries(byDay)) {
      if (day < from) continue;
      const { sent, replied } = totalsOf(counts);
      sums.sent += sent;
      sums.replies += replied;
      sums.optOuts += optOuts[day] ?? 0;
      sums.refusals += reasons[day]?.["rejected_by_whatsapp"] ?? 0;
    }
  }
  const messages = sums.sent + sums.refusals;
  const per100 = (count: number) => (messages === 0 ? 0 : Math.round((1_000 * count) / messages) / 10);
  return {
    messages,
    repliesPer100: per100(sums.replies),
    optOutsPer100: per100(sums.optOuts),
    refusalsPer100: per100(sums.refusals),
  };
}

/** Which of the signs are bad. */
export function badSigns({ messages, optOutsPer100, refusalsPer100 }: Signs): readonly ("opt_outs" | "refusals")[] {
  if (messages < enoughMessages) return [];
  return [
    ...(optOutsPer100 >= manyOptOuts ? (["opt_outs"] as const) : []),
    ...(refusalsPer100 >= manyRefusals ? (["refusals"] as const) : []),
  ];
}
