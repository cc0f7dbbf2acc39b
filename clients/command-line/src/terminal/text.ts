import { stripVTControlCharacters } from "node:util";

/** Texts as a terminal shows them: without what steers it, and by the columns that they take. */

/** Controls, the marks that turn the direction, and halves of characters: in a name they could rewrite the screen. */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\p{Noncharacter_Code_Point}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** As one line. */
export const printable = (text: string): string =>
  text.replace(/\r\n|[\r\n\t]/g, " ").replace(steering, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);

/** East Asian letters and pictures take two columns; from Unicode's EastAsianWidth, as far as people write. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const partsOf = (text: string): string[] => [...graphemes.segment(text)].map(({ segment }) => segment);
const widthOfPart = (part: string): number => (wide.test(part) ? 2 : 1);

/** Colours take none. */
export const widthOf = (text: string): number =>
  partsOf(stripVTControlCharacters(text)).reduce((sum, part) => sum + widthOfPart(part), 0);

/** At most so many columns; the last is an ellipsis where something was cut. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let left = columns - 1;
  let kept = "";
  for (const part of partsOf(text)) {
    left -= widthOfPart(part);
    if (left < 0) break;
    kept += part;
  }
  return `${kept.trimEnd()}…`;
}

export const padTo = (text: string, columns: number): string => text + " ".repeat(Math.max(0, columns - widthOf(text)));

/** Words in lines of so many columns. @param indent blanks before each line but the first */
export function wrapped(text: string, columns: number, indent = 0): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (widthOf(last) + 1 + widthOf(word) > columns) lines.push(" ".repeat(indent) + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** One word of a shell's line, for what a person is told to type. */
export const shellWord = (text: string): string =>
  /^[\w.@%+:,/-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;

/** `1 contact`, `2 contacts`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
