import { isBuiltin } from "node:module";
import { basename, dirname } from "node:path/posix";
import type { BuildOptions, ImportKind, Message, Metafile } from "esbuild";

type Outputs = Metafile["outputs"];

/** How sources become what runs on AWS: ES modules that are split where one is imported when it is come to. */
export const bundling = {
  bundle: true,
  format: "esm",
  splitting: true,
  platform: "node",
  target: "node24",
  // "main" alone takes the SDK's CommonJS build, of which nothing can be left out.
  mainFields: ["module", "main"],
  // Packages that are CommonJS still ask for Node's own modules.
  banner: {
    js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
  },
  write: false,
  logLevel: "warning",
} as const satisfies BuildOptions;

/** What esbuild warns of would load, and fail when that line runs. @throws Error */
export function assertNoWarnings(of: string, warnings: readonly Message[]): void {
  if (warnings.length > 0) throw new Error(`${of}: ${warnings.map(({ text }) => text).join("; ")}`);
}

/** `index.mjs` of a bundle and all files that it may load in these ways, from the root. */
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

/**
 * What a Lambda would miss: modules that are in no file of the bundle, and not in Node, and that a file needs as soon as it is
 * loaded. A dynamic import may be missing when no code path of this Lambda reaches it.
 */
export function missingFrom(outputs: Outputs): readonly string[] {
  const missing = Object.entries(outputs).flatMap(([file, { imports }]) =>
    imports
      .filter(({ path, kind, external }) => external === true && kind !== "dynamic-import" && !isBuiltin(path))
      .map(({ path }) => `${file} needs ${path}`),
  );
  return [...new Set(missing)];
}

export interface BundleSize {
  /** The Lambda. */
  readonly name: string;
  /** Its `index.mjs`, from the root. */
  readonly entry: string;
  /** All its files. */
  readonly bytes: number;
  /** What a cold start reads: `index.mjs` and its static imports, not its dynamic ones. */
  readonly startBytes: number;
}

/** Sizes of all bundles, as the metafile that the bundling leaves says. */
export function bundleSizes({ outputs }: Metafile): readonly BundleSize[] {
  const entries = Object.keys(outputs).filter((file) => basename(file) === "index.mjs");
  const sizeOf = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
  return entries.map((entry) => ({
    name: basename(dirname(entry)),
    entry,
    bytes: sizeOf(filesFrom(outputs, entry, ["import-statement", "dynamic-import"])),
    startBytes: sizeOf(filesFrom(outputs, entry, ["import-statement"])),
  }));
}
