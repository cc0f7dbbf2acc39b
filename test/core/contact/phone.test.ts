import fc from "fast-check";
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
  type CountryCode,
} from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { isCountry, maxNumberTextLength, parsePhone } from "../../../core/contact/phone.ts";

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
    "(+62) 812–3456—789",
    "62‐812‑3456‑789",
    "62 812 3456−789",
    "+62\u00A0812\u202F3456\u2009789",
    "\uFEFF+62 812 3456 789\u200B",
    "\u202A+62 812-3456-789\u202C",
    "\u200E62812\u200D3456789",
    "'+628123456789",
    '="628123456789"',
    "+628123456789,",
    "(+62 812 3456 789)",
    "+٦٢ ٨١٢ ٣٤٥٦ ٧٨٩",
    "۶۲۸۱۲۳۴۵۶۷۸۹",
    "＋６２（８１２）３４５６－７８９",
    "+62812345६789",
    "62𝟠12345678𝟿",
  ])("%s needs no default country", (written) => {
    expect(parsePhone(written)).toEqual({ ok: true, number: "628123456789" });
    expect(parsePhone(written, "SG")).toEqual({ ok: true, number: "628123456789" });
  });

  test.each([
    "08123456789",
    "0812-3456-789",
    "0812 3456 789",
    "(0812) 3456789",
    "8123456789",
    "812 3456 789",
    "(0812) 3456.789",
  ])("%s is a number of the default country", (written) => {
    expect(parsePhone(written, "ID")).toEqual({ ok: true, number: "628123456789" });
  });

  test("groups of digits may be told apart by dots", () => {
    expect(parsePhone("0812.3456.7890", "ID")).toEqual({ ok: true, number: "6281234567890" });
    expect(parsePhone("06.12.34.56.78", "FR")).toEqual({ ok: true, number: "33612345678" });
  });

  test("a national 0 says nothing without a default country", () => {
    const parsed = parsePhone("08123456789");
    expect(parsed).toMatchObject({ ok: false, wanted: expect.stringContaining("international") as string });
  });

  test.each([
    ["(202) 555-0123", "US", "12025550123"],
    ["131 2345 6789", "CN", "8613123456789"],
    ["9123 4567", "SG", "6591234567"],
    ["6591234567", "SG", "6591234567"],
    ["6281234567898", "ID", "6281234567898"],
    ["62811123456", "ID", "62811123456"],
    ["2155512345", "ID", "622155512345"],
    ["9121234567", "RU", "79121234567"],
    ["89121234567", "RU", "79121234567"],
    ["12025550123", "US", "12025550123"],
    ["4915112345678", "ID", "4915112345678"],
  ])("%s in a list of %s is %s", (written, country, number) => {
    expect(parsePhone(written, country)).toEqual({ ok: true, number });
  });

  test("of every country is read in every way it is written", () => {
    for (const { country, example, digits } of mobiles) {
      const ways = [
        `+${digits}`,
        `00${digits}`,
        digits,
        example.formatInternational(),
        digits.replace(/\B(?=(..)+$)/g, "-"),
      ];
      for (const written of ways) expect({ written, ...parsePhone(written) }).toMatchObject({ number: digits });
      expect({ country, ...parsePhone(example.formatNational(), country) }).toMatchObject({ number: digits });
    }
    expect(mobiles.length).toBeGreaterThan(200);
  });
});

