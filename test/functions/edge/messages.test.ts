import fc from "fast-check";
import { caseSentences, errorKinds, type ErrorCode } from "../../../core/errors.ts";
import { campaignStates, personActions, retryStatuses } from "../../../core/campaign/campaign.ts";
import { reasonSentences } from "../../../core/campaign/reason-sentences.ts";
import { stateIn } from "../../../functions/edge/language/states.ts";
import { isSentenceOf, valuesOf } from "../../../functions/edge/language/values-of.ts";
import { chooseLanguage, languages, sayIn } from "../../../functions/edge/language/language.ts";
import { errorMessages, languageOf, successMessages } from "../../../functions/edge/messages.ts";

const everySentence = [...Object.entries(errorMessages), ...Object.entries(successMessages)];
const placeholdersOf = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();

describe("every sentence", () => {
  test("is there for every code, and for every case of one that has its own", () => {
    expect(Object.keys(errorMessages).toSorted()).toEqual([...Object.keys(errorKinds), ...caseSentences].toSorted());
  });

  test.each(everySentence)("%s is there in both languages, with the same facts in it", (_, sentence) => {
    for (const language of languages) expect(sentence[language].trim()).not.toBe("");
    expect(sentence.id).not.toBe(sentence.en);
    expect(placeholdersOf(sentence.id)).toEqual(placeholdersOf(sentence.en));
  });

  test("of the user's own document is theirs to the letter", () => {
    expect(successMessages.qr_ready.id).toBe("QR Code siap untuk di-scan");
    expect(successMessages.already_connected.id).toBe("WhatsApp sudah terhubung");
    expect(errorMessages.SESSION_NOT_CONNECTED.id).toBe("WhatsApp belum terhubung, silakan scan QR code");
  });
});

test.each(languages)("a caller without a usable key is told in %s how to send one", (language) => {
  const { [language]: said } = errorMessages.UNAUTHENTICATED;
  expect(said).toContain("Authorization: Bearer <API key>");
  expect(said).toContain("x-api-key: <API key>");
});

test("in Indonesian each thing has one name, and none is said literally from English", () => {
  const indonesian = everySentence.map(([, { id }]) => id);
  expect(errorMessages.VALIDATION_FAILED.id).toBe("Ada data yang tidak valid");
  expect(errorMessages.ROUTE_NOT_FOUND.id).toBe("Endpoint tidak ditemukan");
  // As docs/glossary.md has it: template, scan, berkas, maksimal, tidak valid.
  const others = /\b(templat|pindai|dipindai|memindai|file|isian|paling banyak|tidak benar|yang benar|dahulu)\b/i;
  expect(indonesian.filter((sentence) => others.test(sentence))).toEqual([]);
});

test("a fraction is written as in the language, a whole number alike in both", () => {
  const sentence = { id: "{share} dari {all}", en: "{share} of {all}" };
  const facts = { share: 15.1, all: 20_000 };
  expect([sayIn("id", sentence, facts), sayIn("en", sentence, facts)]).toEqual(["15,1 dari 20000", "15.1 of 20000"]);
});

test("what is not written in Indonesian: a chat is a percakapan there, as in the console and the guides", () => {
  const all = { ...errorMessages, ...successMessages, ...reasonSentences };
  expect(Object.values(all).filter(({ id }) => /\bchat\b/i.test(id))).toEqual([]);
});

