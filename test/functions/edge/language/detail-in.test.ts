import { detailIn, translated } from "../../../../functions/edge/language/detail-in.ts";
import { detailsOfFields } from "../../../../functions/edge/language/details-of-fields.ts";
import { detailsOfTemplates } from "../../../../functions/edge/language/details-of-templates.ts";
import { detailsOfThings } from "../../../../functions/edge/language/details-of-things.ts";
import { brief } from "../../../../core/errors.ts";
import { detailsInCode } from "./details-in-code.ts";

const catalogues = [detailsOfFields, detailsOfTemplates, detailsOfThings];
const catalogue = catalogues.flatMap((one) => Object.entries(one));
const placeholdersOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();
/** Codes, media types and what a request wrote: the same in both languages. */
const isName = (text: string) => /^("|\(none\)$|\d*$|[a-z_]+$|[a-z]+\/[a-z]+$)/.test(text);

test.each(catalogue)("%j is there once, with the same values in Indonesian", (english, indonesian) => {
  expect(placeholdersOf(indonesian)).toEqual(placeholdersOf(english));
  expect(catalogues.filter((one) => Object.hasOwn(one, english))).toHaveLength(1);
});

test("what a request wrote stays as it is between the translated parts", () => {
  const values = { wanted: "a string", field: "fields/same as before", came: "5" };
  const sentence = "wanted {wanted} as {field}, came {came}";
  expect(detailIn("en", sentence, values)).toBe("wanted a string as fields/same as before, came 5");
  const said = detailIn("id", sentence, values);
  expect(said).toContain("sebagai fields/same as before, yang datang 5");
  expect(said).not.toContain("a string");
});

test("every detail that the code says is said in Indonesian", () => {
  const all = detailsInCode();
  expect(all.length).toBeGreaterThan(120);
  const english = all.filter(({ text }) => !isName(text) && translated(text) === undefined);
  expect(english).toEqual([]);
});

test.each([
  ["at most 5 characters", "maksimal 5 karakter"],
  ["at most 5 characters, got 7", "maksimal 5 karakter, yang datang 7"],
  ["a file that is awaiting_upload", "berkas yang belum diunggah"],
  [
    'one of name, kota; or a default, as {{ koat | default: "..." }}',
    'salah satu dari name, kota; atau nilai bawaan, misalnya {{ koat | default: "..." }}',
  ],
  ["undefined filter: tidakada at line 2, column 1", "filter tidakada tidak dikenal di baris 2, kolom 1"],
  [
    'line 1: 2 columns of phone numbers that fit equally well: "HP" (column 1), "WA" (column 2); wanted the option mapping, such as mapping={"1":"number"}, that names one of them',
    'baris 1: 2 kolom nomor telepon yang sama-sama cocok: "HP" (column 1), "WA" (column 2); yang diharapkan opsi mapping, misalnya mapping={"1":"number"}, yang menyebut salah satunya',
  ],
  ["wanted a string as name, came a number", "yang diharapkan teks sebagai name, yang datang angka"],
  ["wanted a name without U+202E, which is its character 5", "yang diharapkan nama tanpa U+202E, yaitu karakter ke-5"],
  ["values of at most 9 characters, kota has 12 has 13", "isi kolom maksimal 9 karakter, kota has 12 berisi 13"],
])("%j is %j", (english, indonesian) => {
  expect(detailIn("id", english)).toBe(indonesian);
  expect(detailIn("en", english)).toBe(english);
});

test.each(["a string", "nothing", 'x" at line 1, column 2', "at most 5 characters", "x".repeat(90)])(
  "a request's own text %j stays as it came",
  (text) => {
    expect(detailIn("id", brief(text)).replace(/ \(\d+ karakter\)$/, "")).toBe(
      brief(text).replace(/ \(\d+ characters\)$/, ""),
    );
  },
);

test("what is no sentence of ours stays as it is", () => {
  for (const text of ["x", "a string of pearls", ", column 7", "at most a few characters"]) {
    expect(detailIn("id", text)).toBe(text);
  }
});

test("however long a text is, and however much like a sentence, it is read in no time", () => {
  const startedAt = performance.now();
  for (const part of [" at line ", ", column ", " as , came", "; wanted ", " (7 characters)", " without U+"]) {
    for (const times of [150, 100_000]) detailIn("id", `wanted ${part.repeat(times)}x`);
  }
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
