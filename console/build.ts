import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm, writeFile, mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "vite";
import { consoleFolder } from "../console-files.ts";
import { commandLine } from "../command-line.ts";
import { leftOver } from "./left-over.ts";

// Entry point of `npm run console`: builds the page of the console, and packs each of its files once for all who ask for it.

commandLine(
  `npm run console
Builds the page that stands at / into dist/console, where \`npm start\` and \`npm run bundle\` find it. Takes no options.`,
  {},
);

// Under another one, such as a test's, React's slow build for development would be packed.
process.env.NODE_ENV = "production";
const folder = consoleFolder();
const made = `${folder}.${process.pid}`;
await build({
  configFile: join(import.meta.dirname, "vite.config.ts"),
  logLevel: "warn",
  build: { outDir: made, emptyOutDir: true },
});
for (const file of await readdir(made, { recursive: true, withFileTypes: true })) {
  if (!file.isFile()) continue;
  const path = join(file.parentPath, file.name);
  const packed = brotliCompressSync(await readFile(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  await writeFile(`${path}.br`, packed);
  await rm(path);
}
await mkdir(dirname(folder), { recursive: true });
await rename(made, folder).catch(async (error: unknown) => {
  await rm(made, { recursive: true });
  // Another process may have built the same meanwhile: either is as good.
  if (!existsSync(folder)) throw error;
});
for (const former of leftOver(await readdir(dirname(folder)), basename(folder))) {
  await rm(join(dirname(folder), former), { recursive: true, force: true });
}
