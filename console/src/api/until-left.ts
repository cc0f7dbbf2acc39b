import { useCallback, useEffect, useRef } from "react";

/** Gives a signal for requests that are asked again until they have an answer: they end when the page is left. */
export function useUntilLeft(): () => AbortSignal {
  const ending = useRef<AbortController>(undefined);
  useEffect(() => () => ending.current?.abort(), []);
  return useCallback(() => {
    ending.current = new AbortController();
    return ending.current.signal;
  }, []);
}
