import {
  elsewhereWords,
  familyFirst,
  fillerWords,
  firstNames,
  foldedWords,
  fullNames,
  lastNames,
  middleNames,
  mobileWords,
  nameWords,
  numberWords,
  ofPersonWords,
  otherThingWords,
  personAlone,
  personWords,
  phoneWords,
  whatsappWords,
} from "./csv-header-words.ts";

/** What the headers of columns say, however they are written. */

/** What is longer is a text, and no header. */
const longestHeader = 100;

/** Words of a header, lower case and without accents; what is written together of known words is taken apart. */
function wordsOf(header: string): readonly string[] {
  return foldedWords(header.slice(0, longestHeader)).flatMap((word) => {
    if (writtenTogether.test(word)) return word.match(knownWord) ?? [];
    const [, nama, whose, name] = /^(nama)?(.+?)(name)?$/.exec(word) ?? [];
    return whose !== undefined && personWords.has(whose)
      ? [nama, whose, name].filter((part) => part !== undefined)
      : [word];
  });
}

const knownWord =
  /whatsapp|handphone|telephone|telepon|telpon|seluler|mobile|ponsel|number|nomor|nomer|kontak|contact|phone|telp|tel|cell|hape|num|hp|wa|no/g;
const writtenTogether = new RegExp(`^(?:${knownWord.source}){2,}$`);

const kinds = [
  [4, whatsappWords],
  [3, mobileWords],
  [2, phoneWords],
  [1, numberWords],
] as const;

/** How likely a header's column is that of the number to write to: 0 says nothing, less than that rules it out. */
export function phoneRank(header: string): number {
  const words = wordsOf(header);
  if (words.some((word) => otherThingWords.has(word))) return -1;
  const [rank, names] = kinds.find(([, known]) => words.some((word) => known.has(word))) ?? noKind(words);
  const others = words.filter((word) => !fillerWords.has(word) && !kinds.some(([, known]) => known.has(word)));
  if (others.length === 0 || names === undefined) return rank;
  // A number of something is any number; a phone of someone is a phone, though not the first to be taken.
  if (rank === 1) return 0;
  if (others.every((word) => ofPersonWords.has(word))) return rank;
  return rank - (others.some((word) => elsewhereWords.has(word)) ? 0.6 : 0.3);
}

/** `No. Kontak` is a number, and `No.` alone counts rows. */
const noKind = (words: readonly string[]): readonly [number, undefined] => [
  words.includes("no") && words.length > 1 && words.every((word) => fillerWords.has(word)) ? 1 : 0,
  undefined,
];

/** The header of a series without its place in it: `Phone 2 - Value` is of the series of `Phone 1 - Value`. */
export const seriesOf = (header: string): string => wordsOf(header).join(" ");

export type NamePart = "first" | "middle" | "last";

const parts: readonly (readonly [NamePart, ReadonlySet<string>])[] = [
  ["first", firstNames],
  ["middle", middleNames],
  ["last", lastNames],
];

/** How likely a header's column is the person's name: 0 is none. */
export function nameRank(header: string): number {
  const words = wordsOf(header);
  // What the variable is called: beside it, `Nama` is a field of its own.
  if (header.trim().toLowerCase() === "name") return 4;
  if (words.length === 1 && nameWords.has(words[0] ?? "")) return 3;
  const joined = words.join("");
  if (fullNames.has(joined)) return 3;
  const isOfPerson = words.every((word) => nameWords.has(word) || personWords.has(word));
  if (words.some((word) => nameWords.has(word)) && isOfPerson) return 2;
  return words.length === 1 && personAlone.has(words[0] ?? "") ? 1 : 0;
}

/** One word that means a name: of a whole one, or of the part that no other column has. */
export const isBareName = (header: string): boolean => {
  const words = wordsOf(header);
  return words.length === 1 && nameWords.has(words[0] ?? "");
};

export const isFamilyFirst = (header: string): boolean => familyFirst.has(wordsOf(header).join(""));

export const namePart = (header: string): NamePart | undefined => {
  const joined = wordsOf(header).join("");
  return parts.find(([, names]) => names.has(joined))?.[0];
};
