import { mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeBackup } from "../../../local/backup/backup.ts";
import { lockDataDir } from "../../../local/lock.ts";

let dir: string;
let dataDir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "backup-"));
  dataDir = join(dir, "data");
  for (const part of ["dynamodb", "sqs-s3", "profiles", "simulator"]) {
    await mkdir(join(dataDir, part), { recursive: true });
    await writeFile(join(dataDir, part, "file"), part);
  }
  await writeFile(join(dataDir, "admin-key"), "rahasia\n");
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

test("a backup is its owner's alone, and nothing of it is left where it can't be made", async () => {
  const file = join(dir, "a.tgz");
  await makeBackup(dataDir, file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const before = await readFile(file);
  await expect(makeBackup(dataDir, file)).rejects.toThrow(`${file} exists`);
  expect(await readFile(file)).toEqual(before);
  await expect(makeBackup(join(dir, "empty"), join(dir, "b.tgz"))).rejects.toThrow("holds no data of `npm start`");
  const lock = await lockDataDir(dataDir);
  await expect(makeBackup(dataDir, join(dir, "b.tgz"))).rejects.toThrow("in use by another `npm start`");
  lock.release();
  await mkdir(join(dataDir, "restoring"));
  await expect(makeBackup(dataDir, join(dir, "b.tgz"))).rejects.toThrow("broke off: run it again");
  expect((await readdir(dir)).sort()).toEqual(["a.tgz", "data"]);
});