describe("a state within a sentence", () => {
  test.each([
    ["scheduled", "Kampanye ini masih terjadwal; yang bisa dilakukan sekarang: ubah (PUT), hentikan (stop)"],
    ["running", "Kampanye ini sedang berjalan; yang bisa dilakukan sekarang: jeda (pause), hentikan (stop)"],
    ["paused", "Kampanye ini sedang dijeda; yang bisa dilakukan sekarang: lanjutkan (resume), hentikan (stop)"],
    ["stopped", "Kampanye ini sudah dihentikan; yang bisa dilakukan sekarang: hapus (DELETE)"],
  ])("%s has its name in Indonesian", (status, said) => {
    const [, allowed = ""] = /: (.*)$/.exec(said) ?? [];
    const words = [...allowed.matchAll(/\((\w+)\)/g)].map(([, word = ""]) => word);
    const actions: Readonly<Record<string, string>> = { PUT: "change", DELETE: "delete" };
    const facts = { status, allowed: words.map((word) => actions[word] ?? word).join(", ") };
    expect(sayIn("id", errorMessages.CAMPAIGN_STATE, facts)).toBe(said);
  });

  test.each([...campaignStates, ...personActions, ...retryStatuses])("%s has a name", (word) => {
    expect(stateIn("id", "status", word)).not.toBe(word);
  });

  test.each(["constructor", "__proto__", "toString"])("is %s where that came, and nothing of a program's", (word) => {
    expect(stateIn("id", "status", word)).toBe(word);
    expect(stateIn("en", "statuses", `${word}, failed`)).toBe(`${word}, failed`);
  });

  test("is the program's word where it has no other, and no word of another fact", () => {
    expect(stateIn("id", "allowed", "-")).toBe("-");
    expect(stateIn("id", "name", "paused")).toBe("paused");
    expect(sayIn("en", errorMessages.MEDIA_NOT_READY, { state: "awaiting_upload" })).toContain("not uploaded yet");
  });
});

test.each([
  ["a {x} b", "a 1 b", { x: "1" }],
  ["{x} at {y}", "p at q at 7", { x: "p at q", y: "7" }],
  ["{x}", "", { x: "" }],
  ["a{x}a", "a", undefined],
  ["{x}, {y}!", "1; 2!", undefined],
  ["none", "none", {}],
  ["none", "other", undefined],
])("of %j in %j the values are %j", (sentence, said, values) => {
  expect(valuesOf(sentence)(said)).toEqual(values);
  expect(isSentenceOf(sentence)(said)).toBe(values !== undefined);
});

test("the language of a sentence is found however long the values in it are, in no time", () => {
  const header = `${', "x" disimpan sebagai kolom kontak "'.repeat(20_000)}"`;
  const startedAt = performance.now();
  expect(languageOf(`Kolom 3, "${header}", disimpan sebagai kolom kontak "kota"`)).toBe("id");
  expect(languageOf(`Kolom 3, "${header}, disimpan sebagai kolom "kota`)).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(500);
});

describe("a sentence said", () => {
  const code: ErrorCode = "CAMPAIGN_STATE";

  test("has its facts in it, numbers too", () => {
    const facts = { status: "paused", allowed: "resume, stop" };
    expect(sayIn("en", errorMessages[code], facts)).toBe("The campaign is paused; allowed now: resume, stop");
    expect(sayIn("id", errorMessages.BODY_TOO_LARGE, { limit: 5 })).toContain("5 byte");
  });

  test("keeps a placeholder that no fact fills, and nobody reads undefined", () => {
    expect(sayIn("en", errorMessages[code])).toBe("The campaign is {status}; allowed now: {allowed}");
  });

  test("says a fact as it is, braces and dollars and all", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("$&", "{allowed}", "$1")), (name) => {
        const said = sayIn("en", errorMessages.LIST_NAME_TAKEN, { name });
        expect(said).toBe(`A list named "${name}" exists already`);
      }),
    );
  });
});

describe("the language", () => {
  test.each([
    [undefined, "id"],
    ["", "id"],
    ["en", "en"],
    ["EN-us", "en"],
    ["id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", "id"],
    ["en-US,en;q=0.9,id;q=0.8", "en"],
    ["id;q=0.5, en;q=0.6", "en"],
    ["de, fr;q=0.9, en;q=0.1", "en"],
    ["id;q=0, en;q=0.1", "en"],
    ["en;q=0", "id"],
    ["de-DE,de", "id"],
    ["*", "id"],
    ["english", "id"],
    ["en;q=1.2.3, id", "id"],
  ])("asked for by %j is %s where id is the default", (asked, language) => {
    expect(chooseLanguage(asked, "id")).toBe(language);
  });

  test("is the deployment's where none is asked for that we speak", () => {
    expect(chooseLanguage("de", "en")).toBe("en");
  });

  test("is found for any header, however long, in no time", () => {
    fc.assert(
      fc.property(fc.string(), (asked) => {
        expect(languages).toContain(chooseLanguage(asked, "id"));
      }),
    );
    expect(chooseLanguage(`${"de,".repeat(100_000)}en`, "id")).toBe("id");
  });
});
