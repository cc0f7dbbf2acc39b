import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { dayIn, monthOf } from "../../parts/days.ts";

/** By the day of their start, each day's in the order of their starts. */
export function byStartDay(
  campaigns: readonly Campaign[],
  month: string,
  zone: string,
): ReadonlyMap<string, readonly Campaign[]> {
  const inOrder = [...campaigns].sort((one, other) => startOf(one).localeCompare(startOf(other)));
  const byDay = new Map<string, Campaign[]>();
  for (const campaign of inOrder) {
    const day = dayIn(startOf(campaign), zone);
    if (monthOf(day) === month) byDay.set(day, [...(byDay.get(day) ?? []), campaign]);
  }
  return byDay;
}

const startOf = ({ startedAt, sendAt, createdAt }: Campaign): string => startedAt ?? sendAt ?? createdAt;
