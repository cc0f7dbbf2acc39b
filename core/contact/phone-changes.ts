/** Numbers of countries that changed theirs: people write the old form, and WhatsApp knows one of them. */

/**
 * The same number as it is now: Mexico dropped the 1 behind its code in 2019, Benin put 01 before every number in 2024.
 * @param digits international, without `+`
 */
export const renumbered = (digits: string): string =>
  digits.replace(/^52(?:1|044|045|01)(?=\d{10}$)/, "52").replace(/^229(?=\d{8}$)/, "22901");

/**
 * Digits or groups of them as they are dialled in Mexico, without what was dialled before a mobile there until 2019: 044, 045
 * and 1, or 01 from another town.
 */
export const withoutOldPrefix = (written: string, country: string | undefined): string =>
  country === "MX" && written.replace(/\D/g, "").length > 10
    ? written.replace(/^(?:04[45]|01|1) ?(?=\d)/, "")
    : written;

/**
 * Brazil put a 9 before its mobiles: accounts from before bear the number without it, and no numbering plan has it any
 * more. Such a number is valid where it is with the 9.
 */
export const wasValidBefore = (digits: string, isValid: (digits: string) => boolean): boolean =>
  /^55\d{2}[6-9]\d{7}$/.test(digits) && isValid(digits.replace(/^(55\d{2})/, "$19"));

/** Each pair: a number as it is written now, with its 9, and the same line as accounts from before bear it. */
const formsOfOneLine: readonly (readonly [now: RegExp, before: RegExp])[] = [
  [/^(55\d{2})9([6-9]\d{7})$/, /^(55\d{2})([6-9]\d{7})$/],
  [/^(54)9(\d{10})$/, /^(54)([1-8]\d{9})$/],
];

/**
 * The other form of the same line: Brazil's mobiles with and without their 9, Argentina's with and without theirs. WhatsApp
 * has one account for both; which of them it bears, only WhatsApp knows.
 *
 * @param number digits only
 */
export function otherFormOf(number: string): string | undefined {
  for (const [now, before] of formsOfOneLine) {
    if (now.test(number)) return number.replace(now, "$1$2");
    if (before.test(number)) return number.replace(before, "$19$2");
  }
  return undefined;
}
