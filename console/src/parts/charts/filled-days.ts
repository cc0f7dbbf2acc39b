import { shownStates, type Counts } from "../states/campaign-counts.ts";
import { addDays, daysBetween } from "../days.ts";

interface Day {
  readonly day: string;
  readonly counts: Counts;
}

/** More bars than these can't be told from each other. */
const daysAtMost = 400;

/** Each day from the first to the last, so that the chart's distances are those of time. */
export function filledDays(byDay: readonly Day[], from = byDay[0]?.day, to = byDay.at(-1)?.day): readonly Day[] {
  if (from === undefined || to === undefined) return byDay;
  const length = daysBetween(from, to) + 1;
  if (length < 1 || length > daysAtMost) return byDay;
  const known = new Map(byDay.map((one) => [one.day, one]));
  return Array.from({ length }, (_, index) => {
    const day = addDays(from, index);
    return known.get(day) ?? { day, counts: {} };
  });
}

export const sumOfDays = (byDay: readonly Day[]): Counts =>
  Object.fromEntries(
    shownStates.map((state) => [state, byDay.reduce((sum, { counts }) => sum + (counts[state] ?? 0), 0)]),
  );
