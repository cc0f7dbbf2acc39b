import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { commandLine } from "../command-line.ts";

// `npm run licences`: which licences the packages that we ship come under, and how many of each.

commandLine(
  `npm run licences
Which licences the packages that are shipped come under, and how many of each. Takes no options.`,
  {},
);

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly license?: string; readonly dev?: boolean }>
  >;
}

const root = join(import.meta.dirname, "..");
const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as Lock;

/** The lock file knows most licences; the package itself knows its own. */
async function licenceOf(path: string, known: string | undefined): Promise<string> {
  if (known !== undefined) return known;
  const text = await readFile(join(root, path, "package.json"), "utf8").catch(() => "{}");
  return (JSON.parse(text) as { readonly license?: string }).license ?? "unknown";
}

const byLicence = new Map<string, string[]>();
for (const [path, { version = "", license, dev }] of Object.entries(lock.packages)) {
  if (path === "" || dev === true) continue;
  const licence = await licenceOf(path, license);
  const name = `${path.split("node_modules/").at(-1) ?? path}@${version}`;
  byLicence.set(licence, [...(byLicence.get(licence) ?? []), name]);
}
for (const [licence, names] of [...byLicence].sort(([, a], [, b]) => b.length - a.length)) {
  console.log(`${String(names.length).padStart(4)}  ${licence}${names.length > 10 ? "" : `: ${names.join(", ")}`}`);
}
