import * as z from "zod";
import { maxFieldNameLength, maxFields, maxFieldValueLength, maxNameLength } from "../../core/contact/contact.ts";
import { countries, isCountry } from "../../core/contact/phone.ts";
import { charactersWithout, withinBlanksOrNone } from "./fields.ts";

/** Numbers and contacts. Beside the other fields, because the numbering plans of all countries come with them. */

/**
 * A contact as people write it. Types are checked here; what the values are worth is found out one by one, so that the
 * good contacts of a request are kept beside the bad ones.
 */
const writtenText = z.string().max(10_000);
/** For the OpenAPI document: what a contact's name has to be, and what its fields; core/contact/contact.ts judges them. */
const controls = String.raw`\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069`;
const plainText = `^[^${controls}]*$`;
const fieldsOfContact = {
  maxProperties: maxFields,
  propertyNames: {
    type: "string",
    maxLength: maxFieldNameLength,
    pattern: String.raw`^[\p{L}\p{N}_]([\p{L}\p{M}\p{N} _-]*[\p{L}\p{M}\p{N}_-])?$`,
    not: { enum: ["__proto__", "constructor", "prototype"] },
  },
  additionalProperties: { type: "string", maxLength: maxFieldValueLength, pattern: plainText },
};

export const writtenName = z
  .string()
  .trim()
  .meta({ pattern: withinBlanksOrNone(maxNameLength, charactersWithout(controls)) });
export const writtenNumber = writtenText.meta({
  description: "a phone number as people write it",
  examples: ["+62 812-3456-789"],
});

/** One number by itself: what is none is refused by its field. */
export const oneNumber = z
  .string()
  .min(1)
  .max(1_000)
  .meta({
    pattern: String.raw`\p{Nd}`,
    description: "a phone number as people write it, of at most 40 characters, or a link that holds one",
    examples: ["+62 812-3456-789"],
  });

const eitherCase = (letter: string): string => `[${letter.toUpperCase()}${letter.toLowerCase()}]`;
/** One of some words, in capitals or not. */
export const inEitherCase = (words: readonly string[]): string =>
  `^(${words.map((word) => word.replace(/[A-Za-z]/g, eitherCase)).join("|")})$`;

export const country = z
  .string()
  .toUpperCase()
  .refine(isCountry, { error: "an ISO 3166 country code such as ID" })
  .meta({
    id: "Country",
    pattern: inEitherCase(countries),
    description: "ISO 3166, two letters in either case",
    examples: ["ID"],
  });

export const contactFields = z
  .record(writtenText, writtenText)
  .meta({ ...fieldsOfContact, examples: [{ kota: "Bandung" }] });

export const writtenContact = z
  .strictObject({
    number: writtenNumber,
    name: writtenName.optional(),
    fields: contactFields.optional(),
  })
  .meta({ id: "WrittenContact" });
export type WrittenContact = z.output<typeof writtenContact>;
