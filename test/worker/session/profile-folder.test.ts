import fs, { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProfileFolder } from "../../../worker/session/profile-folder.ts";
import { ref } from "../../support/system.ts";

test("files that a browser takes away while its profile is saved fail that save, and nothing else", async () => {
  const root = mkdtempSync(join(tmpdir(), "profile-folder-"));
  const store = { load: async () => undefined, save: async () => undefined, remove: async () => undefined };
  const folder = new ProfileFolder(root, store, ref);
  const session = { ...ref, state: "ready", wanted: true, epoch: 1, since: 0, createdAt: 0 } as const;
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
    await expect(folder.save(session, 0)).rejects.toThrow(/ENOENT.*gone-/);
  } finally {
    reading.mockRestore();
    rmSync(root, { recursive: true, force: true });
  }
});
