import { useQuery } from "@tanstack/react-query";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { addDays, addMonths } from "../../parts/days.ts";
import { byStartDay } from "./start-days.ts";

/** A campaign is scheduled so long before its start at most to be found by its creation, by which the API filters. */
const daysAhead = 92;
const pagesAtMost = 3;

export interface MonthOfCampaigns {
  readonly byDay: ReadonlyMap<string, readonly Campaign[]>;
  /** There are older ones that may start in this month, too. */
  readonly hasMore: boolean;
}

/** Those that start in a month. Those to come are asked for by their state, since they may have been made long before. */
export const useMonthOfCampaigns = (sessionId: string, month: string, zone: string | undefined) =>
  useQuery({
    queryKey: ["campaigns", sessionId, "calendar", month, zone],
    enabled: zone !== undefined,
    queryFn: async ({ signal }): Promise<MonthOfCampaigns> => {
      const to = addDays(`${addMonths(month, 1)}-01`, -1);
      const from = addDays(`${month}-01`, -daysAhead);
      const [scheduled, begun] = await Promise.all([
        pagesOf({ sessionId, status: "scheduled" }, signal),
        pagesOf({ sessionId, status: "running,paused,completed,stopped", from, to }, signal),
      ]);
      return {
        byDay: byStartDay([...scheduled.found, ...begun.found], month, zone ?? "UTC"),
        hasMore: scheduled.hasMore || begun.hasMore,
      };
    },
  });

async function pagesOf(asked: { sessionId: string; status: string; from?: string; to?: string }, signal: AbortSignal) {
  const found: Campaign[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const { data, pagination } = await api().listCampaigns({ ...asked, limit: 100, ...given({ cursor }) }, { signal });
    found.push(...data);
    if (pagination.nextCursor === null) return { found, hasMore: false };
    cursor = pagination.nextCursor;
  }
  return { found, hasMore: true };
}
