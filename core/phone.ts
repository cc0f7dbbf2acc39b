import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from "libphonenumber-js/max";

/** Longest text that is tried as a number: people write separators, brackets and "ext." around 15 digits. */
export const maxNumberTextLength = 40;

/** E.164: no number has more digits. */
const maxDigits = 15;

export type ParsedPhone =
  { readonly ok: true; readonly number: string } | { readonly ok: false; readonly wanted: string };

export const isCountry = (code: string): boolean => isSupportedCountry(code);

/**
 * Reads a number as people write it: `+62 812-3456-789`, `628123456789`, `00628...`, or `0812...` with a default country.
 * Text with digits that may not all be of one number is none: glued together they would be somebody else's.
 *
 * @param text what was written
 * @param defaultCountry ISO 3166 code for numbers written without a country, such as `ID`
 * @returns digits only, international, no `+`
 */
export function parsePhone(text: string, defaultCountry?: string): ParsedPhone {
  const written = plainly(text);
  if (written === "") return { ok: false, wanted: "a phone number" };
  if (written.length > maxNumberTextLength) {
    return { ok: false, wanted: `a phone number of at most ${maxNumberTextLength} characters` };
  }
  if (/\p{L}/u.test(written)) return { ok: false, wanted: "a phone number: digits, spaces, dashes, brackets, +" };
  for (const parsed of isOneNumber(written) ? attempts(written, defaultCountry) : []) {
    const number = parsed?.number.slice(1) ?? "";
    if (parsed?.isPossible() === true && number.length <= maxDigits && standsAlone(parsed.number))
      return { ok: true, number };
  }
  return {
    ok: false,
    wanted:
      defaultCountry === undefined
        ? "an international phone number such as 628123456789 (or a default country)"
        : `a phone number of ${defaultCountry} or an international one such as 628123456789`,
  };
}

/** Marks that are not seen: zero width, byte order, soft hyphen, and directions but the one that turns digits around. */
const unseen = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202D\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/** The same text with ASCII for digits and signs of other scripts and without what only a spreadsheet or a list adds. */
function plainly(text: string): string {
  const ascii = text
    .replace(unseen, "")
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
    .replace(/[\p{Pd}\u2212]/gu, "-")
    .replace(/[（）＋．]/g, (sign) => sign.normalize("NFKC"))
    .trim();
  return ascii
    .replace(/^="(.*)"$|^\(([^()]*)\)$|^'/, "$1$2")
    .replace(/[,;]$/, "")
    .trim();
}

/** Unicode keeps the ten digits of a script together and in order, the first at the start of a run of decimal digits. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/** Whether all digits are of one number: no decimals, no second number, no count or extension behind it. */
const isOneNumber = (written: string): boolean =>
  /^[(\p{Zs}\t]*\+?[\d().\p{Zs}\t-]+$/u.test(written) &&
  // `628123456789-1`, `628123456789.0`
  !/[.-][\p{Zs}\t]*\d$/u.test(written) &&
  // `628123456789.00`: the only dot, and decimals behind it
  !/^[^.]*\.(\d{1,2}|0+)$/.test(written) &&
  // `628123456789 (2)`
  !/\([^()]*\)?[^\d]*$/.test(written);

/** A number that is only possible within its own town or country is none that can be written to from elsewhere. */
function standsAlone(number: string): boolean {
  const again = parsePhoneNumberFromString(number);
  return again?.isPossible() === true && again.number === number;
}

/** The readings of a written number, the likeliest first. A national trunk `0` means the default country. */
function attempts(written: string, defaultCountry: string | undefined): (PhoneNumber | undefined)[] {
  const country = defaultCountry !== undefined && isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const digits = written.replace(/\D/g, "");
  if (written.includes("+")) return [international(digits)];
  if (digits.startsWith("00")) return [international(digits.slice(2))];
  if (country === undefined) return digits.startsWith("0") ? [] : [international(digits)];
  const national = parsePhoneNumberFromString(digits, country);
  if (digits.startsWith("0")) return [national];
  const asInternational = international(digits);
  const isReal = asInternational?.isValid() === true;
  const callingCode = getCountryCallingCode(country);
  if (isReal && digits.startsWith(callingCode)) return [asInternational];
  const isRealAtHome = national?.isValid() === true && national.countryCallingCode === callingCode;
  // A spreadsheet eats trunk zeros: what is real both at home and abroad is of home, unless only abroad a mobile has it.
  if (isRealAtHome && !(isReal && isOnlyFixed(national) && isMobile(asInternational))) return [national];
  if (isReal) return [asInternational];
  return national?.isValid() === true ? [national] : [asInternational, national];
}

/** `+1 1...` is none: no area of calling code 1 begins so, it is a way out such as `0011`, and its 1 would be dropped. */
const international = (digits: string): PhoneNumber | undefined =>
  digits.startsWith("11") ? undefined : parsePhoneNumberFromString(`+${digits}`);

const isMobile = (number: PhoneNumber): boolean => number.getType() === "MOBILE";
const isOnlyFixed = (number: PhoneNumber): boolean => number.getType() === "FIXED_LINE";
