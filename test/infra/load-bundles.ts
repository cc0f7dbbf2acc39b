import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { httpEntries, otherEntries } from "../../functions/entries.ts";
import { bundleDir } from "../../infra/config.ts";

// A step of `npm test` after the bundling: every file of every Lambda loads as Lambda loads it, alone in a process and a
// folder without the repository's node_modules, the files that are loaded when it comes to them, too. Its `index.js` is
// loaded first and has a handler.

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

try {
  const names = Object.keys({ ...httpEntries, ...otherEntries });
  const loaded = await Promise.allSettled(names.map(load));
  const failures = loaded.flatMap((one) => (one.status === "rejected" ? [(one.reason as Error).message] : []));
  if (failures.length > 0) throw new Error(failures.join("\n"));
  const files = loaded.reduce((sum, one) => sum + (one.status === "fulfilled" ? one.value : 0), 0);
  console.log(`${names.length} bundles of ${files} files load`);
} finally {
  await rm(outside, { recursive: true, force: true });
}
