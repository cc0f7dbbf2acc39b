import { useQueries } from "@tanstack/react-query";
import { listQuery } from "./queries.ts";

/** These lists, as far as they are known by now. */
export const useLists = (sessionId: string, listIds: readonly string[]) =>
  useQueries({
    queries: listIds.map((listId) => ({ ...listQuery({ sessionId, listId }), staleTime: 10_000 })),
    combine: (answers) => answers.flatMap(({ data }) => (data === undefined ? [] : [data])),
  });
