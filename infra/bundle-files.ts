import { basename, dirname } from "node:path/posix";
import type { ImportKind, Metafile } from "esbuild";

type Outputs = Metafile["outputs"];

/** `index.js` of a bundle and whatever it comes to load in these ways, from the root. */
export function filesFrom(outputs: Outputs, entry: string, kinds: readonly ImportKind[]): ReadonlySet<string> {
  const found = new Set<string>();
  const read = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (external !== true && kinds.includes(kind as ImportKind)) read(path);
    }
  };
  read(entry);
  return found;
}

export interface BundleSize {
  /** The Lambda. */
  readonly name: string;
  /** Its `index.js`, from the root. */
  readonly entry: string;
  /** All its files. */
  readonly bytes: number;
  /** What a cold start reads: `index.js` and what it imports, but not what it imports when it comes to it. */
  readonly startBytes: number;
}

/** Sizes of all bundles, as esbuild says. */
export function bundleSizes({ outputs }: Metafile): readonly BundleSize[] {
  const entries = Object.keys(outputs).filter((file) => basename(file) === "index.js");
  const sizeOf = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
  return entries.map((entry) => ({
    name: basename(dirname(entry)),
    entry,
    bytes: sizeOf(filesFrom(outputs, entry, ["import-statement", "dynamic-import"])),
    startBytes: sizeOf(filesFrom(outputs, entry, ["import-statement"])),
  }));
}