describe("what is answered", () => {
  /** Whether a person in that country could have meant one of its own numbers by these very digits. */
  const isNationalIn = (country: CountryCode, digits: string) => {
    const national = parsePhoneNumberFromString(digits, country);
    return national?.isValid() === true && national.countryCallingCode === getCountryCallingCode(country);
  };

  test("is read again as itself: an exported list imported again is the same list", () => {
    for (const { digits } of mobiles) expect(parsePhone(digits)).toEqual({ ok: true, number: digits });
  });

  test("is read again as itself where the default country is the number's own", () => {
    for (const { country, digits } of mobiles) {
      expect({ country, ...parsePhone(digits, country) }).toEqual({ country, ok: true, number: digits });
    }
  });

  test("is read again as itself, whatever the default country of a reader who has no such number at home", () => {
    fc.assert(
      fc.property(anyMobile, fc.option(anyCountry, { nil: undefined }), ({ digits }, country) => {
        fc.pre(
          country === undefined || digits.startsWith(getCountryCallingCode(country)) || !isNationalIn(country, digits),
        );
        expect(parsePhone(digits, country)).toEqual({ ok: true, number: digits });
      }),
    );
  });

  test("is the reader's own number where a spreadsheet ate its trunk 0, unless the digits are another's, too", () => {
    const refused = mobiles.flatMap(({ country, example, digits }) => {
      const written = example.nationalNumber;
      if (written.startsWith("0")) return [];
      const parsed = parsePhone(written, country);
      if (parsed.ok) expect({ country, ...parsed }).toEqual({ country, ok: true, number: digits });
      else expect(parsed.wanted).toContain(`+${digits} (`);
      return parsed.ok ? [] : [country];
    });
    expect(refused).toEqual(["BG", "CN", "CO", "DE", "MP", "MS", "TC", "US"]);
  });

  test("stays itself where it is possible but in no numbering plan, with a + in front only", () => {
    expect(parsePhone("+1 555 123 4567")).toEqual({ ok: true, number: "15551234567" });
    expect(parsePhone("001 555 123 4567", "ID")).toEqual({ ok: true, number: "15551234567" });
    expect(parsePhone("15551234567", "ID").ok).toBe(false);
    expect(parsePhone("15551234567", "ID", "international")).toEqual({ ok: true, number: "15551234567" });
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
          expect(parsed.number).toMatch(/^[1-9]\d{4,14}$/);
          expect(parsePhone(`+${parsed.number}`, country)).toEqual(parsed);
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

describe("digits that are not all of one number are not glued into somebody else's", () => {
  test.each([
    ["a float", "628123456716.0"],
    ["a float with two decimals", "628123456716.00"],
    ["a float of many zeros", "+628123456.000"],
    ["a float with a thousands' dot left", "628 123 456 716.0"],
    ["two numbers with a slash", "+628123456713 / +6281234"],
    ["two numbers with a slash and one +", "628123456713/14"],
    ["two numbers with a comma", "6281234567, 12345"],
    ["two numbers with a second +", "+62812345 +62813"],
    ["two numbers on two lines", "6281234\n6281235"],
    ["a + within the digits", "62+8123456789"],
    ["a count in brackets", "+62 812 3456 7890 (2)"],
    ["a count in brackets that are not closed", "+62 812 3456 7890 (2"],
    ["a count behind a dash", "628123456789-1"],
    ["a count behind a longer dash", "62 812 3456 789 – 1"],
    ["an extension", "+62 21 5551234 #12"],
    ["digits that are no decimal digits", "+62812345²789"],
    ["text that runs from right to left", "\u202E987654321826"],
    ["more digits than any number has", "+6281234567890123"],
    ["another country's dialling out", "0011 65 9123 4567"],
  ])("%s: %j", (_, written) => {
    for (const country of [undefined, "ID", "US", "AU"]) {
      expect(parsePhone(written, country)).toEqual({
        ok: false,
        wanted: expect.stringContaining("phone number") as string,
      });
    }
  });

  test("whatever digits and separators are accepted, the number has them all but a trunk digit or a way out", () => {
    const part = fc.constantFrom(...Array.from("0123456789٣६"), " ", "-", ".", "(", ")", "+", "/", "\u200B", "‑");
    const text = fc.tuple(fc.constantFrom("", "+62", "62", "0", "00"), fc.string({ unit: part, maxLength: 20 }));
    fc.assert(
      fc.property(text, fc.constantFrom(undefined, "ID"), ([start, rest], country) => {
        const parsed = parsePhone(start + rest, country);
        if (!parsed.ok) return;
        const digits = (start + rest).replaceAll("٣", "3").replaceAll("६", "6").replace(/\D/g, "");
        expect(parsed.number.length).toBeLessThanOrEqual(15);
        expect(parsed.number.endsWith(digits.slice(-4))).toBe(true);
        expect(parsed.number.length).toBeGreaterThanOrEqual(digits.replace(/^0+/, "").length - 1);
      }),
      { numRuns: 500 },
    );
  });
});

test("a country is an ISO 3166 code in capitals", () => {
  expect(["ID", "SG", "XX", "id", "", "IDN"].map(isCountry)).toEqual([true, true, false, false, false, false]);
});
