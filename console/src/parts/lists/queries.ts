import { queryOptions } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import type { List } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";

/** What the pages of lists ask for, by names under which a change is told to all of them. */

export interface OfList {
  readonly sessionId: string;
  readonly listId: string;
}

export const listQuery = ({ sessionId, listId }: OfList) =>
  queryOptions({
    queryKey: ["lists", sessionId, "one", listId],
    queryFn: async ({ signal }): Promise<List> => (await api().getList({ sessionId, listId }, { signal })).data,
  });

export const contactsKey = ({ listId }: Pick<OfList, "listId">) => ["contacts", listId] as const;

/** After contacts came, changed or went. */
export async function contactsChanged(queries: QueryClient, list: OfList): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: contactsKey(list) }),
    queries.invalidateQueries({ queryKey: ["lists", list.sessionId] }),
    // A text as these contacts get it, and what an import would do to them.
    queries.invalidateQueries({ queryKey: ["preview", list.sessionId] }),
    queries.resetQueries({ queryKey: ["import-checks", list.listId] }),
  ]);
}
