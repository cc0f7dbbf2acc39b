/** What people write around a number, taken off: signs that are not seen, other scripts' digits, links, ids of WhatsApp. */

export interface PhoneText {
  /** ASCII digits, separators and letters. */
  readonly text: string;
  /** A link or an id of WhatsApp holds the number with its country, whether a `+` stands before it or not. */
  readonly hasCountry: boolean;
}

/** Longer text is no number, and no link that holds one. */
const maxLinkLength = 4_096;

/** Code points that a reader does not see, the blank of Braille and the place of an object. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800\uFFFC]/gu;

/**
 * Text that is turned around shows its digits in another order than it holds them: it is no number, unless a `+` or a
 * `0` at its beginning says that the order is the one that was meant.
 */
const turnedAround = /^[^+0-9]*\u202E[^+0]/u;

/** The number that a text holds, or undefined where its digits may have been meant in another order. */
export function phoneText(text: string): PhoneText | undefined {
  if (text.length > maxLinkLength || turnedAround.test(text.replace(/[\p{Zs}\t]/gu, ""))) return undefined;
  const seen = inAscii(text.replace(unseen, "")).trim();
  const written = withoutWrapping(seen);
  const tel = dialled.exec(written)?.[1];
  if (tel !== undefined) return { text: decoded(tel), hasCountry: false };
  const linked = links.map((link) => link.exec(written)?.[1]).find((number) => number !== undefined);
  if (linked === undefined) return { text: written, hasCountry: false };
  const number = decoded(linked);
  // People put their number there as they dial it at home, too.
  return { text: number, hasCountry: !number.startsWith("0") };
}

/** The same text with ASCII for digits and signs of other scripts. */
const inAscii = (text: string): string =>
  text
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
    .replace(/[\p{Pd}\u2212]/gu, "-")
    .replace(/[（）＋．]/g, (sign) => sign.normalize("NFKC"));

/** What only a spreadsheet or a list adds: `="..."`, brackets around all of it, an apostrophe, a comma behind it. */
const withoutWrapping = (text: string): string =>
  text
    .replace(/^="(.*)"$|^\(([^()]*)\)$|^'/, "$1$2")
    .replace(/[,;]$/, "")
    .trim();

/** Unicode keeps the ten digits of a script together and in order, the first at the start of a run of decimal digits. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/** `https://wa.me/...`, `api.whatsapp.com/send?phone=...`, `whatsapp://send?phone=...`, `...@c.us`, and what bears its number behind it. */
const links: readonly RegExp[] = [
  /^(?:https?:\/\/)?(?:www\.)?wa\.me\/([^/?#]+)\/?(?:[?#].*)?$/is,
  /^(?:https?:\/\/)?(?:(?:www|api|web|chat)\.)?whatsapp\.com\/send\/?\?(?:[^#]*&)?phone=([^&#]*)/is,
  /^whatsapp:\/\/send\/?\?(?:[^#]*&)?phone=([^&#]*)/is,
  /^whatsapp:([+\d][^/]*)$/is,
  /^(\d+)(?:\.\d+)?(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/is,
];

/** A `tel:` link holds a number as it is dialled, with its country or without. */
const dialled = /^(?:tel|callto|sms):(?:\/\/)?(.*)$/is;

/** Percent signs decoded; a text that holds them wrongly stays as it is, and is no number. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text).trim();
  } catch {
    return text;
  }
}
