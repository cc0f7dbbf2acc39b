import { queryOptions } from "@tanstack/react-query";
import type { Session } from "../../../clients/typescript/src/index.ts";
import { api } from "./client.ts";

/** So many are offered to choose from; the page of sessions has all. */
const atMost = 500;

/** The sessions that the key may see. */
export const sessionsQuery = queryOptions({
  queryKey: ["sessions", "all"],
  queryFn: async ({ signal }): Promise<readonly Session[]> => {
    const found: Session[] = [];
    for await (const session of api().listSessions({ limit: 100 }, { signal })) {
      found.push(session);
      if (found.length === atMost) break;
    }
    return found;
  },
  staleTime: 10_000,
});
