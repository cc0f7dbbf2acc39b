import { useRef } from "react";
import { randomKey } from "./random-key.ts";

/**
 * The `Idempotency-Key` of a form that creates something: the same while its content is the same, so that pressing again after
 * no answer does it once; another one for another content, and after success.
 */
export function useRepeatKey(): RepeatKey {
  const kept = useRef<{ readonly content: string; readonly key: string } | undefined>(undefined);
  return {
    keyOf(input) {
      const content = JSON.stringify(input);
      if (kept.current?.content !== content) kept.current = { content, key: randomKey() };
      return kept.current.key;
    },
    renew() {
      kept.current = undefined;
    },
  };
}

export interface RepeatKey {
  readonly keyOf: (input: unknown) => string;
  readonly renew: () => void;
}
