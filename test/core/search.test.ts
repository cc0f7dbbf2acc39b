import fc from "fast-check";
import { foldForSearch, matchesSearch } from "../../core/search.ts";

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
