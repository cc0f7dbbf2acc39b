import { useQueries } from "@tanstack/react-query";
import { api } from "../../api/client.ts";

/** These lists, as far as they are known by now. */
export const useLists = (sessionId: string, listIds: readonly string[]) =>
  useQueries({
    queries: listIds.map((listId) => ({
      queryKey: ["lists", sessionId, "one", listId],
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) =>
        (await api().getList({ sessionId, listId }, { signal })).data,
      staleTime: 10_000,
    })),
    combine: (answers) => answers.flatMap(({ data }) => (data === undefined ? [] : [data])),
  });
