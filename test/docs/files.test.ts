import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files that the documents name, by a link or as `room/…/file.ts`, are there. */
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "clients/command-line/README.md",
  "clients/typescript/README.md",
].concat(
  readdirSync("docs", { encoding: "utf8", recursive: true })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
);
const linkedIn = (file: string, text: string): string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(file), target));
const namedIn = (text: string): string[] =>
  [...text.matchAll(/`((?:aws|clients|core|functions|infra|local|simulator|test|worker)\/[\w/.-]+\.ts)`/g)].map(
    ([, path = ""]) => path,
  );
/** Folders, and files without their ending; `worker/campaign/walk` may stand for the test of that name. */
const placesIn = (text: string): string[] =>
  [...text.matchAll(/`((?:aws|clients|core|functions|infra|local|simulator|worker)\/[\w/-]+)`/g)].map(
    ([, path = ""]) => path,
  );
const isThere = (path: string): boolean => [path, `${path}.ts`, `test/${path}.test.ts`].some((one) => existsSync(one));
/** A heading as the address of its place in the page, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
const anchorsIn = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
const placesLinkedIn = (file: string, text: string): (readonly [file: string, anchor: string])[] =>
  [...text.matchAll(/\]\(([^)#:\s]*)#([^)\s]+)\)/g)].map(([, target = "", anchor = ""]) => [
    target === "" ? file : join(dirname(file), target),
    anchor,
  ]);

test.each(documents)("%s names files that there are", (file) => {
  const text = readFileSync(file, "utf8");
  expect([...linkedIn(file, text), ...namedIn(text)].filter((path) => !existsSync(path))).toEqual([]);
  expect(placesIn(text).filter((path) => !isThere(path))).toEqual([]);
  expect(placesLinkedIn(file, text).filter(([target, anchor]) => !anchorsIn(target).includes(anchor))).toEqual([]);
});

test("each page is linked from README, or from a page that is", () => {
  const linked = new Set(["README.md"]);
  for (const file of linked) {
    for (const target of linkedIn(file, readFileSync(file, "utf8"))) if (documents.includes(target)) linked.add(target);
  }
  expect(documents.filter((file) => !linked.has(file) && file !== "SECURITY.md")).toEqual([]);
});

test("a file that there is not is seen, behind a link and by its path", () => {
  expect(linkedIn("docs/a.md", "[x](../core/gone.ts), [y](api.md#z), [z](https://sqlite.org)")).toEqual([
    "core/gone.ts",
    "docs/api.md",
  ]);
  expect(namedIn("`core/gone.ts` and `npm test`")).toEqual(["core/gone.ts"]);
  expect(placesIn("`core/gone` and `core/sending/pacing`").map(isThere)).toEqual([false, true]);
  expect(placesLinkedIn("docs/a.md", "[x](api.md#4-words), [y](#gone), [z](https://sqlite.org#a)")).toEqual([
    ["docs/api.md", "4-words"],
    ["docs/a.md", "gone"],
  ]);
  expect(anchorsIn("docs/api.md")).toContain("4-words");
  expect(documents.flatMap((file) => namedIn(readFileSync(file, "utf8"))).length).toBeGreaterThan(40);
});
