import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";

/** Lists to choose from, at most a page: those that are like what is typed. */
export const listsQuery = (sessionId: string, search: string) =>
  queryOptions({
    queryKey: ["lists", sessionId, "choice", search],
    queryFn: async ({ signal }) => {
      const { data } = await api().listLists({ sessionId, limit: 100, ...given({ search }) }, { signal });
      return data;
    },
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
