import fc from "fast-check";
import { getCountries, getExampleNumber, parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { isCountry, maxNumberTextLength, parsePhone } from "../../core/phone.ts";

const mobiles = getCountries().flatMap((country) => {
  const example = getExampleNumber(country, examples);
  return example?.isValid() === true ? [{ country, example, digits: example.number.slice(1) }] : [];
});
const anyMobile = fc.constantFrom(...mobiles);
const anyCountry = fc.constantFrom(...getCountries());

describe("a number as people write it", () => {
  test.each([
    "+62 812-3456-789",
    "+628123456789",
    "628123456789",
    "62 812 3456 789",
    "00628123456789",
    "00 62 812 3456 789",
    "(+62) 812-3456-789",
    "+62 (812) 3456.789",
    "+62 0812 3456 789",
    "  628123456789\t",
  ])("%s needs no default country", (written) => {
    expect(parsePhone(written)).toEqual({ ok: true, number: "628123456789" });
    expect(parsePhone(written, "SG")).toEqual({ ok: true, number: "628123456789" });
  });

  test.each(["08123456789", "0812-3456-789", "0812 3456 789", "(0812) 3456789", "8123456789", "812 3456 789"])(
    "%s is a number of the default country",
    (written) => {
      expect(parsePhone(written, "ID")).toEqual({ ok: true, number: "628123456789" });
    },
  );

  test("a national 0 says nothing without a default country", () => {
    const parsed = parsePhone("08123456789");
    expect(parsed).toMatchObject({ ok: false, wanted: expect.stringContaining("international") as string });
  });

  test.each([
    ["(202) 555-0123", "US", "12025550123"],
    ["131 2345 6789", "CN", "8613123456789"],
    ["9123 4567", "SG", "6591234567"],
    ["6591234567", "ID", "6591234567"],
    ["6591234567", "SG", "6591234567"],
  ])("%s in a list of %s is %s", (written, country, number) => {
    expect(parsePhone(written, country)).toEqual({ ok: true, number });
  });

  test("of every country is read in every way it is written", () => {
    for (const { country, example, digits } of mobiles) {
      const ways = [`+${digits}`, `00${digits}`, digits, example.formatInternational(), digits.replace(/(..)/g, "$1-")];
      for (const written of ways) expect({ written, ...parsePhone(written) }).toMatchObject({ number: digits });
      expect({ country, ...parsePhone(example.formatNational(), country) }).toMatchObject({ number: digits });
    }
    expect(mobiles.length).toBeGreaterThan(200);
  });
});

describe("what is answered", () => {
  /** Whether a person in that country would write one of its own numbers with these very digits. */
  const isWrittenIn = (country: CountryCode, digits: string) => {
    const national = parsePhoneNumberFromString(digits, country);
    return national?.isValid() === true && national.formatNational().replace(/\D/g, "") === digits;
  };

  test("is read again as itself, whatever the default country of a reader who would not write it so himself", () => {
    fc.assert(
      fc.property(anyMobile, fc.option(anyCountry, { nil: undefined }), ({ digits }, country) => {
        fc.pre(country === undefined || !isWrittenIn(country, digits));
        expect(parsePhone(digits, country)).toEqual({ ok: true, number: digits });
      }),
    );
  });

  test("stays itself where it is possible but no real number: a list exported and imported again is the same list", () => {
    expect(parsePhone("+1 555 123 4567")).toEqual({ ok: true, number: "15551234567" });
    expect(parsePhone("15551234567", "ID")).toEqual({ ok: true, number: "15551234567" });
  });

  test("is nothing where a number works only within its own town", () => {
    expect(parsePhone("0800000", "CA").ok).toBe(false);
  });

  test("is digits only, or a wish in words, for any text at all; and digits are read as themselves", () => {
    const numberish = fc.string({ unit: fc.constantFrom(...Array.from("0123456789+-() .")), maxLength: 20 });
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), numberish),
        fc.oneof(fc.constant(undefined), anyCountry, fc.string({ maxLength: 3 })),
        (text, country) => {
          const parsed = parsePhone(text, country);
          if (!parsed.ok) {
            expect(parsed.wanted).toContain("phone number");
            return;
          }
          expect(parsed.number).toMatch(/^[1-9]\d{4,16}$/);
          expect(parsePhone(parsed.number)).toEqual(parsed);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test.each([
  ["", "a phone number"],
  ["   ", "a phone number"],
  ["+62 812 ext. 5", "digits"],
  ["6.28123E+12", "digits"],
  ["08123456789, 08123456780", "international"],
  ["+1", "international"],
  ["1".repeat(maxNumberTextLength + 1), `at most ${maxNumberTextLength}`],
])("%j is refused, saying what was wanted", (text, wanted) => {
  expect(parsePhone(text, "ID")).toEqual({ ok: false, wanted: expect.stringContaining(wanted) as string });
});

test("a country is an ISO 3166 code in capitals", () => {
  expect(["ID", "SG", "XX", "id", "", "IDN"].map(isCountry)).toEqual([true, true, false, false, false, false]);
});
