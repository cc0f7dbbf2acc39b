import fc from "fast-check";
import { getCountries } from "libphonenumber-js/max";
import { countryFor, parsePhone } from "../../../core/contact/phone.ts";

/** Which number digits are, where they may be several; and what people write around them. */

const read = (text: string, country?: string) => {
  const parsed = parsePhone(text, country);
  return parsed.ok ? parsed.number : "refused";
};
const readForOne = (text: string, country?: string) => {
  const parsed = parsePhone(text, country, "international");
  return parsed.ok ? parsed.number : "refused";
};

test.each([
  ["062 812 3456 7890", "ID", "6281234567890"],
  ["0062 812 3456 7890", "ID", "6281234567890"],
  ["(062) 812-3456-7890", "ID", "6281234567890"],
  ["065 9123 4567", "SG", "6591234567"],
  ["0601 2345 6789", "MY", "60123456789"],
  ["97 12 34 56", "BJ", "2290197123456"],
  ["01 97 12 34 56", "BJ", "2290197123456"],
  ["+229 97 12 34 56", undefined, "2290197123456"],
  ["22997123456", undefined, "2290197123456"],
  ["98765-4321", "BR", "refused"],
  ["8765-4321", "BR", "refused"],
  ["11 98765-4321", "BR", "5511987654321"],
  ["(11) 8765-4321", "BR", "551187654321"],
  ["551187654321", undefined, "551187654321"],
  ["+54 9 11 1234-5678", undefined, "5491112345678"],
  ["+54 11 1234-5678", undefined, "541112345678"],
  ["8123456789", undefined, "refused"],
  ["8123456789", "ID", "628123456789"],
  ["628123456789", "ID", "628123456789"],
  ["628123456789", undefined, "628123456789"],
  ["081234567890", "ID", "6281234567890"],
  ["+52 1 55 1234 5678", undefined, "525512345678"],
  ["+52 1 55 1234 5678", "ID", "525512345678"],
  ["5215512345678", undefined, "525512345678"],
  ["0052 1 55 1234 5678", "MX", "525512345678"],
  ["55 1234 5678", "MX", "525512345678"],
  ["044 55 1234 5678", "MX", "525512345678"],
  ["045 55 1234 5678", "MX", "525512345678"],
  ["0445512345678", "MX", "525512345678"],
  ["01 55 1234 5678", "MX", "525512345678"],
  ["044 (222) 123-4567", "MX", "522221234567"],
  ["1 55 1234 5678", "MX", "525512345678"],
  ["1 222 123 4567", "MX", "522221234567"],
  ["+52 044 55 1234 5678", undefined, "525512345678"],
  ["0812 3456 7890 1234", "ID", "refused"],
  ["3201234567890123", "ID", "refused"],
  ["2026110001", undefined, "refused"],
  ["(201) 555-0123", "US", "12015550123"],
  ["201.555.0123", "US", "12015550123"],
  ["131 2345 6789", "CN", "8613123456789"],
  ["+62 899 9999 9999 99", undefined, "6289999999999" + "99"],
])("%s in a list of %s is %s", (written, country, number) => {
  expect(read(written, country)).toBe(number);
});

test.each([
  ["6591234567", "ID", ["+6591234567", "+65 9123 4567", "+626591234567", "+62 659 1234567"]],
  ["81234567890", "ID", ["+81234567890", "+6281234567890", "+62 812 3456 7890"]],
  ["2015550123", "US", ["+2015550123", "+12015550123"]],
  ["15512345678", "MX", ["+15512345678", "+525512345678"]],
  ["1 201 555 0123", "MX", ["+12015550123", "+522015550123"]],
])("%s in a list of %s is refused with both of its readings", (written, country, readings) => {
  const parsed = parsePhone(written, country);
  expect(parsed).toMatchObject({ ok: false, wanted: expect.stringMatching(/^a phone number with \+/) as string });
  for (const reading of readings) expect(!parsed.ok && parsed.wanted).toContain(reading);
});

test.each([
  ["6591234567", "ID", "6591234567"],
  ["8123456789", "ID", "628123456789"],
  ["15551234567", "ID", "15551234567"],
  ["15551234567", undefined, "15551234567"],
  ["0812 3456 789", "ID", "628123456789"],
  ["062 812 3456 7890", "ID", "6281234567890"],
  ["062 812 3456 7890 12", "ID", "refused"],
  ["0812 3456 789", undefined, "refused"],
  ["12", "ID", "refused"],
])("%s to one person, of a session of %s, is %s", (written, country, number) => {
  expect(readForOne(written, country)).toBe(number);
});

