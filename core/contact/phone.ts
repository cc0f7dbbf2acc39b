import {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/max";
import { renumbered, wasValidBefore, withoutOldPrefix } from "./phone-changes.ts";
import { phoneText } from "./phone-text.ts";

/** Longest text that is tried as a number: people write separators, brackets and "ext." around 15 digits. */
export const maxNumberTextLength = 40;

/** E.164: no number has more digits. */
const maxDigits = 15;

export type ParsedPhone =
  { readonly ok: true; readonly number: string } | { readonly ok: false; readonly wanted: string };

/**
 * What becomes of digits without `+`, `00` or a leading 0 that no numbering plan decides upon: lists refuse them, a
 * request that is about one number takes them as international.
 */
export type UnclearDigits = "refused" | "international";

/** ISO 3166 codes, in capitals. */
export const countries: readonly string[] = getCountries();
export const isCountry = (code: string): boolean => isSupportedCountry(code);

/** The country of numbers that are written without one: the request's, the session's setting, that of its own number. */
export const countryFor = (
  session: { readonly defaultCountry?: string | undefined; readonly number?: string | undefined } | undefined,
  said?: string,
): string | undefined => said ?? session?.defaultCountry ?? countryOf(session?.number);

/** @param number digits only, international. Of a calling code that several countries have, the likeliest. */
function countryOf(number: string | undefined): string | undefined {
  const parsed = number === undefined ? undefined : parsePhoneNumberFromString(`+${number}`);
  return parsed?.country ?? parsed?.getPossibleCountries()[0];
}

/**
 * Reads a number as people write it: `+62 812-3456-789`, `628123456789`, `00628...`, `wa.me/628...`, or `0812...` with a
 * default country. Text with digits that may not all be of one number is none: glued together they would be another
 * person's. Digits with a leading `+` or `00` need only be possible; others have two readings, of which one must be valid.
 *
 * @param text what was written
 * @param defaultCountry ISO 3166 code for numbers written without a country, such as `ID`
 * @returns digits only, international, no `+`
 */
export function parsePhone(text: string, defaultCountry?: string, unclear: UnclearDigits = "refused"): ParsedPhone {
  const written = phoneText(text);
  if (written?.text === "") return { ok: false, wanted: "a phone number" };
  if ((written?.text.length ?? text.length) > maxNumberTextLength) {
    return { ok: false, wanted: `a phone number of at most ${maxNumberTextLength} characters` };
  }
  if (written !== undefined && /\p{L}/u.test(written.text)) {
    return { ok: false, wanted: "a phone number: digits, spaces, dashes, brackets, +" };
  }
  const country = defaultCountry !== undefined && isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const [reading, other] =
    written !== undefined && isOneNumber(written.text) ? readings(written, country, unclear) : [];
  if (reading === undefined) return { ok: false, wanted: wantedIn(defaultCountry) };
  if (other !== undefined) return { ok: false, wanted: wantedOf(reading, other) };
  return { ok: true, number: digitsOf(reading) };
}

const wantedIn = (country: string | undefined): string =>
  country === undefined
    ? "an international phone number such as +628123456789 (or a default country)"
    : `a phone number of ${country} or an international one such as +628123456789`;

const wantedOf = (reading: PhoneNumber, other: PhoneNumber): string => {
  const [one, two] = [reading, other].map((read) => `+${digitsOf(read)} (${read.formatInternational()})`);
  return `a phone number with + and its country, for these digits may be ${one ?? ""} or ${two ?? ""}`;
};

/** Whether all digits are of one number: no decimals, no second number, no count or extension behind it. */
const isOneNumber = (written: string): boolean =>
  /^[(\p{Zs}\t]*\+?[\d().\p{Zs}\t-]+$/u.test(written) &&
  // `628123456789-1`, `628123456789.0`
  !/[.-][\p{Zs}\t]*\d$/u.test(written) &&
  // `628123456789.00`: the only dot, and decimals behind it
  !/^[^.]*\.(\d{1,2}|0+)$/.test(written) &&
  // `628123456789 (2)`
  !/\([^()]*\)?[^\d]*$/.test(written);

type Readings = readonly [] | readonly [PhoneNumber] | readonly [PhoneNumber, PhoneNumber];

/** The numbers that a text may stand for: none, one, or two that differ. */
function readings(
  { text, hasCountry }: { readonly text: string; readonly hasCountry: boolean },
  country: CountryCode | undefined,
  unclear: UnclearDigits,
): Readings {
  const digits = text.replace(/\D/g, "");
  if (digits.startsWith("00")) return those(international(digits.slice(2)));
  if (hasCountry || text.includes("+")) return those(international(digits));
  const abroad = digits.startsWith("0") ? withTrunkAndCode(digits, country) : international(digits);
  const isRealAbroad = isReal(abroad);
  // Who writes the country's own code first means it, though some landline there begins with the same digits.
  if (isRealAbroad && !digits.startsWith("0") && isCodeOf(country, digits)) return those(abroad);
  const home = country === undefined ? undefined : national(digits, country);
  const [valid, other] = those(isRealAbroad ? abroad : undefined, isReal(home) ? home : undefined);
  if (valid === undefined) return unclear === "refused" ? [] : possible(digits, home, abroad);
  if (other === undefined) return [valid];
  if (isWrittenAsAtHome(text, valid, other)) return [other];
  return unclear === "international" && !digits.startsWith("0") ? [valid] : [valid, other];
}

/** Digits in groups as a country writes its own numbers, such as `(201) 555-0123`, are a number of that country. */
const isWrittenAsAtHome = (text: string, abroad: PhoneNumber, home: PhoneNumber): boolean => {
  const written = groupsOf(text);
  const groups = withoutOldPrefix(written, home.country);
  // A 1 may be dialled before a mobile there, or be another country's code.
  const isAbroad = groups !== written && written === groupsOf(abroad.formatInternational());
  return groups.includes(" ") && groups === groupsOf(home.formatNational()) && !isAbroad;
};

const groupsOf = (text: string): string => text.replace(/\D+/g, " ").trim();

/** Where no reading is valid: ranges of numbers are newer than any table of them. */
const possible = (digits: string, home: PhoneNumber | undefined, abroad: PhoneNumber | undefined): Readings =>
  digits.startsWith("0") ? (abroad === undefined ? those(home) : []) : those(abroad);

const those = (...numbers: readonly (PhoneNumber | undefined)[]): Readings => {
  const [first, second] = numbers.filter((number) => number !== undefined);
  if (first === undefined) return [];
  return second === undefined || digitsOf(second) === digitsOf(first) ? [first] : [first, second];
};

/** `062 812...`: the trunk 0 before a number that has its country's code already. */
const withTrunkAndCode = (digits: string, country: CountryCode | undefined): PhoneNumber | undefined =>
  isCodeOf(country, digits.slice(1)) ? international(digits.slice(1)) : undefined;

const isCodeOf = (country: CountryCode | undefined, digits: string): boolean =>
  country !== undefined && digits.startsWith(getCountryCallingCode(country));

/** `+1 1...` is none: no area of calling code 1 begins so, it is a way out such as `0011`, and its 1 would be dropped. */
function international(digits: string): PhoneNumber | undefined {
  const number = digits.startsWith("11") ? undefined : parsePhoneNumberFromString(`+${renumbered(digits)}`);
  return standsAlone(number) ? number : undefined;
}

function national(digits: string, country: CountryCode): PhoneNumber | undefined {
  const written = parsePhoneNumberFromString(withoutOldPrefix(digits, country), country);
  if (written === undefined) return undefined;
  const changed = renumbered(digitsOf(written));
  const number = changed === digitsOf(written) ? written : parsePhoneNumberFromString(`+${changed}`);
  return standsAlone(number) ? number : undefined;
}

/** A number that is only possible within its own town or country is none that can be written to from elsewhere. */
function standsAlone(number: PhoneNumber | undefined): boolean {
  if (number?.isPossible() !== true || digitsOf(number).length > maxDigits) return false;
  if (number.isValid()) return true;
  const again = parsePhoneNumberFromString(number.number);
  return again?.isPossible() === true && again.number === number.number;
}

const isReal = (number: PhoneNumber | undefined): boolean =>
  number !== undefined && (number.isValid() || wasValidBefore(digitsOf(number), isValidNumber));

const isValidNumber = (digits: string): boolean => parsePhoneNumberFromString(`+${digits}`)?.isValid() === true;

const digitsOf = ({ number }: PhoneNumber): string => number.slice(1);

/** Whether a mobile phone may have the number, as far as is known. @param number digits only, international */
export const isMobileNumber = (number: string): boolean => {
  const type = parsePhoneNumberFromString(`+${number}`)?.getType();
  return type !== "FIXED_LINE" && type !== "TOLL_FREE" && type !== "SHARED_COST" && type !== "PREMIUM_RATE";
};
