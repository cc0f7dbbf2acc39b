import { useSyncExternalStore } from "react";

/**
 * Where the page is, `#/s/shop/lists?status=active`. What stands after the `#` is never sent to a server: addresses may name
 * persons.
 */

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  addEventListener("popstate", changed);
  return () => {
    removeEventListener("hashchange", changed);
    removeEventListener("popstate", changed);
  };
}

const whole = (): string => location.hash.replace(/^#?\/?/, "/");
const pathIn = (): string => whole().split("?")[0] ?? "/";
const searchIn = (): string => whole().split("?").slice(1).join("?");

export function navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  // The router gives only the query where only that changes.
  const hash = `#${to.startsWith("?") ? pathIn() + to : to}`;
  if (replace) history.replaceState(history.state, "", hash);
  else history.pushState(null, "", hash);
  dispatchEvent(new PopStateEvent("popstate"));
}

/** For the router. */
export const useHashPath = (): [string, typeof navigate] => [useSyncExternalStore(subscribe, pathIn), navigate];
useHashPath.hrefs = (href: string): string => `#${href}`;
export const useHashSearch = (): string => useSyncExternalStore(subscribe, searchIn);