test.each([
  "wa.me/6281234567890",
  "WA.ME/6281234567890",
  "https://wa.me/6281234567890",
  "http://www.wa.me/+6281234567890/",
  "https://wa.me/%2B62812-3456-7890?text=Halo%20kak",
  "https://api.whatsapp.com/send?phone=6281234567890",
  "https://api.whatsapp.com/send/?phone=%2B6281234567890&text=a&type=phone_number",
  "https://web.whatsapp.com/send?text=a&phone=+62 812 3456 7890",
  "whatsapp://send?phone=6281234567890&text=a",
  "whatsapp:+6281234567890",
  "tel:+62-812-3456-7890",
  "TEL:+6281234567890",
  "tel:6281234567890",
  "6281234567890@c.us",
  "6281234567890@s.whatsapp.net",
  "6281234567890:17@s.whatsapp.net",
  "6281234567890.0:17@s.whatsapp.net",
])("%s is the number that it holds", (written) => {
  expect(read(written)).toBe("6281234567890");
  expect(read(written, "SG")).toBe("6281234567890");
});

test("a link holds its number with its country, and one that begins with 0 without it", () => {
  expect(read("wa.me/15551234567", "ID")).toBe("15551234567");
  expect(read("6591234567@c.us", "ID")).toBe("6591234567");
  expect(read("wa.me/081234567890", "ID")).toBe("6281234567890");
  expect(read("tel:0812-3456-7890", "ID")).toBe("6281234567890");
});

test.each([
  "wa.me/message/ABC123",
  "wa.me/qr/628123",
  "323456789012345@lid",
  "120363012345678901@g.us",
  "https://example.com/6281234567890",
  "https://chat.whatsapp.com/6281234567890",
  "https://wa.me.evil.com/6281234567890",
  "tel:+6281234567890;ext=12",
  "budi@628123456789.com",
  `wa.me/6281234567890?text=${"x".repeat(5_000)}`,
  "wa.me/%E0%A4%A",
])("%s holds no number of a person", (written) => {
  expect(read(written, "ID")).toBe("refused");
});

test("what is not seen is dropped, wherever it stands", () => {
  const invisible = Array.from({ length: 0xe1000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((character) => /[\p{Default_Ignorable_Code_Point}\u2800\uFFFC]/u.test(character));
  expect(invisible.length).toBeGreaterThan(4_000);
  const wrong = invisible.filter(
    (character) =>
      read(`+62${character}8123456789`) !== "628123456789" || read(`+628123456789${character}`) !== "628123456789",
  );
  expect(wrong).toEqual([]);
});

test("text that is turned around is a number only where a + or a 0 tells the order of its digits", () => {
  expect(read("\u202E987654321826", "IR")).toBe("refused");
  expect(read("(\u202E98765)4321826", "IR")).toBe("refused");
  expect(read("\u202E+628123456789")).toBe("628123456789");
  expect(read("08123456789\u202E", "ID")).toBe("628123456789");
});

test("the country of a number without one is the request's, the session's, or that of the session's own number", () => {
  const linked = { number: "6281199990001" };
  expect(countryFor({ ...linked, defaultCountry: "SG" }, "MY")).toBe("MY");
  expect(countryFor({ ...linked, defaultCountry: "SG" })).toBe("SG");
  expect(countryFor(linked)).toBe("ID");
  expect(countryFor({ number: "15551234567" })).toBe("US");
  expect(countryFor({ number: "77012345678" })).toBe("KZ");
  expect(countryFor({})).toBeUndefined();
  expect(countryFor(undefined)).toBeUndefined();
});

test("one number is answered alike however many ways lead to it, and never a third one", () => {
  const digits = fc.string({ unit: fc.constantFrom(...Array.from("0123456789")), minLength: 6, maxLength: 15 });
  fc.assert(
    fc.property(digits, fc.constantFrom(...getCountries()), (written, country) => {
      const [inList, toOne] = [read(written, country), readForOne(written, country)];
      if (inList !== "refused") expect(toOne).toBe(inList);
      if (toOne !== "refused") expect(read(`+${toOne}`, country)).toBe(toOne);
    }),
    { numRuns: 1_000 },
  );
});
