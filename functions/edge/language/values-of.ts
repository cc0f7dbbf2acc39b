/** Whether that sentence, with any values, is what was said. It takes one pass, however long the values are. */
export function isSentenceOf(sentence: string): (said: string) => boolean {
  const [first = "", ...others] = sentence.split(/\{\w+\}/);
  const last = others.pop();
  if (last === undefined) return (said) => said === sentence;
  return (said) => {
    if (!said.startsWith(first) || !said.endsWith(last)) return false;
    let end = first.length;
    for (const part of others) {
      const found = said.indexOf(part, end);
      if (found < 0) return false;
      end = found + part.length;
    }
    return end <= said.length - last.length;
  };
}

/** The values that stand for a sentence's placeholders in what was said, undefined where that is another sentence. */
type ValuesIn = (said: string) => Readonly<Record<string, string>> | undefined;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** @param numbers placeholders that only a number stands for: with anything else there it is another sentence */
export function valuesOf(sentence: string, numbers: ReadonlySet<string> = new Set()): ValuesIn {
  const parts = sentence.split(/\{(\w+)\}/);
  const names = parts.filter((_, place) => place % 2 === 1);
  const written = parts.map((part, place) =>
    place % 2 === 0 ? escaped(part) : numbers.has(part) ? String.raw`(-?[\d.]+)` : "(.*)",
  );
  const pattern = new RegExp(`^${written.join("")}$`, "s");
  return (said) => {
    const found = pattern.exec(said);
    return found === null ? undefined : Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ""]));
  };
}
