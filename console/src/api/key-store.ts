import { useSyncExternalStore } from "react";

/**
 * The key that this page is signed in with. It is kept in this tab alone, or on this device where the person wished so, and
 * stands in no address, log or error.
 */

const name = "whatsapp-broadcast.key";
const listeners = new Set<() => void>();
/** The API took the key no more: the sign-in page says so to a person who was at work. */
let wasRefused = false;

export const keyStore = {
  get: (): string | undefined => sessionStorage.getItem(name) ?? localStorage.getItem(name) ?? undefined,
  keep(key: string, onThisDevice: boolean): void {
    keyStore.forget();
    wasRefused = false;
    (onThisDevice ? localStorage : sessionStorage).setItem(name, key);
    for (const changed of listeners) changed();
  },
  forget(): void {
    sessionStorage.removeItem(name);
    localStorage.removeItem(name);
    for (const changed of listeners) changed();
  },
  refused(): void {
    wasRefused = true;
    keyStore.forget();
  },
  wasRefused: (): boolean => wasRefused,
};

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  // Signed out in another tab is signed out here.
  addEventListener("storage", changed);
  return () => {
    listeners.delete(changed);
    removeEventListener("storage", changed);
  };
}

export const useKey = (): string | undefined => useSyncExternalStore(subscribe, keyStore.get);
