import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files that the documents name, by a link or as `room/…/file.ts`, are there. */
const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md"].concat(
  readdirSync("docs")
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
);
const linkedIn = (file: string, text: string): string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(file), target));
const namedIn = (text: string): string[] =>
  [...text.matchAll(/`((?:aws|core|functions|infra|local|simulator|test|worker)\/[\w/.-]+\.ts)`/g)].map(
    ([, path = ""]) => path,
  );

test.each(documents)("%s names files that there are", (file) => {
  const text = readFileSync(file, "utf8");
  expect([...linkedIn(file, text), ...namedIn(text)].filter((path) => !existsSync(path))).toEqual([]);
});

test("a file that there is not is seen, behind a link and by its path", () => {
  expect(linkedIn("docs/a.md", "[x](../core/gone.ts), [y](api.md#z), [z](https://sqlite.org)")).toEqual([
    "core/gone.ts",
    "docs/api.md",
  ]);
  expect(namedIn("`core/gone.ts` and `npm test`")).toEqual(["core/gone.ts"]);
  expect(documents.flatMap((file) => namedIn(readFileSync(file, "utf8"))).length).toBeGreaterThan(40);
});
