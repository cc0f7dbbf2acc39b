import { globSync } from "node:fs";
import { judged, leftOut } from "./suites.ts";

/** Which suites the judge `dynamodb` runs. */

test("a suite that is named nowhere is judged, and a name that has outlived its suite is told", () => {
  expect(judged(["test/worker/new.test.ts", "test/worker/whatsapp/page.test.ts"])).toEqual({
    suites: ["test/worker/new.test.ts"],
    idle: Object.keys(leftOut).filter((pattern) => pattern !== "^test/worker/whatsapp/"),
  });
});

test("each name of what is left out has a suite", () => {
  expect(judged(globSync("test/**/*.test.ts")).idle).toEqual([]);
});
