import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { consoleFolder } from "./console-folder.ts";

export interface PackedFile {
  /** By brotli. */
  readonly packed: Buffer;
  /** Of the packed bytes. */
  readonly hash: string;
}

/** Every file of the built console by its name, such as `index.html` and `assets/index-Dg_bXtzO.js`. */
export async function packedFiles(): Promise<ReadonlyMap<string, PackedFile>> {
  const folder = await consoleFolder();
  const found = await readdir(folder, { recursive: true });
  const packed = found.filter((name) => name.endsWith(".br"));
  const files = await Promise.all(
    packed.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
      return [name.slice(0, -3).replaceAll("\\", "/"), { packed: bytes, hash }] as const;
    }),
  );
  return new Map(files);
}
