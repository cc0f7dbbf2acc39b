import { existsSync, readFileSync } from "node:fs";

/** Each case of docs/failure.md says what is left, what happens and which tests show it; a test that it names is there. */
const text = readFileSync("docs/failure.md", "utf8");
const cases = text
  .split(/^### /m)
  .slice(1)
  .map((part) => part.split(/^## /m)[0] ?? "")
  .map((part) => [part.slice(0, part.indexOf("\n")), part] as const);

test.each(cases)("%s: has its three lines, and its tests are there", (_, part) => {
  for (const line of ["- **Left behind:**", "- **What happens:**", "- **Tested by:**"])
    expect(part.split(line)).toHaveLength(2);
  const testedBy = part.slice(part.indexOf("**Tested by:**"));
  const named = [...testedBy.matchAll(/`([\w-]+\/[\w/-]+)`/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => !existsSync(`test/${name}.test.ts`))).toEqual([]);
  expect(named.length > 0 || /`npm run |Tested by:\*\* none/.test(testedBy)).toBe(true);
});

test("docs/failure.md can be read in a terminal: no line has more than 130 characters", () => {
  expect(cases.length).toBeGreaterThan(60);
  expect(text.split("\n").filter((line) => line.length > 130)).toEqual([]);
});
