import { useCallback, useState } from "react";
import { keyStore } from "../api/key-store.ts";
import { atSignOut } from "../api/sign-out.ts";

const prefix = "whatsapp-broadcast.draft.";

/**
 * What a person types, kept in this tab until it is sent: a request that fails and a reload of the page lose nothing.
 *
 * @param name of the form and what it is about, such as `compose/shop`
 */
export function useDraft<Draft extends object>(name: string, empty: Draft) {
  const [draft, setDraft] = useState<Draft>(() => ({ ...empty, ...keptOf<Draft>(name) }));
  const change = useCallback(
    (changes: Partial<Draft>) => {
      setDraft((before) => {
        const next = { ...before, ...changes };
        sessionStorage.setItem(prefix + name, JSON.stringify(next));
        return next;
      });
    },
    [name],
  );
  const forget = useCallback(() => {
    sessionStorage.removeItem(prefix + name);
    setDraft(empty);
    // `empty` is what the form begins with, the same at each drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [name]);
  return { draft, change, forget };
}

function keptOf<Draft extends object>(name: string): Partial<Draft> {
  try {
    const kept = JSON.parse(sessionStorage.getItem(prefix + name) ?? "{}") as unknown;
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

/** Of all forms: who signs out leaves nothing behind. A key that was refused may come back, and finds what was typed. */
atSignOut(() => {
  if (keyStore.wasRefused()) return;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name);
});
