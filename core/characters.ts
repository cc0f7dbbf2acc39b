/**
 * Characters as people count them and as the API's limits do: code points. JavaScript counts and cuts in UTF-16 units, of
 * which an emoji has two.
 */

export function countCharacters(text: string): number {
  // The second half of a pair counts nothing.
  let count = text.length;
  for (let at = 0; at < text.length; at += 1) {
    if ((text.codePointAt(at) ?? 0) <= 0xffff) continue;
    count -= 1;
    at += 1;
  }
  return count;
}

/** So many characters of it at most, none of them in half. */
export function firstCharacters(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (let count = 0; count < most && end < text.length; count += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}

/** The text, or its beginning and dots where it is longer than that. */
export const shortened = (text: string, most: number): string =>
  countCharacters(text) > most ? `${firstCharacters(text, most - 3)}...` : text;

export const withoutHalves = (text: string): string =>
  text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, "");
