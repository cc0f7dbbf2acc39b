import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { areas, flat, wordsOf } from "../console/all-words.ts";
import { guideLanguages, guidesOf, type GuideLanguage } from "./guide-samples.ts";
import { fencesOf, rowsOf } from "./markdown.ts";

/** The guides in docs/guide say the same in both languages, in the words that the console shows in each. */

const names = guidesOf("en").map((file) => basename(file));
const page = (language: GuideLanguage, name: string) => readFileSync(join("docs", "guide", language, name), "utf8");
/** Without the samples, whose lines may begin with `#`. */
const proseOf = (text: string) => text.replaceAll(/^ *```.*\n[\s\S]*?^ *```$/gm, "");

test("each guide is numbered in the index of its language, and there in the other", () => {
  for (const language of guideLanguages) {
    expect(guidesOf(language).map((file) => basename(file))).toEqual(names);
    expect(names.toSorted()).toEqual(readdirSync(join("docs", "guide", language)).toSorted());
  }
  expect(names.length).toBeGreaterThan(9);
});

const headingsOf = (text: string) => [...proseOf(text).matchAll(/^(#+) /gm)].map(([, level]) => level);
const itemsOf = (text: string) => [...proseOf(text).matchAll(/^(?:\d\.|-) /gm)].length;
/** Where it links to; of a place in a page only its number among the headings. */
const linksOf = (language: GuideLanguage, text: string) =>
  [...text.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)]
    .map(([, target = "", anchor]) =>
      [target, anchor === undefined ? "" : placeOf(language, target, anchor, text)].join("#"),
    )
    .map((target) => target.replace(/^\.\.\/(?:en|id)\//, "../other/"));
function placeOf(language: GuideLanguage, target: string, anchor: string, text: string): string {
  if (target.startsWith("..")) return anchor;
  const headings = [...proseOf(target === "" ? text : page(language, target)).matchAll(/^#+ (.*)$/gm)];
  const anchors = headings.map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return String(anchors.indexOf(anchor));
}
/** The samples, but for the language that answers are asked in, and the texts of messages and names. */
const samplesOf = (text: string) =>
  fencesOf(text).map(({ info, text: sample }) => [
    info,
    sample
      .replaceAll(/(language["']?: ["']?)(?:en|id)\b/g, "$1…")
      .replaceAll(/((?:["'\\]*)(?:name|message)(?:["'\\]*)\s*(?::|=>)\s*\\?["'])[^"'\\]*/g, "$1…"),
  ]);

describe.each(names)("%s", (name) => {
  const [en, id] = [page("en", name), page("id", name)];

  test("has the same headings, items, rows of tables and links in both languages", () => {
    expect(headingsOf(id)).toEqual(headingsOf(en));
    expect(itemsOf(id)).toBe(itemsOf(en));
    expect(rowsOf(id)).toBe(rowsOf(en));
    expect(linksOf("id", id)).toEqual(linksOf("en", en));
    expect(linksOf("en", en).filter((link) => link.endsWith("#-1"))).toEqual([]);
  });

  test("has the same samples in both languages", () => {
    expect(samplesOf(id)).toEqual(samplesOf(en));
  });

  test("is read in one go: under 120 lines", () => {
    for (const text of [en, id]) expect(text.split("\n").length).toBeLessThan(121);
  });
});

/** What the console's pages show, as a pattern in which a name or a count stands for itself, with its key. */
async function shownIn(language: GuideLanguage): Promise<readonly (readonly [pattern: RegExp, key: string])[]> {
  const all = await Promise.all(
    areas.map(async ([area, file]) =>
      flat((await wordsOf(file))[language])
        .filter(([, text]) => /\p{L}/u.test(text.replaceAll(/\{\{\w+\}\}/g, "")))
        .map(([key, text]) => {
          const pattern = text.split(/\{\{\w+\}\}/).map((part) => part.replaceAll(/[^\p{L}\p{N} ]/gu, "\\$&"));
          return [new RegExp(`^${pattern.join(".+")}$`), `${area} ${key.replace(/_(?:one|other)$/, "")}`] as const;
        }),
    ),
  );
  return all.flat();
}
const boldOf = (text: string) =>
  [...proseOf(text).matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = ""]) => words.replaceAll(/\s+/g, " "));

test("what stands in bold is what the console shows, the same places of it in both languages", async () => {
  const shown = { en: await shownIn("en"), id: await shownIn("id") };
  const keysOf = (language: GuideLanguage, words: string) =>
    shown[language].filter(([pattern]) => pattern.test(words)).map(([, key]) => key);
  const faults = names.flatMap((name) => {
    const [en, id] = [boldOf(page("en", name)), boldOf(page("id", name))];
    const unknown = [
      ...en.filter((words) => keysOf("en", words).length === 0),
      ...id.filter((words) => keysOf("id", words).length === 0),
    ].map((words) => `${name}: no page shows "${words}"`);
    const differing = en.flatMap((words, at) => {
      const other = id[at] ?? "";
      const keys = keysOf("id", other);
      return keysOf("en", words).some((key) => keys.includes(key)) ? [] : [`${name}: "${words}" is not "${other}"`];
    });
    return [...unknown, ...differing, ...(en.length === id.length ? [] : [`${name}: ${en.length}, and ${id.length}`])];
  });
  expect(faults).toEqual([]);
  expect(names.flatMap((name) => boldOf(page("en", name))).length).toBeGreaterThan(100);
});
