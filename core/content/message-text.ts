/** What is true of each message's text, typed or made from a template. */

/** The longest text message, in characters (see characters.ts). */
export const maxMessageLength = 4_096;

/** Something that a person can see: not only spaces and characters that have no width. */
export const hasVisibleText = (text: string): boolean => /[^\s\p{Cf}\p{Cc}\u2800\u3164]/u.test(text);
