import { queryOptions, useQuery } from "@tanstack/react-query";
import { apiWith } from "./client.ts";
import { keyStore } from "./key-store.ts";

export interface Rights {
  readonly mayWrite: boolean;
  readonly isAdmin: boolean;
  /** Opt-outs hold for the whole tenant: a key that is limited to some sessions takes none back. */
  readonly mayTakeBack: boolean;
  /** The deployment's own key. */
  readonly isOperator: boolean;
  /** Whether this is the local system on a simulated network, with a phone to try it with. */
  readonly isSimulated: boolean;
}

/** @throws ApiError for a key that is not known */
export async function rightsOf(key: string): Promise<Rights> {
  const { data } = await apiWith(key).getOwnApiKey();
  return {
    // Each scope has what the one before it has.
    mayWrite: data.scopes.some((scope) => scope !== "read"),
    isAdmin: data.scopes.includes("admin"),
    mayTakeBack: data.sessions === undefined && data.scopes.some((scope) => scope !== "read"),
    isOperator: data.operator,
    isSimulated: data.deployment.network === "simulated",
  };
}

const rightsQuery = queryOptions({
  queryKey: ["rights"],
  queryFn: async () => await rightsOf(keyStore.get() ?? ""),
  staleTime: 60_000,
});

const notKnownYet: Rights = {
  mayWrite: false,
  isAdmin: false,
  mayTakeBack: false,
  isOperator: false,
  isSimulated: false,
};

/** What the key may do. What it may not is not offered; the API refuses it all the same. */
export const useRights = (): Rights => useQuery(rightsQuery).data ?? notKnownYet;

const askAgainMs = 3_000;

/** While there is no connection the API is asked for the least that it answers, so that the page finds out when it is back. */
export function useAskWhileLost(isLost: boolean): void {
  useQuery({ ...rightsQuery, refetchInterval: isLost ? askAgainMs : false });
}

/** Whether it is known yet: a page for some keys only waits for that before it says that it is not for this one. */
export const useAreRightsKnown = (): boolean => useQuery(rightsQuery).data !== undefined;
