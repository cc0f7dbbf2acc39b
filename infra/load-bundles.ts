import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { httpEntries, otherEntries } from "../functions/entries.ts";
import { bundleDir } from "./config.ts";

// A step of `npm test` after the bundling: every file of every Lambda loads by itself as Lambda loads it, the ones that are
// loaded when it comes to them, too, and its `index.js` has a handler.

const require = createRequire(import.meta.url);
const names = Object.keys({ ...httpEntries, ...otherEntries });
let files = 0;
for (const name of names) {
  const folder = join(import.meta.dirname, "..", bundleDir, name);
  const { handler } = require(join(folder, "index.js")) as { readonly handler?: unknown };
  if (typeof handler !== "function") throw new Error(`${bundleDir}/${name}/index.js has no handler`);
  for (const file of readdirSync(folder).filter((each) => each.endsWith(".js"))) {
    require(join(folder, file));
    files += 1;
  }
}
console.log(`${names.length} bundles of ${files} files load`);
