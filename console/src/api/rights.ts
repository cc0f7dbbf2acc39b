import { queryOptions, useQuery } from "@tanstack/react-query";
import { ApiError } from "../../../clients/typescript/src/index.ts";
import { apiWith } from "./client.ts";
import { keyStore } from "./key-store.ts";

export interface Rights {
  readonly mayWrite: boolean;
  readonly isAdmin: boolean;
  /** Whether this is the local system on a simulated network, with a phone to try it with. */
  readonly isSimulated: boolean;
}

/** @throws ApiError for a key that is not known */
export async function rightsOf(key: string): Promise<Rights> {
  const client = apiWith(key);
  await client.listSessions({ limit: 1 });
  const isAdmin = await client.listApiKeys({ limit: 1 }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ApiError && error.status === 403) return false;
      throw error;
    },
  );
  return { mayWrite: true, isAdmin, isSimulated: false };
}

const rightsQuery = queryOptions({
  queryKey: ["rights"],
  queryFn: async () => await rightsOf(keyStore.get() ?? ""),
  staleTime: 60_000,
});

const notKnownYet: Rights = { mayWrite: false, isAdmin: false, isSimulated: false };

/** What the key may do. What it may not is not offered; the API refuses it all the same. */
export const useRights = (): Rights => useQuery(rightsQuery).data ?? notKnownYet;
