import { createHash } from "node:crypto";
import fs, { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "../../../core/session/session.ts";
import { ProfileFolder } from "../../../worker/session/profile-folder.ts";
import { MemoryFiles } from "../../support/system/in-memory.ts";
import { ref } from "../../support/system.ts";

let root: string;
let store: MemoryFiles;
let folder: ProfileFolder;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "profile-folder-"));
  store = new MemoryFiles();
  folder = new ProfileFolder(root, store, ref);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const session: Session = { ...ref, state: "ready", wanted: true, epoch: 1, since: 0, createdAt: 0 };
const file = () => join(folder.dir, "file");

test("files that a browser takes away while its profile is saved fail that save, and nothing else", async () => {
  await folder.prepare(session);
  // Read as there, and gone when it comes to them.
  const readdir = fs.readdir.bind(fs) as (path: string, done: (error: Error | null, names: string[]) => void) => void;
  const reading = jest.spyOn(fs, "readdir").mockImplementation(((
    path: string,
    done: (error: Error | null, names: string[]) => void,
  ) => {
    readdir(path, (error, names) => {
      done(error, [...names, "gone-1", "gone-2"]);
    });
  }) as never);
  try {
    await expect(folder.save(session, 0, true)).rejects.toThrow(/ENOENT.*gone-/);
  } finally {
    reading.mockRestore();
  }
});

describe("a profile that is to be fallen back to", () => {
  /** Saved with `saved` in its file; then a browser went on. */
  const saved = async (): Promise<Session> => {
    await folder.prepare(session);
    writeFileSync(file(), "saved");
    const withProfile = { ...session, profile: await folder.save(session, 0, true) };
    writeFileSync(file(), "later");
    return withProfile;
  };

  test("is what was saved last, and counts as tried", async () => {
    const withProfile = await saved();
    expect(await folder.fallBack(withProfile)).toBe(true);
    expect(readFileSync(file(), "utf8")).toBe("saved");
    expect(await folder.fallBack(withProfile)).toBe(false);
    folder.stood();
    expect(await folder.fallBack(withProfile)).toBe(true);
  });

  test.each([
    ["cut off", (archive: Uint8Array) => archive.subarray(0, archive.length - 9)],
    ["no archive at all", () => Buffer.from("<html>")],
  ])("and is damaged (%s) leaves the folder as it is", async (_how, damage) => {
    const { profile, ...rest } = await saved();
    if (profile === undefined) throw new Error("it was saved");
    const damaged = damage(store.files.get(profile.key) ?? Buffer.of());
    store.files.set(profile.key, damaged);
    const sha256 = createHash("sha256").update(damaged).digest("hex");
    expect(await folder.fallBack({ ...rest, profile: { ...profile, sha256 } })).toBe(false);
    expect(readFileSync(file(), "utf8")).toBe("later");
  });

  test("and that the disk does not take is no damage, and leaves the folder as it is", async () => {
    const withProfile = await saved();
    const writing = jest.spyOn(fs, "write").mockImplementation((...all: unknown[]) => {
      const done = all.at(-1) as (error: Error) => void;
      done(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));
    });
    try {
      await expect(folder.fallBack(withProfile)).rejects.toThrow("ENOSPC");
    } finally {
      writing.mockRestore();
    }
    expect(readFileSync(file(), "utf8")).toBe("later");
    expect(existsSync(join(folder.dir, "..", "unpacked"))).toBe(false);
  });
});
