import { readFileSync } from "node:fs";
import { lossCommits } from "./losses.ts";

test("what `npm run upgrade` leaves out is what docs/upgrade.md says can't go back", () => {
  const [, section = ""] = readFileSync("docs/upgrade.md", "utf8").split("## What can't go back");
  const commits = [...section.matchAll(/^\| after `(\w+)`/gm)].map(([, commit]) => commit);
  expect(commits.length).toBeGreaterThan(0);
  expect([...lossCommits].sort()).toEqual(commits.sort());
});
