import { misleadingIn, withoutMisleading } from "../../../core/content/misleading-text.ts";

test.each([
  ["Promo \u{1F389}", "an emoji"],
  ["\u{1F468}\u{1F3FD}\u200D\u{1F469}\u200D\u{1F467} \u2764\uFE0F", "joined emoji"],
  ["\u0645\u0631\u062D\u0628\u0627 \u0628\u0643\u0645 123", "Arabic"],
  ["\u05E9\u05DC\u05D5\u05DD\u200F!", "Hebrew with a direction mark"],
  ["\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "Persian with a non-joiner"],
  ["\u{20BB7}\u{1F1EE}\u{1F1E9}", "beyond the basic plane"],
  ["a\uFFFD\uFDCF\uFDF0\u{1FFFD}", "neighbours of noncharacters"],
])("%s stands: %s", (text) => {
  expect(misleadingIn(text)).toBeUndefined();
  expect(withoutMisleading(text)).toBe(text);
});

test.each([
  ["a\uFFFE", "without U+FFFE, which is its character 2"],
  ["\u{1F389}\uFFFF", "without U+FFFF, which is its character 2"],
  ["\uFDD0", "without U+FDD0, which is its character 1"],
  ["ab\uFDEFcd", "without U+FDEF, which is its character 3"],
  ["\u{1FFFE}", "without U+1FFFE, which is its character 1"],
  ["\u{10FFFF}", "without U+10FFFF, which is its character 1"],
  ["a\uD83D b", "without U+D83D, which is its character 2"],
  ["a\uDC4D", "without U+DC4D, which is its character 2"],
  ["invoice\u202Efdp.exe", "without U+202E, which is its character 8"],
  ["\u202Aa\u202C", "without U+202A, which is its character 1"],
  ["a\u2066b\u2069", "without U+2066, which is its character 2"],
])("%j is told with the first that misleads and where it stands", (text, problem) => {
  expect(misleadingIn(text)).toBe(problem);
  expect(misleadingIn(withoutMisleading(text))).toBeUndefined();
});
