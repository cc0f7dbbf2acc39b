/**
 * What stands for the placeholders of a sentence in what was said, undefined where it is another sentence. Read from the end: a
 * value that may hold anything stands first in most sentences.
 */
export function valuesIn(sentence: string, said: string): Readonly<Record<string, string>> | undefined {
  const parts = sentence.split(/\{(\w+)\}/);
  const names = parts.filter((_, place) => place % 2 === 1);
  const [first = "", ...others] = parts.filter((_, place) => place % 2 === 0);
  const last = others.pop();
  if (last === undefined) return said === first ? {} : undefined;
  let end = said.length - last.length;
  if (end < first.length || !said.startsWith(first) || !said.endsWith(last)) return undefined;
  const values: [string, string][] = [];
  for (const text of others.toReversed()) {
    const found = end < text.length ? -1 : said.lastIndexOf(text, end - text.length);
    if (found < first.length) return undefined;
    values.push([names[names.length - 1 - values.length] ?? "", said.slice(found + text.length, end)]);
    end = found;
  }
  return Object.fromEntries([...values, [names[0] ?? "", said.slice(first.length, end)]]);
}
