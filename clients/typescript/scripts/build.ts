import { spawnSync } from "node:child_process";
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

// Entry point of `npm pack` and `npm publish` in clients/typescript: writes dist/.

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "clients/typescript");
const dist = join(folder, "dist");
await rm(dist, { recursive: true, force: true });
await build({
  entryPoints: [join(folder, "src/index.ts")],
  outfile: join(dist, "index.js"),
  bundle: true,
  format: "esm",
  // What Node 20 and the browsers of its time can do; a bundler of an application makes it smaller and older.
  target: "es2022",
  platform: "neutral",
  legalComments: "none",
});
const types = ["run.cjs", "tsc", "-p", "clients/typescript/tsconfig.build.json"];
const { status } = spawnSync(process.execPath, types, { cwd: root, stdio: "inherit" });
await copyFile(join(root, "LICENSE"), join(dist, "LICENSE"));
process.exitCode = status ?? 1;
