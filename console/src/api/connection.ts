import { useSyncExternalStore } from "react";

/** Whether the last request had an answer: one banner for the whole page. */

let lost = false;
const listeners = new Set<() => void>();
function set(now: boolean): void {
  if (now === lost) return;
  lost = now;
  for (const changed of listeners) changed();
}

export const connection = {
  isLost: (): void => {
    set(true);
  },
  /** @returns whether it was lost before */
  isThere: (): boolean => {
    const wasLost = lost;
    set(false);
    return wasLost;
  },
};

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

export const useConnectionLost = (): boolean => useSyncExternalStore(subscribe, () => lost);
