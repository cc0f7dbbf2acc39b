import fc from "fast-check";
import { contactProblem, maxFieldValueLength, maxNameLength } from "../../core/contact/contact.ts";
import { countCharacters, firstCharacters, shortened, withoutHalves } from "../../core/characters.ts";
import { maxMessageLength } from "../../core/content/message-text.ts";
import { parseTemplate, type ParsedTemplate } from "../../core/content/template.ts";

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom("a", "🎉", "\ud83c", "\udf89"), fc.string({ maxLength: 1 })),
});

test("characters are counted and cut as people do", () => {
  fc.assert(
    fc.property(anyText, fc.nat(12), (text, most) => {
      const each = Array.from(text);
      expect(countCharacters(text)).toBe(each.length);
      expect(firstCharacters(text, most)).toBe(each.slice(0, most).join(""));
      expect(withoutHalves(text).isWellFormed()).toBe(true);
    }),
  );
  expect(shortened("🎉".repeat(5), 5)).toBe("🎉".repeat(5));
  expect(shortened("🎉".repeat(6), 5)).toBe("🎉🎉...");
});

const rendered = (text: string, values: Record<string, string> = {}) =>
  (parseTemplate(text) as ParsedTemplate).render(values, () => 1_000);

test("a message has as many emoji as it may have letters", () => {
  const longest = "🎉".repeat(maxMessageLength);
  expect(rendered(longest)).toEqual({ ok: true, text: longest });
  expect(rendered("{{ name }}{{ name }}", { name: "🎉".repeat(maxMessageLength / 2) })).toEqual({
    ok: true,
    text: longest,
  });
  expect(rendered(`${longest}a`)).toMatchObject({
    ok: false,
    reason: "message_too_long",
    wanted: `at most ${maxMessageLength} characters, rendered ${maxMessageLength + 1}`,
  });
});

test("a filter that takes a text apart leaves no half of a character", () => {
  expect(rendered('Halo {{ name | split: "" | first }}!', { name: "🎉" })).toEqual({ ok: true, text: "Halo !" });
});

test("names and values of contacts are as long in emoji as in letters", () => {
  expect(contactProblem({ name: "🎉".repeat(maxNameLength), fields: { kota: "🎉".repeat(maxFieldValueLength) } })).toBe(
    undefined,
  );
  expect(contactProblem({ name: "🎉".repeat(maxNameLength + 1), fields: {} })).toContain(`got ${maxNameLength + 1}`);
  const tooLong = { kota: "🎉".repeat(maxFieldValueLength + 1) };
  expect(contactProblem({ fields: tooLong })).toContain(`kota has ${maxFieldValueLength + 1}`);
});
