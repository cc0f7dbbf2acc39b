import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { httpEntries, otherEntries } from "../functions/entries.ts";
import { bundleDir } from "./config.ts";

/**
 * Bundles every Lambda with one call of esbuild: `dist/functions/<name>/index.js`, and `dist/functions/metafile.json`
 * that says what each holds. CommonJS, because it starts some 20 ms sooner than the same code as an ES module.
 */

const root = join(import.meta.dirname, "..");
const outdir = join(root, bundleDir);

await rm(outdir, { recursive: true, force: true });
const startedAt = performance.now();
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: Object.entries({ ...httpEntries, ...otherEntries }).map(([name, file]) => ({
    in: file,
    out: `${name}/index`,
  })),
  outdir,
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node24",
  minify: true,
  // "main" alone takes the SDK's CommonJS build, of which nothing can be left out.
  mainFields: ["module", "main"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
const tookMs = Math.round(performance.now() - startedAt);
await mkdir(outdir, { recursive: true });
await writeFile(join(outdir, "metafile.json"), JSON.stringify(metafile));
// So that Node takes the bundles for what they are here, too, below a package.json that says "module".
await writeFile(join(outdir, "package.json"), '{ "type": "commonjs" }\n');

for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
  console.log(`${String(Math.round(bytes / 1_024)).padStart(6)} KiB  ${file}`);
}
console.log(`${Object.keys(metafile.outputs).length} bundles in ${tookMs} ms`);
