import { detailsOfFields } from "./details-of-fields.ts";
import { detailsOfTemplates } from "./details-of-templates.ts";
import { detailsOfThings } from "./details-of-things.ts";
import type { Language } from "./language.ts";
import { stateIn } from "./states.ts";
import { valuesOf } from "./values-of.ts";

/**
 * What came and what was wanted, in the caller's language. The code, the schemas and the rows of imports say it in English; that is
 * the key of its translation, so that also what was stored before is read in either language.
 */

const details = new Map(Object.entries({ ...detailsOfFields, ...detailsOfTemplates, ...detailsOfThings }));

/** Placeholders that only a number stands for. */
const numbers: ReadonlySet<string> = new Set(
  "count line column min max length place size ms minutes rows seconds percent".split(" "),
);

const ownLength = (sentence: string): number => sentence.replace(/\{\w+\}/g, "").length;

/** What says where something stands: it is taken apart first, for any sentence may stand in it. */
const isOfPlace = (sentence: string): boolean => sentence.startsWith("{problem}");

/** Those with placeholders, the one with the most text of its own first. */
const withValues = [...details]
  .filter(([english]) => /\{\w+\}/.test(english))
  .sort(([one], [other]) => Number(isOfPlace(other)) - Number(isOfPlace(one)) || ownLength(other) - ownLength(one))
  .map(([english, indonesian]) => ({ english, indonesian, valuesIn: valuesOf(english, numbers) }));

/** The text of a request, shortened: nothing within its quotes is a sentence of ours. */
const shortenedText = "{text} ({length} characters)";

/** Placeholders whose value is such a text itself. */
const nested: ReadonlySet<string> = new Set(["problem", "wanted", "came", "instead"]);

/** A longer text is that of a request for the most part, and to be searched in no time. */
const longestSentence = 2_000;

type Values = Readonly<Record<string, string>>;

/** @param values of the placeholders of `english`, where they are at hand: what a request wrote is not searched for sentences then */
export function detailIn(language: Language, english: string, values?: Values): string {
  if (values === undefined) return language === "en" ? english : (translated(english) ?? english);
  return language === "en"
    ? english.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder)
    : filled(details.get(english) ?? english, values);
}

const filled = (indonesian: string, values: Values): string =>
  indonesian.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder;
    return nested.has(name) ? (translated(value) ?? value) : stateIn("id", name, value);
  });

/** In Indonesian; undefined for what is no sentence of ours, such as the quoted text of a request. */
export function translated(english: string): string | undefined {
  const whole = details.get(english);
  if (whole !== undefined || english.length > longestSentence) return whole;
  for (const { english: sentence, indonesian, valuesIn } of withValues) {
    if (english.startsWith('"') && sentence !== shortenedText) continue;
    const values = valuesIn(english);
    if (values === undefined) continue;
    return filled(indonesian, values);
  }
  return undefined;
}
