import type { TemplateProblem } from "./template-faults.ts";

/** Bounds of a text that is taken in: reading one takes time that grows faster than its length. */

const maxParts = 500;
const maxPartLength = 1_000;

/** A text's first part, `{{ }}` or `{% %}`, that is one too many or too long. */
export function partBeyondBounds(text: string): TemplateProblem | undefined {
  let parts = 0;
  for (const { index, 0: opening } of text.matchAll(/\{[{%]/g)) {
    parts += 1;
    if (parts > maxParts) return problemAt(text, index, `wanted at most ${maxParts} of {{ }} and {% %}`);
    const end = text.indexOf(opening === "{{" ? "}}" : "%}", index);
    if (end - index > maxPartLength) {
      return problemAt(text, index, `wanted at most ${maxPartLength} characters between ${opening} and its end`);
    }
  }
  return undefined;
}

function problemAt(text: string, index: number, problem: string): TemplateProblem {
  const before = text.slice(0, index).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, problem };
}
