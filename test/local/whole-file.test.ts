import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeWholeFile } from "../../local/whole-file.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "whole-file-"));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(dir, { recursive: true });
});

test("a file is on disk, and in its folder, before its name leads to it", async () => {
  const file = join(dir, "a.json");
  writeWholeFile(file, "before");
  const steps: string[] = [];
  const { writeFileSync, renameSync, fsyncSync } = fs;
  jest.spyOn(fs, "writeFileSync").mockImplementation((path, data, options) => {
    steps.push("write");
    writeFileSync(path, data, options);
  });
  jest.spyOn(fs, "renameSync").mockImplementation((from, to) => {
    expect(fs.readFileSync(file, "utf8")).toBe("before");
    steps.push("rename");
    renameSync(from, to);
  });
  jest.spyOn(fs, "fsyncSync").mockImplementation((opened) => {
    steps.push(fs.fstatSync(opened).isDirectory() ? "sync the folder" : "sync");
    fsyncSync(opened);
  });
  writeWholeFile(file, "after");
  expect(steps).toEqual(["write", "sync", "rename", "sync the folder"]);
  expect([await readFile(file, "utf8"), await readdir(dir)]).toEqual(["after", ["a.json"]]);
});
