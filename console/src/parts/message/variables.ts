/** Variables of a text, as docs/templates.md of the API has them. */

/** How a text names a contact's field. Blanks between words are found as `_`; what else is no plain name stands in quotes. */
export function variableText(field: string): string {
  const plain = field.trim().replace(/[ -]+/g, "_");
  if (/^[A-Za-z_]\w*$/.test(plain)) return `{{ ${plain} }}`;
  return field.includes('"') ? `{{ ['${field}'] }}` : `{{ ["${field}"] }}`;
}

/** Names that the text shows values of, each once, as it writes them first. Conditions and loops are left to the API. */
export function variablesIn(text: string): readonly string[] {
  const found = new Map<string, string>();
  for (const [, double, single, bare] of text.matchAll(
    /\{\{-?\s*(?:\["([^"\n]+)"\]|\['([^'\n]+)'\]|([A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*))/g,
  )) {
    const name = double ?? single ?? bare ?? "";
    const key = sameName(name);
    if (!found.has(key)) found.set(key, name);
  }
  return [...found.values()];
}

/** Equal for names that the API takes for the same: capitals, blanks and signs between words do not matter. */
export const sameName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

interface Fields {
  readonly fields: Readonly<Record<string, string>>;
}

/** Fields of these contacts, those that most of them have first. */
export function fieldsOf(contacts: readonly Fields[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { fields } of contacts) {
    for (const name of Object.keys(fields)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
}
