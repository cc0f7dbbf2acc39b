import { useEffect, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { atSignOut } from "../api/sign-out.ts";

/** The session that was seen last in this tab. */

const name = "whatsapp-broadcast.session";
const listeners = new Set<() => void>();
const kept = (): string | undefined => sessionStorage.getItem(name) ?? undefined;
function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

export function keepSession(sessionId: string | undefined): void {
  if (sessionId === kept()) return;
  if (sessionId === undefined) sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, sessionId);
  for (const changed of listeners) changed();
}

atSignOut(() => keepSession(undefined));

const inPath = (path: string): string | undefined => /^\/s\/([A-Za-z0-9_-]{1,64})(?:\/|$)/.exec(path)?.[1];

/** The session that the pages are about: the address names it, else it is the one that was seen last. */
export function useChosenSession(): string | undefined {
  const [path] = useLocation();
  const last = useSyncExternalStore(subscribe, kept);
  const named = inPath(path);
  useEffect(() => {
    if (named !== undefined) keepSession(named);
  }, [named]);
  return named ?? last;
}
