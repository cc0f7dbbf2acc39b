import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { httpEntries, otherEntries } from "../functions/entries.ts";
import { bundleDir, workerImageDir } from "./config.ts";

/**
 * Bundles every Lambda with one call of esbuild: `dist/functions/<name>/index.js`, and `dist/functions/metafile.json`
 * that says what each holds. CommonJS, because it starts some 20 ms sooner than the same code as an ES module. Then lays
 * out what the worker's image is built from: sources, as Node runs them.
 */

const root = join(import.meta.dirname, "..");
const outdir = join(root, bundleDir);

/** The numbering plans of all countries are a seventh of a bundle; packed they are a third of that, unpacked in a ms. */
const packedNumberingPlans: Plugin = {
  name: "packed-numbering-plans",
  setup: (bundling) => {
    bundling.onLoad({ filter: /libphonenumber-js[\\/]metadata\.max\.json\.js$/ }, async ({ path }) => {
      const { default: plans } = (await import(pathToFileURL(path).href)) as { default: unknown };
      const packed = brotliCompressSync(JSON.stringify(plans)).toString("base64");
      const contents = `import { brotliDecompressSync } from "node:zlib";
export default JSON.parse(brotliDecompressSync(Buffer.from("${packed}", "base64")).toString());`;
      return { contents, loader: "js" };
    });
  },
};

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
  // Loaded only where neither the environment nor the machine has credentials: in a Lambda, the environment always has.
  external: ["sso", "ini", "process", "web-identity"].map((provider) => `@aws-sdk/credential-provider-${provider}`),
  plugins: [packedNumberingPlans],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
const tookMs = Math.round(performance.now() - startedAt);
await mkdir(outdir, { recursive: true });
await writeFile(join(outdir, "metafile.json"), JSON.stringify(metafile));
// So that Node takes the bundles for what they are here, too, below a package.json that says "module".
await writeFile(join(outdir, "package.json"), '{ "type": "commonjs" }\n');

/** A cold start reads all of it. */
const maxBytes = 1_024 * 1_024;
for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
  console.log(`${String(Math.round(bytes / 1_024)).padStart(6)} KiB  ${file}`);
}
const tooLarge = Object.entries(metafile.outputs).filter(([, { bytes }]) => bytes > maxBytes);
if (tooLarge.length > 0) {
  const files = tooLarge.map(([file]) => file).join(", ");
  throw new Error(`over ${maxBytes} bytes: ${files}; ${bundleDir}/metafile.json says what is in them`);
}
console.log(`${Object.keys(metafile.outputs).length} bundles in ${tookMs} ms`);

const image = join(root, workerImageDir);
await rm(image, { recursive: true, force: true });
await mkdir(image, { recursive: true });
await cp(join(root, "worker", "Dockerfile"), join(image, "Dockerfile"));
for (const part of ["package.json", "package-lock.json", "aws", "core", "worker"]) {
  await cp(join(root, part), join(image, part), {
    recursive: true,
    filter: (source) => !source.endsWith("Dockerfile"),
  });
}
