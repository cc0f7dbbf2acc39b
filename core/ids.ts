/** Ids: a ULID behind a prefix that names the kind. */

export const idPrefixes = {
  list: "lst_",
  campaign: "cmp_",
  import: "imp_",
  apiKey: "key_",
  message: "msg_",
  template: "tpl_",
  media: "med_",
} as const;
export type IdKind = keyof typeof idPrefixes;

/** Draws a fresh ULID; random and time are the caller's. */
export type NewUlid = () => string;

export const idOf = (kind: IdKind, ulid: string): string => `${idPrefixes[kind]}${ulid}`;

/** A path part that looks like an id of that kind; anything else cannot exist. */
export const isIdOf = (kind: IdKind, text: string): boolean =>
  text.startsWith(idPrefixes[kind]) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text.slice(idPrefixes[kind].length));
