import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError, NetworkError } from "../../../clients/typescript/src/index.ts";
import { connection } from "./connection.ts";
import { keyStore } from "./key-store.ts";

function failed(error: unknown): void {
  if (error instanceof NetworkError) connection.isLost();
  else if (error instanceof ApiError) answered();
  // The key was revoked, or expired. One that is only tried at the sign-in page is not this page's.
  if (error instanceof ApiError && error.status === 401 && keyStore.get() !== undefined) keyStore.refused();
}
/** What the page on show asked for in vain is asked for again once the connection is back. */
function answered(): void {
  if (!connection.isThere()) return;
  void queryClient.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
}

/** The client of the API repeats what may be repeated; here nothing is asked twice. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: failed, onSuccess: answered }),
  mutationCache: new MutationCache({ onError: failed, onSuccess: answered }),
  defaultOptions: {
    queries: { retry: false, staleTime: 1_000, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});
