import { stateIn } from "./states.ts";

/** Which languages there are, which one a caller reads, and how a sentence is said in it. */

export const languages = ["id", "en"] as const;
export type Language = (typeof languages)[number];
export type Sentence = Readonly<Record<Language, string>>;

export type Facts = Readonly<Record<string, string | number>>;

/** Fills the placeholders; one without a fact stays as it is, so that no person reads "undefined". */
export const sayIn = (language: Language, sentence: Sentence, facts: Facts = {}): string =>
  sentence[language].replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    name in facts ? stateIn(language, name, factIn(language, facts[name] ?? "")) : placeholder,
  );

/** Indonesian writes 15,1 for 15.1. */
const factIn = (language: Language, fact: string | number): string =>
  typeof fact === "number" && language === "id" ? String(fact).replace(".", ",") : String(fact);

/** The language that a caller likes best of those we speak (RFC 9110, Accept-Language). */
export function chooseLanguage(acceptLanguage: string | undefined, otherwise: Language): Language {
  const wishes = (acceptLanguage ?? "")
    .slice(0, 1_000)
    .split(",")
    .map((wish, place) => {
      const [tag = "", ...parameters] = wish.trim().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.trim().toLowerCase().split("-")[0] ?? "", weight: Number(quality ?? 1), place };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
  return (
    languages.find((language) => language === wishes.find((wish) => isSpoken(wish.language))?.language) ?? otherwise
  );
}

const isSpoken = (language: string): boolean => (languages as readonly string[]).includes(language);
