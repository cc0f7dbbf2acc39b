import type { ImportWarning } from "../../../core/import/csv-encoding.ts";
import { languages, sayIn } from "../../../functions/edge/language/language.ts";
import { languageOf, successMessages } from "../../../functions/edge/messages.ts";
import type { ApiRequest } from "../../../functions/edge/request.ts";
import { importWarningView, warningsIn } from "../../../functions/edge/warnings.ts";

const english: ApiRequest["say"] = (message, facts) => sayIn("en", successMessages[message], facts);

test("a warning is its code, its sentence and what it is about", () => {
  const sessions = ["front", "back"];
  expect(warningsIn([{ code: "number_linked_twice", number: "6281", sessions }], english)).toEqual({
    warnings: [
      {
        code: "number_linked_twice",
        message:
          "6281 is linked in front, back as well; the gap and the daily cap count for the number, over all of them",
        number: "6281",
        sessions,
      },
    ],
  });
});

test("where there are none, there is no such member", () => {
  expect(warningsIn([], english)).toEqual({});
});

test("an import's warning says which column it is about, and one of before what it said then", () => {
  const renamed = { code: "column_renamed", column: 4, header: "Kota/Kab", field: "Kota Kab" } as const;
  expect(importWarningView(renamed, english)).toEqual({
    ...renamed,
    message: 'Column 4, "Kota/Kab", is the field "Kota Kab"',
  });
  const before = { code: "column_renamed", message: 'column 4, "Kota/Kab", is the field "Kota Kab"' } as const;
  expect(importWarningView(before as unknown as ImportWarning, english)).toEqual(before);
});

test("an answer names the language that its sentences are in, whatever they are filled with", () => {
  const facts = new Proxy({}, { has: () => true, get: () => "Kampanye {x} $& 6281" });
  for (const sentence of Object.values(successMessages)) {
    for (const language of languages) expect(languageOf(sayIn(language, sentence, facts))).toBe(language);
  }
  expect(languageOf("Ayu")).toBeUndefined();
});
