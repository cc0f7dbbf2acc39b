import fc from "fast-check";
import { listNameKey, maxListNameLength } from "../../../core/contact/list.ts";

test.each([
  ["Pelanggan Baru", "pelanggan baru"],
  ["  Pelanggan \t Baru ", "PELANGGAN\u00A0BARU"],
  ["Café", "Cafe\u0301"],
])("%j and %j are one name", (one, other) => {
  expect(listNameKey(one)).toBe(listNameKey(other));
});

test.each([
  ["Pelanggan Baru", "PelangganBaru"],
  ["Café", "Cafe"],
  ["Promo ①", "Promo 1"],
])("%j and %j are two names", (one, other) => {
  expect(listNameKey(one)).not.toBe(listNameKey(other));
});

test("space around and between words never tells two names apart", () => {
  const space = fc.string({ unit: fc.constantFrom(" ", "\t", "\u00A0"), minLength: 1, maxLength: 3 });
  const words = fc.array(fc.stringMatching(/^[a-zA-Z0-9]+$/), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(words, space, (parts, gap) => {
      expect(listNameKey(`${gap}${parts.join(gap)}${gap}`)).toBe(listNameKey(parts.join(" ").toUpperCase()));
    }),
  );
});

test("a name's key is its own key, and fits the 1,024 bytes that a sort key may have", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: maxListNameLength }), (text) => {
      const name = text.slice(0, maxListNameLength);
      const key = listNameKey(name);
      expect(listNameKey(key)).toBe(key);
      expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1_024);
    }),
    { numRuns: 500 },
  );
  // The letters that unfold into the most others.
  for (const letter of ["\uFDFA", "\u0390", "\uFB2C", "\u0958", "\u{1D160}"]) {
    const name = letter.repeat(maxListNameLength / letter.length);
    expect(Buffer.byteLength(listNameKey(name))).toBeLessThanOrEqual(1_024);
  }
});
