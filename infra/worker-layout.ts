import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { assertNoWarnings, bundling } from "./bundle-files.ts";

const root = join(import.meta.dirname, "..");

/** What the image installs: the library with its browser driver. All else is bundled. */
const installed = ["whatsapp-web.js", "puppeteer-core"];
/** What stays in `node_modules`: that, and the browser of machines that have none. The image has Debian's. */
const notBundled = [...installed, "@sparticuz/chromium"];

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The package with those dependencies alone. npm passes over what else its lock file holds. */
function withInstalled({ dependencies, ...rest }: Package): object {
  const left = Object.entries(rest).filter(([name]) => !/^(dev|optional)Dependencies$|^scripts$/.test(name));
  const kept = Object.entries(dependencies).filter(([name]) => installed.includes(name));
  return { ...Object.fromEntries(left), dependencies: Object.fromEntries(kept) };
}

async function layOutPackages(folder: string): Promise<void> {
  const read = async (name: string) => JSON.parse(await readFile(join(root, name), "utf8")) as unknown;
  const lock = (await read("package-lock.json")) as { readonly packages: Readonly<Record<string, Package>> };
  const { "": own, ...packages } = lock.packages;
  if (own === undefined) throw new Error("package-lock.json says nothing of the package itself");
  const files = {
    "package.json": withInstalled((await read("package.json")) as Package),
    "package-lock.json": { ...lock, packages: { "": withInstalled(own), ...packages } },
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  }
}

/**
 * Lays out what the worker's image is built from: its Dockerfile, what npm installs there, and the worker as a few JavaScript
 * files. Node would run the sources as they are, but what it strips their types with and what the AWS SDK loads whole take 30 MB
 * of each worker. Names stay readable in what a worker logs.
 */
export async function layOutWorker(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(root, "worker", "Dockerfile"), join(folder, "Dockerfile"));
  await layOutPackages(folder);
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
