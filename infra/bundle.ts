import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, type Metafile } from "esbuild";
import { httpEntries, otherEntries } from "../functions/entries.ts";
import { commandLine } from "../command-line.ts";
import { assertNoWarnings, bundleSizes, bundling, filesFrom, missingFrom } from "./bundle-files.ts";
import { bundleDir, workerImageDir } from "./config.ts";
import { layOutWorker } from "./worker-layout.ts";

/**
 * Bundles every Lambda by esbuild: `dist/functions/<name>/index.mjs`, files beside it that are loaded when it comes to them,
 * and `dist/functions/metafile.json` that says what each holds. One file a Lambda would start 7 to 26 ms later: it is read
 * whole. Then lays out what the worker's image is built from.
 */

commandLine(
  `npm run bundle
Bundles every Lambda into ${bundleDir} and lays out the worker's image in ${workerImageDir}. Takes no options.`,
  {},
);

const root = join(import.meta.dirname, "..");
const outdir = join(root, bundleDir);

await rm(outdir, { recursive: true, force: true });
const startedAt = performance.now();
/** What a Lambda imports dynamically is a file of its own beside `index.mjs`, and so is what both have in common. */
const bundle = async (name: string, file: string): Promise<Metafile> => {
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: file, out: "index" }],
    outdir: join(outdir, name),
    outExtension: { ".js": ".mjs" },
    ...bundling,
    minify: true,
    // Dynamic imports of the SDK that never run: in a Lambda the environment has the credentials.
    external: [
      ...["http", "ini", "process", "sso", "web-identity"].map((source) => `@aws-sdk/credential-provider-${source}`),
      "@smithy/credential-provider-imds",
    ],
    legalComments: "none",
    metafile: true,
  });
  assertNoWarnings(file, warnings);
  // Of what is loaded by code that this Lambda does not have, esbuild makes files all the same.
  const needed = filesFrom(metafile.outputs, `${bundleDir}/${name}/index.mjs`, ["import-statement", "dynamic-import"]);
  const outputs = Object.fromEntries(Object.entries(metafile.outputs).filter(([file]) => needed.has(file)));
  const missing = missingFrom(outputs);
  if (missing.length > 0) throw new Error(`not in the bundle, nor in Node: ${missing.join(", ")}`);
  await mkdir(join(outdir, name), { recursive: true });
  for (const { path, contents } of outputFiles) if (needed.has(relative(root, path))) await writeFile(path, contents);
  return { ...metafile, outputs };
};
const entries = Object.entries({ ...httpEntries, ...otherEntries });
const metafiles = await Promise.all(entries.map(([name, file]) => bundle(name, file)));
const metafile = {
  inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)) as Metafile["inputs"],
  outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)) as Metafile["outputs"],
};
const tookMs = Math.round(performance.now() - startedAt);
await writeFile(join(outdir, "metafile.json"), JSON.stringify(metafile));

const maxBytes = 1_024 * 1_024;
const sizes = bundleSizes(metafile);
for (const { name, bytes, startBytes } of sizes) {
  const [all, start] = [bytes, startBytes].map((size) => String(Math.round(size / 1_024)).padStart(5));
  console.log(`${all} KiB, of which ${start} at a start  ${bundleDir}/${name}`);
}
const tooLarge = sizes.filter(({ bytes }) => bytes > maxBytes);
if (tooLarge.length > 0) {
  const names = tooLarge.map(({ name }) => name).join(", ");
  throw new Error(`over ${maxBytes} bytes: ${names}; ${bundleDir}/metafile.json says what is in them`);
}
console.log(`${sizes.length} bundles in ${tookMs} ms`);

await layOutWorker(join(root, workerImageDir));
