import fc from "fast-check";
import { defaultOptOutKeywords, isOptOut } from "../../../core/contact/opt-out.ts";

test.each(["STOP", "stop", " Stop! ", '"stop".', "Berhenti", "BERHENTI!!", "unsubscribe", "ＳＴＯＰ"])(
  "%j asks to be left alone",
  (body) => {
    expect(isOptOut(body, defaultOptOutKeywords)).toBe(true);
  },
);

test.each(["", "!", "don't stop", "stop it", "stopp", "nonstop", "STOP ".repeat(100)])("%j does not", (body) => {
  expect(isOptOut(body, defaultOptOutKeywords)).toBe(false);
});

test("own keywords may be of several words, and none opt nobody out", () => {
  expect(isOptOut("tidak  mau", ["Tidak mau"])).toBe(true);
  expect(isOptOut("stop", ["Tidak mau"])).toBe(false);
  expect(isOptOut("stop", [])).toBe(false);
  expect(isOptOut("...", ["..."])).toBe(false);
});

test("whatever stands around a keyword that is no letter or digit changes nothing", () => {
  const noise = fc.stringMatching(/^[ .,!?"'()\n-]{0,10}$/);
  fc.assert(
    fc.property(noise, fc.constantFrom(...defaultOptOutKeywords), noise, (before, keyword, after) => {
      expect(isOptOut(`${before}${keyword.toLowerCase()}${after}`, defaultOptOutKeywords)).toBe(true);
    }),
  );
});
