import { useQuery, type QueryKey, type UseQueryResult } from "@tanstack/react-query";
import { ApiError } from "../../../clients/typescript/src/index.ts";

const quickMs = 2_000;
const slowMs = 15_000;
/** So long after its last change a view is asked about as seldom as possible. */
const quietMs = 120_000;

/** ms until what last changed so long ago is asked for again: between 2 and 15 s, in whole ones, so that a timer is seldom set anew. */
export const pollMs = (sinceChangeMs: number): number =>
  Math.round((quickMs + (slowMs - quickMs) * Math.min(1, Math.max(0, sinceChangeMs / quietMs))) / 1_000) * 1_000;

/** Of each query, what was answered last and since when it is the same: what is equal stays the same object. */
const lastChange = new WeakMap<object, { readonly data: unknown; readonly at: number }>();

/** A view that moves by itself: every 2 s while it changes, slower when it does not, not at all while the page is hidden. */
export function usePolled<Answer>(
  queryKey: QueryKey,
  queryFn: (context: { readonly signal: AbortSignal }) => Promise<Answer>,
  { enabled = true, isOver = () => false }: Polling<Answer> = {},
): UseQueryResult<Answer> {
  return useQuery({
    queryKey,
    queryFn,
    enabled,
    ...movingUntil(isOver),
  });
}

interface Asked<Answer> {
  readonly state: { readonly data: Answer | undefined; readonly error: Error | null };
}

/** Options of a query whose answer moves by itself until it is over. */
export const movingUntil = <Answer>(isOver: (answer: Answer) => boolean) => ({
  refetchInterval: (query: Asked<Answer>): number | false => {
    const { data, error } = query.state;
    // What is not there, or was deleted elsewhere, does not come by waiting.
    if (error instanceof ApiError && error.status === 404) return false;
    if (data === undefined) return slowMs / 3;
    if (isOver(data)) return false;
    const before = lastChange.get(query);
    if (before?.data === data) return pollMs(Date.now() - before.at);
    lastChange.set(query, { data, at: Date.now() });
    return pollMs(0);
  },
  refetchIntervalInBackground: false,
  refetchOnWindowFocus: "always" as const,
});

export interface Polling<Answer> {
  readonly enabled?: boolean;
  /** Of an answer after which nothing changes any more. */
  readonly isOver?: (answer: Answer) => boolean;
}
