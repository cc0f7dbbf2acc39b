import { readFileSync } from "node:fs";
import { areas, flat, source, sources as files, wordsOf, type Tree } from "./all-words.ts";

/** What the console says, in both languages: nothing is missing, empty, left untranslated or unused. */

/** A count's form for one is English alone. */
const isOfOne = (key: string): boolean => key.endsWith("_one");
const variablesOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test("there are areas with words", () => {
  expect(areas.length).toBeGreaterThan(1);
});

describe.each(areas)("%s", (_, file) => {
  test("has each key in both languages, none empty", async () => {
    const { en, id } = await wordsOf(file);
    const keys = (tree: Tree) =>
      flat(tree)
        .map(([key]) => key)
        .filter((key) => !isOfOne(key))
        .sort();
    expect(keys(id)).toEqual(keys(en));
    expect([...flat(en), ...flat(id)].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test("fills in the same in both languages", async () => {
    const { en, id } = await wordsOf(file);
    const english = new Map(flat(en));
    const differing = flat(id).filter(
      ([key, text]) => variablesOf(text).join() !== variablesOf(english.get(key) ?? "").join(),
    );
    expect(differing).toEqual([]);
  });
});

test("each word is shown by some page", async () => {
  const isWords = (file: string) => areas.some(([, words]) => words === file) || /words[\\/](?:en|id)\.ts$/.test(file);
  const pages = files.filter((file) => /\.tsx?$/.test(file) && !isWords(file));
  const code = pages.map((file) => readFileSync(file, "utf8")).join("\n");
  /** By its key as it is written, or by a state or reason in a group whose name is written. */
  const isShown = (key: string): boolean => {
    const group = key.split(".").slice(0, -1).join(".");
    return (
      new RegExp(`["\`:]${key.replaceAll(".", "\\.")}["\`]`).test(code) ||
      (group !== "" && (code.includes(`"${group}"`) || code.includes(`\`${group}.\${`)))
    );
  };
  const words = await Promise.all(
    areas.map(async ([area, file]) => {
      const keys = flat((await wordsOf(file)).en).map(([key]) => key.replace(/_(one|other)$/, ""));
      return keys.filter((key) => !isShown(key)).map((key) => `${area}: ${key}`);
    }),
  );
  expect(words.flat()).toEqual([]);
});

test("no page has words of its own beside them", () => {
  const pages = files.filter((file) => file.endsWith(".tsx"));
  const spoken = pages.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const shown = [...text.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+[.?!]?)\s*</g)].map(([, words]) => words);
    const labels = [...text.matchAll(/\b(?:label|placeholder|title|description|aria-label)="([^"]*[a-z] [^"]*)"/g)];
    return [...shown, ...labels.map(([, words]) => words)].map((words) => `${file.slice(source.length + 1)}: ${words}`);
  });
  expect(spoken).toEqual([]);
});
