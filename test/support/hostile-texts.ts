/** What people write, and what phones send: beyond the basic plane, from right to left, of no character at all, long. */
export const hostileTexts: Readonly<Record<string, string>> = {
  emoji: "ok \u{1F44D}\u{1F3FD} \u{1F468}\u200D\u{1F469}\u200D\u{1F467}",
  Arabic: "\u0645\u0631\u062D\u0628\u0627 \u0628\u0643\u0645",
  noncharacters: "a\uFFFE\uFFFF\uFDD0\uFDEF\u{1FFFF}b",
  "bidirectional overrides": "a\u202Etxt.exe\u2066b\u2069",
  "half a surrogate pair": "a\uD83D b\uDC4D",
  "line separators": "a\u2028b\u2029c\u007Fd\u0085e\u0000f",
  "4,096 characters": "\u{1F44D}".repeat(2_048),
  "65,536 characters": "\u4F60".repeat(65_536),
};
