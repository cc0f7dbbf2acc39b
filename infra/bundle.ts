import { statSync } from "node:fs";
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transform, type Metafile, type Plugin } from "esbuild";
import { apiReferenceScript } from "../api-reference.ts";
import { httpEntries, otherEntries } from "../functions/entries.ts";
import { routes } from "../functions/routes/index.ts";
import { commandLine } from "../command-line.ts";
import { builtConsole } from "../console-files.ts";
import {
  assertNoWarnings,
  bundleSizes,
  bundling,
  everyImport,
  filesFrom,
  missingFrom,
  withSizes,
} from "./bundle-files.ts";
import { bundleDir, workerImageDir } from "./config.ts";
import { layOutWorker } from "./worker-layout.ts";
import { numberingPlans, openApiDocument } from "./bundling/packed-file.ts";
import { withoutJsonSchema } from "./bundling/without-json-schema.ts";

/**
 * Bundles every Lambda by esbuild: `dist/functions/<name>/index.js`, files beside it that are loaded when it comes to them,
 * and `dist/functions/metafile.json` that says what each holds. CommonJS, because it starts some 20 ms sooner than the same
 * code as an ES module. Then lays out what the worker's image is built from.
 */

commandLine(
  `npm run bundle
Bundles every Lambda into ${bundleDir} and lays out the worker's image in ${workerImageDir}. Takes no options.`,
  {},
);

const root = join(import.meta.dirname, "..");
const outdir = join(root, bundleDir);

/**
 * The DynamoDB client keeps discovered endpoints in a cache of 7 KiB, which is in every bundle. Endpoints are not discovered unless
 * that is switched on; were it, there would be one a region.
 */
const plainEndpointCache: Plugin = {
  name: "plain-endpoint-cache",
  setup: (bundling) => {
    bundling.onLoad({ filter: /mnemonist[\\/]lru-cache\.js$/ }, () => ({
      contents: "export default class extends Map { constructor() { super(); } peek(key) { return this.get(key); } }",
      loader: "js",
    }));
  },
};

/** The script of the page `/docs` stands gzipped beside the one `index.js` that answers it: no code of a bundle, and no other's. */
const scriptOfDocs: Plugin = {
  name: "script-of-docs",
  setup: (bundling) => {
    bundling.onLoad({ filter: /functions[\\/]pages[\\/]docs-script\.ts$/ }, async () => {
      const folder = join(outdir, "docs");
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "reference.js.gz"), gzipSync(apiReferenceScript(), { level: 9 }));
      const contents = `import { readFileSync } from "node:fs";
export const gzippedScript = () => readFileSync(__dirname + "/reference.js.gz");`;
      return { contents, loader: "js" };
    });
  },
};

/** The built console stands packed beside the `index.js` that serves it. */
const filesOfConsole: Plugin = {
  name: "files-of-console",
  setup: (bundling) => {
    bundling.onLoad({ filter: /functions[\\/]pages[\\/]console-folder\.ts$/ }, async () => {
      await cp(await builtConsole(), join(outdir, "console", "files"), { recursive: true });
      return { contents: `export const consoleFolder = async () => __dirname + "/files";`, loader: "js" };
    });
  },
};

/** Reading a form is 26 KiB, and comes along with the edge: a Lambda none of whose routes takes one does without. */
const withoutForms: Plugin = {
  name: "without-forms",
  setup: (bundling) => {
    bundling.onLoad({ filter: /functions[\\/]edge[\\/]form\.ts$/ }, () => ({
      contents: `export const readForm = () => { throw new Error("no route here takes a form: infra/bundle.ts"); };`,
      loader: "js",
    }));
  },
};
const takesForms = new Set<string>(
  routes.flatMap(({ rawBody, resource }) => (rawBody === undefined ? [] : [resource])),
);

