import { isBuiltin } from "node:module";
import { basename, dirname } from "node:path/posix";
import type { BuildOptions, Message, Metafile } from "esbuild";

type Outputs = Metafile["outputs"];
type Import = Outputs[string]["imports"][number];

/** How sources become what runs on AWS: ES modules that are split where one is imported when it is come to. */
export const bundling = {
  bundle: true,
  format: "esm",
  splitting: true,
  platform: "node",
  target: "node24",
  // "main" alone takes the SDK's CommonJS build, of which nothing can be left out.
  mainFields: ["module", "main"],
  write: false,
  logLevel: "warning",
} as const satisfies BuildOptions;

/** How a file of a bundle comes to another one: at once, when it comes to it, or as one that it reads. */
export const everyImport = [
  "import-statement",
  "dynamic-import",
  "file-loader",
] as const satisfies readonly Import["kind"][];

/** Such as an `import.meta` that CommonJS does not have: the file loads, and fails when that line runs. @throws Error */
export function assertNoWarnings(of: string, warnings: readonly Message[]): void {
  if (warnings.length > 0) throw new Error(`${of}: ${warnings.map(({ text }) => text).join("; ")}`);
}

/** `index.js` of a bundle and all files that it may load in these ways, from the root. */
export function filesFrom(outputs: Outputs, entry: string, kinds: readonly Import["kind"][]): ReadonlySet<string> {
  const found = new Set<string>();
  const read = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (external !== true && kinds.includes(kind)) read(path);
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

/** The same metafile with the sizes of the files as they are written: what esbuild counted is made over before. */
export function withSizes({ inputs, outputs }: Metafile, bytes: ReadonlyMap<string, number>): Metafile {
  const written = Object.entries(outputs).map(([file, output]) => {
    const size = bytes.get(file);
    if (size === undefined) throw new Error(`${file} was not written`);
    return [file, { ...output, bytes: size }] as const;
  });
  return { inputs, outputs: Object.fromEntries(written) };
}

export interface BundleSize {
  /** The Lambda. */
  readonly name: string;
  /** Its `index.js`, from the root. */
  readonly entry: string;
  /** All its files. */
  readonly bytes: number;
  /** What a cold start reads: `index.js` and its static imports, not its dynamic ones. */
  readonly startBytes: number;
}

/** Sizes of all bundles, as the metafile that the bundling leaves says. */
export function bundleSizes({ outputs }: Metafile): readonly BundleSize[] {
  const entries = Object.keys(outputs).filter((file) => basename(file) === "index.js");
  const sizeOf = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
  return entries.map((entry) => ({
    name: basename(dirname(entry)),
    entry,
    bytes: sizeOf(filesFrom(outputs, entry, everyImport)),
    startBytes: sizeOf(filesFrom(outputs, entry, ["import-statement"])),
  }));
}
