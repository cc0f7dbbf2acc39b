import { addDays, isDay } from "../../parts/days.ts";

/** The time that the figures are of. Without bounds in the address it is the last thirty days. */

export const spans = [7, 30, 90] as const;
const usual = 30;

export interface Range {
  /** Absent: all time. */
  readonly from?: string;
  readonly to?: string;
  /** The button that stands for it: days up to today, or `all`; absent where two days were chosen. */
  readonly span?: string;
}

export function rangeOf(member: (name: string) => string, today: string): Range {
  const [from, to, span] = [member("from"), member("to"), member("span")];
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  if (span === "all") return { span };
  const days = spans.find((each) => String(each) === span) ?? usual;
  return { from: addDays(today, 1 - days), to: today, span: String(days) };
}
