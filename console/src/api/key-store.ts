import { useSyncExternalStore } from "react";

/**
 * The key that this page is signed in with. It is kept in this tab alone, or on this device where the person wished so, and
 * stands in no address, log or error.
 */

const name = "whatsapp-broadcast.key";
const listeners = new Set<() => void>();

export const keyStore = {
  get: (): string | undefined => sessionStorage.getItem(name) ?? localStorage.getItem(name) ?? undefined,
  keep(key: string, onThisDevice: boolean): void {
    keyStore.forget();
    (onThisDevice ? localStorage : sessionStorage).setItem(name, key);
    for (const changed of listeners) changed();
  },
  forget(): void {
    sessionStorage.removeItem(name);
    localStorage.removeItem(name);
    for (const changed of listeners) changed();
  },
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
