/** Case- and accent-insensitive text for substring search. */
export const foldForSearch = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLocaleLowerCase("en")
    // A sigma at the end of a word: what is searched for may end where the text goes on.
    .replaceAll("ς", "σ");

/** Whether any of the texts contains what was searched for. */
export const matchesSearch = (needle: string, texts: readonly (string | undefined)[]): boolean => {
  const folded = foldForSearch(needle);
  return texts.some((text) => text !== undefined && foldForSearch(text).includes(folded));
};
