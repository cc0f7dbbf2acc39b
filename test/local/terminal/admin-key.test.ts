import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adminKey } from "../../../local/terminal/admin-key.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "admin-key-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

const inMemory = { dataDir: undefined, mayBeShown: false };

test("the key of the environment is the key, and is written nowhere", async () => {
  const { key, where, shell } = await adminKey({ API_KEY: "rahasia" }, { dataDir: dir, mayBeShown: true });
  expect([key, where, shell]).toEqual(["rahasia", "$API_KEY", '"$API_KEY"']);
  await expect(stat(join(dir, "admin-key"))).rejects.toThrow("ENOENT");
});

test("the key of a secret's file is the key, and its file is named", async () => {
  const file = join(dir, "secret");
  await writeFile(file, "rahasia\n");
  const { key, where, shell } = await adminKey({ API_KEY_FILE: file }, inMemory);
  expect([key, where, shell]).toEqual(["rahasia", `in ${file}`, `"$(cat ${file})"`]);
});

test("a key is made once for a data directory, and its owner alone reads it", async () => {
  const place = { dataDir: join(dir, "data"), mayBeShown: false };
  const file = join(dir, "data", "admin-key");
  const first = await adminKey({ API_KEY: "" }, place);
  expect(first).toEqual({ key: (await readFile(file, "utf8")).trim(), where: `in ${file}`, shell: `"$(cat ${file})"` });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await adminKey({}, place)).toEqual({ ...first, where: `in ${file} (made earlier)` });
});

test("a key that is kept nowhere is shown where it may be", async () => {
  const { key, where, shell } = await adminKey({}, { dataDir: undefined, mayBeShown: true });
  expect(key).toMatch(/^admin-[\w-]{24}$/);
  expect([where, shell]).toEqual([key, key]);
});

test("a key that would stand in a log, or nowhere, is refused with what to do", async () => {
  await expect(adminKey({}, inMemory)).rejects.toThrow("set API_KEY or API_KEY_FILE");
});

test("two keys, a file that is not there and an empty one are refused", async () => {
  await expect(adminKey({ API_KEY: "a", API_KEY_FILE: "b" }, inMemory)).rejects.toThrow(
    "both API_KEY and API_KEY_FILE",
  );
  await expect(adminKey({ API_KEY_FILE: join(dir, "gone") }, inMemory)).rejects.toThrow(
    `read from ${join(dir, "gone")}`,
  );
  const empty = join(dir, "admin-key");
  await writeFile(empty, "\n");
  await expect(adminKey({ API_KEY_FILE: empty }, inMemory)).rejects.toThrow(`${empty} holds no admin key`);
  await expect(adminKey({}, { dataDir: dir, mayBeShown: false })).rejects.toThrow(`${empty} holds no admin key`);
});
