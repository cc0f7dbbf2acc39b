/** What a page keeps beside its queries, and what the next key may not be shown. */

const forgetting = new Set<() => void>();

/** @param forget called when the page is signed out, here or in another tab, or when its key is refused */
export function atSignOut(forget: () => void): void {
  forgetting.add(forget);
}

export function forgetAll(): void {
  for (const forget of forgetting) forget();
}
