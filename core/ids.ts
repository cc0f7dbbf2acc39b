/** Ids: a ULID behind a prefix that names the kind. */

export const idPrefixes = {
  list: "lst_",
  campaign: "cmp_",
  import: "imp_",
  apiKey: "key_",
  message: "msg_",
  template: "tpl_",
  media: "med_",
  audit: "aud_",
  webhook: "whk_",
  delivery: "dlv_",
} as const;
export type IdKind = keyof typeof idPrefixes;

/** Draws a fresh ULID; random and time are the caller's. */
export type NewUlid = () => string;

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The ULID of a moment whose other 16 characters are drawn from these bytes: the same bytes, the same ULID. */
export function ulidFrom(at: number, bytes: Uint8Array): string {
  const time = Array.from({ length: 10 }, (_, place) => alphabet[Math.floor(at / 32 ** (9 - place)) % 32]);
  const rest = Array.from({ length: 16 }, (_, place) => alphabet[(bytes[place] ?? 0) % 32]);
  return [...time, ...rest].join("");
}

/** The moment of a ULID, epoch ms. */
export const timeOf = (ulid: string): number =>
  Array.from(ulid.slice(0, 10)).reduce((time, letter) => time * 32 + alphabet.indexOf(letter), 0);

export const idOf = (kind: IdKind, ulid: string): string => `${idPrefixes[kind]}${ulid}`;

/** A path part that looks like an id of that kind; anything else cannot exist. */
export const isIdOf = (kind: IdKind, text: string): boolean =>
  text.startsWith(idPrefixes[kind]) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text.slice(idPrefixes[kind].length));
