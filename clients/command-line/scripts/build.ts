import { chmod, copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

// Entry point of `npm pack` and `npm publish` in clients/command-line: writes dist/.

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "clients/command-line");
const dist = join(folder, "dist");
const makeRequire = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { "whatsapp-broadcast": join(folder, "src/main.ts") },
  outdir: dist,
  bundle: true,
  // What only one command needs, such as the MCP server, is read when it is called.
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  metafile: true,
  // Packages in CommonJS ask for Node's own modules by `require`.
  banner: { js: makeRequire },
});
const bin = join(dist, "whatsapp-broadcast.js");
await writeFile(bin, `#!/usr/bin/env node\n${await readFile(bin, "utf8")}`);
await chmod(bin, 0o755);
await copyFile(join(root, "LICENSE"), join(dist, "LICENSE"));

/** What the packages in the bundle want to be said of them. */
const packages = [
  ...new Set(Object.keys(metafile.inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [])),
].toSorted();
const notices = packages.map(async (its) => {
  const { name, version, license } = JSON.parse(await readFile(join(root, its, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const file = (await readdir(join(root, its))).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : await readFile(join(root, its, file), "utf8");
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
});
await writeFile(join(dist, "LICENSES-OF-PACKAGES.txt"), (await Promise.all(notices)).join(`\n${"-".repeat(80)}\n\n`));