await rm(outdir, { recursive: true, force: true });
const startedAt = performance.now();
/** What a Lambda imports dynamically is a file of its own beside `index.js`, and so is what both have in common. */
const bundle = async (name: string, file: string): Promise<Metafile> => {
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: file, out: "index" }],
    outdir: join(outdir, name),
    // Only ES modules can be split; each file is made CommonJS afterwards.
    ...bundling,
    minify: true,
    // Dynamic imports of the SDK that never run: in a Lambda the environment has the credentials.
    external: [
      ...["http", "ini", "process", "sso", "web-identity"].map((source) => `@aws-sdk/credential-provider-${source}`),
      "@smithy/credential-provider-imds",
    ],
    plugins: [
      numberingPlans(),
      openApiDocument(),
      withoutJsonSchema,
      plainEndpointCache,
      scriptOfDocs,
      filesOfConsole,
      ...(takesForms.has(name) ? [] : [withoutForms]),
    ],
    legalComments: "none",
    metafile: true,
  });
  assertNoWarnings(file, warnings);
  // Of what is loaded by code that this Lambda does not have, esbuild makes files all the same.
  const needed = filesFrom(metafile.outputs, `${bundleDir}/${name}/index.js`, everyImport);
  await mkdir(join(outdir, name), { recursive: true });
  const bytes = new Map<string, number>();
  for (const { path, text, contents } of outputFiles) {
    const written = relative(root, path);
    if (!needed.has(written)) continue;
    if (!path.endsWith(".js")) {
      await writeFile(path, contents);
      bytes.set(written, contents.byteLength);
      continue;
    }
    const made = await transform(text, {
      format: "cjs",
      platform: bundling.platform,
      target: bundling.target,
      minify: true,
      logLevel: bundling.logLevel,
    });
    assertNoWarnings(written, made.warnings);
    await writeFile(path, made.code);
    bytes.set(written, Buffer.byteLength(made.code));
  }
  const outputs = Object.fromEntries(Object.entries(metafile.outputs).filter(([file]) => needed.has(file)));
  const missing = missingFrom(outputs);
  if (missing.length > 0) throw new Error(`not in the bundle, nor in Node: ${missing.join(", ")}`);
  return withSizes({ ...metafile, outputs }, bytes);
};
const entries = Object.entries({ ...httpEntries, ...otherEntries });
const metafiles = await Promise.all(entries.map(([name, file]) => bundle(name, file)));
const metafile = {
  inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)) as Metafile["inputs"],
  outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)) as Metafile["outputs"],
};
const tookMs = Math.round(performance.now() - startedAt);
await writeFile(join(outdir, "metafile.json"), JSON.stringify(metafile));
// So that Node takes the bundles for what they are here, too, below a package.json that says "module".
await writeFile(join(outdir, "package.json"), '{ "type": "commonjs" }\n');

const maxBytes = 1_024 * 1_024;
const sizes = bundleSizes(metafile);
for (const { name, bytes, startBytes } of sizes) {
  const [all, start] = [bytes, startBytes].map((size) => String(Math.round(size / 1_024)).padStart(5));
  console.log(`${all} KiB, of which ${start} at a start  ${bundleDir}/${name}`);
}
const filesBytes = (await readdir(join(outdir, "console", "files"), { recursive: true, withFileTypes: true }))
  .filter((file) => file.isFile())
  .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
console.log(`${String(Math.round(filesBytes / 1_024)).padStart(5)} KiB, the files of the console beside it`);
const tooLarge = sizes.filter(({ name, bytes }) => bytes + (name === "console" ? filesBytes : 0) > maxBytes);
if (tooLarge.length > 0) {
  const names = tooLarge.map(({ name }) => name).join(", ");
  throw new Error(`over ${maxBytes} bytes: ${names}; ${bundleDir}/metafile.json says what is in them`);
}
console.log(`${sizes.length} bundles in ${tookMs} ms`);

await layOutWorker(join(root, workerImageDir));
