/**
 * Characters that no person writes and that mislead: halves of surrogate pairs and noncharacters, which software on the
 * way refuses or loses, and the bidirectional embeddings, overrides and isolates, which make a text read as another
 * (Unicode Standard, 23.7; UAX #9). Scripts from right to left need none of them; joiners and direction marks are fine.
 */
const misleading = /[\p{Surrogate}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/gu;

/** What a text is wanted without and where that stands, such as "without U+202E, which is its character 5". */
export function misleadingIn(text: string): string | undefined {
  const at = text.search(misleading);
  if (at < 0) return undefined;
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `without U+${code}, which is its character ${Array.from(text.slice(0, at)).length + 1}`;
}

export const withoutMisleading = (text: string): string => text.replace(misleading, "");
