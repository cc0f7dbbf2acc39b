import fc from "fast-check";
import { foldForSearch, matchesNumber, matchesSearch } from "../../../core/contact/search.ts";

test.each([
  ["jose", "José García"],
  ["GARCIA", "José García"],
  ["bandung", "Kota BANDUNG"],
  ["0812", "62 0812"],
  ["ﬁ", "Fiona"],
  ["ΟΔΟΣ", "οδοσα"],
  ["straße", "Hauptstraße"],
])("%j finds %j", (needle, text) => {
  expect(matchesSearch(needle, [undefined, "nothing", text])).toBe(true);
});

test("what stands in none of the texts is not found", () => {
  expect(matchesSearch("siti", ["Budi", undefined, "sit i"])).toBe(false);
  expect(matchesSearch("siti", [])).toBe(false);
});

test("any part of a text finds it, in other case and without its accents", () => {
  const letters = fc.array(fc.constantFrom(...Array.from("abcéèüñÅöΣσοςд ž1")), { minLength: 1, maxLength: 12 });
  const otherwise = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.toLowerCase(),
    (text: string) => text.normalize("NFD").replace(/\p{M}/gu, ""),
  );
  fc.assert(
    fc.property(letters, fc.nat(11), fc.nat(11), otherwise, (text, from, length, write) => {
      const part = text.slice(from, from + length).join("");
      expect(matchesSearch(write(part), [text.join("")])).toBe(true);
    }),
  );
});

test("what is folded stays as it is when folded again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(foldForSearch(foldForSearch(text))).toBe(foldForSearch(text));
    }),
  );
});

describe("a number searched for as people write it", () => {
  test.each([
    "+62 811-2000-999",
    "628112000999",
    "811 2000",
    "(811) 2000.999",
    " +62\u00A0811‑2000–999 ",
    "\u202A+62 811\u202C",
    "＋６２ ８１１",
    "-999",
    "2-0-0-0",
  ])("%j finds the number that has its digits", (needle) => {
    expect(matchesNumber(needle, "628112000999")).toBe(true);
  });

  test.each(["+62 811-2000-998", "99", "+6 2", "", "+", "- -", "Siti 811", "811 #2000", "a"])(
    "%j finds no number that has not its digits, fewer than three digits, or something else than a number",
    (needle) => {
      expect(matchesNumber(needle, "628112000999")).toBe(false);
    },
  );

  test("any three digits of it find it, whatever separates them", () => {
    const digit = fc.constantFrom(...Array.from("0123456789"));
    const separator = fc.constantFrom("", " ", "-", ".", "(", ") ", "\u00A0", "–");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(digit, separator), { minLength: 3, maxLength: 15 }),
        fc.nat(12),
        fc.integer({ min: 3, max: 15 }),
        (written, from, length) => {
          const start = Math.min(from, written.length - 3);
          const needle = written.slice(start, start + length).map((pair) => pair.join(""));
          expect(matchesNumber(needle.join(""), written.map(([one]) => one).join(""))).toBe(true);
        },
      ),
    );
  });
});
