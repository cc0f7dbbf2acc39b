import { spawnSync } from "node:child_process";
import { leftOver } from "../../console/left-over.ts";

test("a build clears away what former sources were built into and what killed builds left, and no build that runs", () => {
  const { pid: ended } = spawnSync(process.execPath, ["--version"]);
  const names = ["a1", "b2", `a1.${ended}`, `b2.${ended}`, `b2.${process.pid}`];
  expect(leftOver(names, "b2")).toEqual(["a1", `a1.${ended}`, `b2.${ended}`]);
});
