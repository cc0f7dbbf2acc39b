/** Numbers of countries that changed theirs: people write the old form, and WhatsApp knows one of them. */

/**
 * The same number as it is now: Mexico dropped the 1 behind its code in 2019, Benin put 01 before every number in 2024.
 * @param digits international, without `+`
 */
export const renumbered = (digits: string): string =>
  digits.replace(/^521(?=\d{10}$)/, "52").replace(/^229(?=\d{8}$)/, "22901");

/**
 * Brazil put a 9 before its mobiles: accounts from before bear the number without it, and no numbering plan has it any
 * more. Such a number is valid where it is with the 9.
 */
export const wasValidBefore = (digits: string, isValid: (digits: string) => boolean): boolean =>
  /^55\d{2}[6-9]\d{7}$/.test(digits) && isValid(digits.replace(/^(55\d{2})/, "$19"));
