import { queryOptions, useQuery } from "@tanstack/react-query";
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

/** Undefined until it is known, and for one that the key may not see. */
export const useSession = (sessionId: string | undefined): Session | undefined =>
  useQuery(sessionsQuery).data?.find((session) => session.sessionId === sessionId);
