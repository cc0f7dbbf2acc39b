import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build, type Metafile, type Plugin } from "esbuild";
import { httpEntries, otherEntries } from "../functions/entries.ts";
import { bundleDir, workerImageDir } from "./config.ts";

/**
 * Bundles every Lambda by esbuild: `dist/functions/<name>/index.js`, and `dist/functions/metafile.json`
 * that says what each holds. CommonJS, because it starts some 20 ms sooner than the same code as an ES module. Then lays
 * out what the worker's image is built from: sources, as Node runs them.
 */

const root = join(import.meta.dirname, "..");
const outdir = join(root, bundleDir);

/** The numbering plans of all countries are a seventh of a bundle; packed they are a third of that, and unpacked when a number is read. */
const packedNumberingPlans: Plugin = {
  name: "packed-numbering-plans",
  setup: (bundling) => {
    bundling.onLoad({ filter: /libphonenumber-js[\\/]metadata\.max\.json\.js$/ }, async ({ path }) => {
      const { default: plans } = (await import(pathToFileURL(path).href)) as { default: object };
      const packed = brotliCompressSync(JSON.stringify(plans)).toString("base64");
      const members = Object.keys(plans).map((name) => `get ${name}() { return unpacked().${name}; }`);
      const contents = `import { brotliDecompressSync } from "node:zlib";
let plans;
const unpacked = () => plans ??= JSON.parse(brotliDecompressSync(Buffer.from("${packed}", "base64")).toString());
export default { ${members.join(", ")} };`;
      return { contents, loader: "js" };
    });
  },
};

await rm(outdir, { recursive: true, force: true });
const startedAt = performance.now();
/** What one of them loads when it comes to it is set apart in all of them, and read twice there. */
const bundle = (entries: Readonly<Record<string, string>>) =>
  build({
    absWorkingDir: root,
    entryPoints: Object.entries(entries).map(([name, file]) => ({ in: file, out: `${name}/index` })),
    outdir,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node24",
    minify: true,
    // "main" alone takes the SDK's CommonJS build, of which nothing can be left out.
    mainFields: ["module", "main"],
    // What the SDK imports when it comes to it, and it never does: in a Lambda the environment has the credentials, and no
    // call of ours answers by a stream of events. Bundled, each would make of all that it shares with the rest modules that
    // are read twice, a fifth of a cold start.
    external: [
      ...["http", "ini", "process", "sso", "web-identity"].map((source) => `@aws-sdk/credential-provider-${source}`),
      "@smithy/credential-provider-imds",
      "@smithy/core/event-streams",
    ],
    plugins: [packedNumberingPlans],
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
// These load all routes when they come to it, of which each of the others has some.
const { meta, ...others } = httpEntries;
const { fallback, ...background } = otherEntries;
const metafiles = [await bundle({ meta, fallback }), await bundle({ ...others, ...background })].map(
  (one) => one.metafile,
);
const metafile = {
  inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)) as Metafile["inputs"],
  outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)) as Metafile["outputs"],
};
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
