import { useCallback, useEffect, useState } from "react";
import { keyStore } from "../api/key-store.ts";
import { atSignOut } from "../api/sign-out.ts";

const prefix = "whatsapp-broadcast.draft.";

/**
 * What a person types, kept in this tab until it is sent: a request that fails and a reload of the page lose nothing. Only the
 * members that were changed are kept: the others are as `begun` has them, also after others changed those.
 *
 * @param name of the form and what it is about, such as `compose/shop`
 * @param begun what the form holds before anything is typed
 */
export function useDraft<Draft extends object>(name: string, begun: Draft) {
  const [typed, setTyped] = useState(() => keptOf<Draft>(name));
  const change = useCallback(
    (changes: Partial<Draft>) => {
      setTyped((before) => {
        const next = { ...before, ...changes };
        sessionStorage.setItem(prefix + name, JSON.stringify(next));
        return next;
      });
    },
    [name],
  );
  const forget = useCallback(() => {
    forgetDraft(name);
    setTyped({});
  }, [name]);
  return {
    draft: { ...begun, ...typed },
    /** The members of it that were changed. */
    typed,
    change,
    forget,
  };
}

const forgetDraft = (name: string): void => sessionStorage.removeItem(prefix + name);

/**
 * Of a form in a dialog: what was typed and not saved is forgotten when the form is left in any way but a reload, or a key that
 * was refused and may come back. It would stand over what others change meanwhile.
 */
export function useForgottenAtEnd(name: string): void {
  useEffect(
    () => () => {
      if (!keyStore.wasRefused()) forgetDraft(name);
    },
    [name],
  );
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
