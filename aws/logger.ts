import { Logger } from "@aws-lambda-powertools/logger";

/** The one log of Lambdas and workers: each line is one short line of JSON, also where an error holds what people wrote. */

/** A stack fits; a text that came with an error is not kept whole. */
const longestText = 4_000;
/** Of all texts of a line together. */
const longestLine = 16_000;

/** Characters that end a line, turn the direction of what follows, or are none; tabs and ends of lines are JSON's to escape. */
const unreadable =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\p{Noncharacter_Code_Point}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const kept: readonly string[] = ["\n", "\r", "\t"];

const escaped = (character: string): string =>
  kept.includes(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Makes the texts of a line readable and short, one after the other. */
function readableTexts(): (key: string, value: unknown) => unknown {
  let left = longestLine;
  return (key, value) => {
    // The line itself comes first.
    if (key === "") left = longestLine;
    if (typeof value !== "string") return value;
    const text = value.slice(0, Math.min(longestText, left));
    left -= text.length;
    const more = text.length === value.length ? "" : `... (${value.length} characters)`;
    return `${text.replace(unreadable, escaped)}${more}`;
  };
}

export const openLogger = (serviceName = "whatsapp-broadcast"): Logger =>
  new Logger({ serviceName, jsonReplacerFn: readableTexts() });
