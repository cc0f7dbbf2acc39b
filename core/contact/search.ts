/** Letters that are no letter with a mark, but are written without theirs all the same. */
const unaccented: Readonly<Record<string, string>> = {
  ł: "l",
  đ: "d",
  ø: "o",
  ı: "i",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ð: "d",
  þ: "th",
};

/** Case- and accent-insensitive text for substring search. */
export const foldForSearch = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLocaleLowerCase("en")
    .replaceAll(/[łđøıßæœðþ]/g, (letter) => unaccented[letter] ?? letter)
    // A sigma at the end of a word: what is searched for may end where the text goes on.
    .replaceAll("ς", "σ");

/** Whether any of the texts contains what was searched for. */
export const matchesSearch = (needle: string, texts: readonly (string | undefined)[]): boolean => {
  const folded = foldForSearch(needle);
  return texts.some((text) => text !== undefined && foldForSearch(text).includes(folded));
};

/** What is searched for as people write a number: digits, what separates them, and a +. */
const writtenNumber = /^[\d+().\s\p{Pd}\u2212\p{Cf}]+$/u;
/** Fewer digits than these are in nearly every number. */
const minSearchedDigits = 3;

/**
 * Whether the number has the digits that were searched for, with any separators: `+62 811-2000` in `628112000999`.
 * False for a text that is not written as a number; that is for matchesSearch.
 *
 * @param number digits only, international
 */
export const matchesNumber = (needle: string, number: string): boolean => {
  const written = needle.normalize("NFKC");
  const digits = written.replace(/\D/g, "");
  return writtenNumber.test(written) && digits.length >= minSearchedDigits && number.includes(digits);
};
