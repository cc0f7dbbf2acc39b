import { useSearchParams } from "wouter";

/** Filters and open dialogs stand in the address: a view can be come back to, and sent to a colleague. */
export function useAddress(): readonly [
  (name: string) => string,
  (changes: Readonly<Record<string, string>>, options?: { readonly replace?: boolean }) => void,
] {
  const [members, setMembers] = useSearchParams();
  return [
    (name) => members.get(name) ?? "",
    (changes, { replace = true } = {}) =>
      setMembers(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === "") next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace },
      ),
  ];
}
