import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import * as phones from "libphonenumber-js/max";
import { httpEntries, otherEntries } from "../../functions/entries.ts";
import { openApiText } from "../../functions/meta/document.ts";
import { bundling } from "../../infra/bundle-files.ts";
import { numberingPlans } from "../../infra/bundling/packed-file.ts";
import { bundleDir } from "../../infra/config.ts";

// A step of `npm test` after the bundling: every file of every Lambda loads as Lambda loads it, alone in a process and a
// folder without the repository's node_modules, the files that are loaded when it comes to them, too. Its `index.js` is
// loaded first and has a handler. What stands packed beside the code is what the sources say.

/** What the process of one Lambda does. */
const loading = `
for (const file of process.argv.slice(1)) {
  try {
    const { handler } = require("./" + file);
    if (file === "index.js" && typeof handler !== "function") throw new Error("it has no handler");
  } catch (error) {
    console.error(file + ": " + error.message);
    process.exit(1);
  }
}
process.exit(0);
`;

const start = promisify(execFile);
const outside = await mkdtemp(join(tmpdir(), "load-bundles-"));

/** @returns how many files it has @throws Error that names the file which does not load */
async function load(name: string): Promise<number> {
  const folder = join(outside, name);
  await cp(join(import.meta.dirname, "..", "..", bundleDir, name), folder, { recursive: true });
  const beside = (await readdir(folder)).filter((file) => file.endsWith(".js") && file !== "index.js");
  try {
    // Without an environment there is no NODE_PATH either.
    await start(process.execPath, ["-e", loading, "index.js", ...beside], { cwd: folder, env: {} });
  } catch (error) {
    throw new Error(`${bundleDir}/${name}/${(error as { readonly stderr: string }).stderr.trim()}`);
  }
  return beside.length + 1;
}

/** What the Lambda answers where nothing but its own folder is there. */
const asking = `
const event = { version: "2.0", routeKey: "GET /openapi.json", rawQueryString: "", headers: {}, requestContext: { requestId: "1", http: { method: "GET", path: "/openapi.json" } } };
require("./index.js").handler(event, {}).then(({ body }) => process.stdout.write(body));
`;

/** A module that was renamed would be bundled as it is, and read as well: only the file that is missing shows it. */
function assertPacked(name: string, files: readonly string[]): void {
  const isPacked = files.some((file) => basename(file).startsWith(`${name}-`) && file.endsWith(".br"));
  assert.ok(isPacked, `wanted a packed ${name}, found ${files.map((file) => basename(file)).join(", ")}`);
}

async function assertSameDocument(): Promise<void> {
  const env = {
    REGISTRY_TABLE: "registry",
    DELIVERY_TABLE: "delivery",
    AWS_REGION: "us-east-1",
    API_KEY: "0".repeat(40),
  };
  const options = { cwd: join(outside, "meta"), env, maxBuffer: 64 * 1_024 * 1_024 };
  const { stdout } = await start(process.execPath, ["-e", asking], options);
  assert.equal(stdout, await openApiText());
}

async function assertNumbersAreReadAsBefore(): Promise<void> {
  const folder = join(outside, "numbers");
  const { outputFiles } = await build({
    ...bundling,
    splitting: false,
    format: "cjs",
    outdir: folder,
    stdin: { contents: 'export * from "libphonenumber-js/max";', resolveDir: process.cwd() },
    plugins: [numberingPlans()],
  });
  assertPacked(
    "numbering-plans",
    outputFiles.map(({ path }) => path),
  );
  await mkdir(folder);
  for (const { path, contents } of outputFiles) await writeFile(path.replace(/\.js$/, ".cjs"), contents);
  const packed = createRequire(join(folder, "stdin.cjs"))("./stdin.cjs") as typeof phones;
  assert.deepEqual(packed.getCountries(), phones.getCountries());
  for (const text of ["+62 812-3456-7890", "+55 11 98765-4321", "+49 30 123456", "+62 12"]) {
    const [read, before] = [packed, phones].map((one) => one.parsePhoneNumberFromString(text));
    assert.deepEqual(
      [read?.number, read?.isValid(), read?.getType()],
      [before?.number, before?.isValid(), before?.getType()],
    );
  }
}

try {
  const names = Object.keys({ ...httpEntries, ...otherEntries });
  const loaded = await Promise.allSettled(names.map(load));
  const failures = loaded.flatMap((one) => (one.status === "rejected" ? [(one.reason as Error).message] : []));
  if (failures.length > 0) throw new Error(failures.join("\n"));
  for (const [bundle, packed] of [
    ["meta", "openapi"],
    ["contacts", "numbering-plans"],
  ] as const) {
    assertPacked(packed, await readdir(join(outside, bundle)));
  }
  await assertSameDocument();
  await assertNumbersAreReadAsBefore();
  const files = loaded.reduce((sum, one) => sum + (one.status === "fulfilled" ? one.value : 0), 0);
  console.log(`${names.length} bundles of ${files} files load`);
} finally {
  await rm(outside, { recursive: true, force: true });
}
