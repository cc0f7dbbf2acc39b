import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { assertNoWarnings, bundling } from "./bundle-files.ts";

const root = join(import.meta.dirname, "..");

/** What stays in `node_modules`: the library with its browser driver, and the browser of machines that have none. */
const notBundled = ["whatsapp-web.js", "puppeteer-core", "@sparticuz/chromium"];

/**
 * Lays out what the worker's image is built from: its Dockerfile, the lock file, and the worker as a few JavaScript files.
 * Node would run the sources as they are, but what it strips their types with and what the AWS SDK loads whole take 30 MB
 * of each worker. Names stay readable in what a worker logs.
 */
export async function layOutWorker(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(root, "worker", "Dockerfile"), join(folder, "Dockerfile"));
  for (const file of ["package.json", "package-lock.json"]) await cp(join(root, file), join(folder, file));
  const { outputFiles, warnings } = await build({
    absWorkingDir: root,
    entryPoints: ["worker/main.ts"],
    outdir: join(folder, "worker"),
    ...bundling,
    external: notBundled,
    // Packages that are CommonJS still ask for Node's own modules.
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
  });
  assertNoWarnings("worker/main.ts", warnings);
  await mkdir(join(folder, "worker"));
  for (const { path, contents } of outputFiles) await writeFile(path, contents);
}
