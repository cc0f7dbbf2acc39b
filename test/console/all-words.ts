import { readdirSync } from "node:fs";
import { join } from "node:path";

/** What the console says, as the tests read it: a file of words an area, each word by its key. */

export const source = join(__dirname, "..", "..", "console", "src");
export const sources = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .map((file) => join(file.parentPath, file.name));

export interface Tree {
  readonly [key: string]: string | Tree;
}
export interface Words {
  readonly en: Tree;
  readonly id: Tree;
}
export const flat = (tree: Tree, before = ""): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[before + key, value]] : flat(value, `${before}${key}.`),
  );

export const areas = sources
  .filter((file) => /[\\/]words[\\/]common\.ts$|[\\/]words\.ts$/.test(file) && !/words[\\/]words\.ts$/.test(file))
  .map((file) => [file.slice(source.length + 1), file] as const);

export const wordsOf = async (file: string) => (await import(file)) as Words;
