import { parsePhoneNumberFromString, isSupportedCountry } from "libphonenumber-js/max";

/** Longest text that is tried as a number: people write separators, brackets and "ext." around 15 digits. */
export const maxNumberTextLength = 40;

export type ParsedPhone =
  { readonly ok: true; readonly number: string } | { readonly ok: false; readonly wanted: string };

export const isCountry = (code: string): boolean => isSupportedCountry(code);

/**
 * Reads a number as people write it: `+62 812-3456-789`, `628123456789`, `00628...`, or `0812...` with a default country.
 *
 * @param text what was written
 * @param defaultCountry ISO 3166 code for numbers written without a country, such as `ID`
 * @returns digits only, international, no `+`
 */
export function parsePhone(text: string, defaultCountry?: string): ParsedPhone {
  const written = text.trim();
  if (written === "") return { ok: false, wanted: "a phone number" };
  if (written.length > maxNumberTextLength) {
    return { ok: false, wanted: `a phone number of at most ${maxNumberTextLength} characters` };
  }
  if (/\p{L}/u.test(written)) return { ok: false, wanted: "a phone number: digits, spaces, dashes, brackets, +" };
  const candidates = attempts(written, defaultCountry);
  for (const parsed of candidates) {
    if (parsed?.isPossible() === true && standsAlone(parsed.number))
      return { ok: true, number: parsed.number.slice(1) };
  }
  return {
    ok: false,
    wanted:
      defaultCountry === undefined
        ? "an international phone number such as 628123456789 (or a default country)"
        : `a phone number of ${defaultCountry} or an international one such as 628123456789`,
  };
}

/** A number that is only possible within its own town or country is none that can be written to from elsewhere. */
function standsAlone(number: string): boolean {
  const again = parsePhoneNumberFromString(number);
  return again?.isPossible() === true && again.number === number;
}

/** The readings of a written number, the likeliest first. A national trunk `0` means the default country. */
function attempts(written: string, defaultCountry: string | undefined) {
  const country = defaultCountry !== undefined && isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const digits = written.replace(/\D/g, "");
  const international = (digitsOnly: string) => parsePhoneNumberFromString(`+${digitsOnly}`);
  if (written.startsWith("+")) return [international(digits)];
  if (digits.startsWith("00")) return [international(digits.slice(2))];
  if (country === undefined) return digits.startsWith("0") ? [] : [international(digits)];
  const national = parsePhoneNumberFromString(written, country);
  if (digits.startsWith("0")) return [national];
  // A real number written just as its country writes it is national (`202 555 0123` with US is no number of Egypt).
  // Else `62812...` is international as it stands where that is a real number, else national without its trunk digit.
  const asInternational = international(digits);
  if (national?.isValid() === true && national.formatNational().replace(/\D/g, "") === digits) return [national];
  if (asInternational?.isValid() === true) return [asInternational];
  return national?.isValid() === true ? [national] : [asInternational, national];
}
