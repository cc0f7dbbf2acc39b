import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A module of the version in whose folder this process runs. @param places where it stands, and stood before */
export async function load<Module>(...places: readonly string[]): Promise<Module> {
  const path = places.map((place) => join(process.cwd(), place)).find((place) => existsSync(place));
  if (path === undefined) throw new Error(`this version has none of ${places.join(", ")}`);
  return (await import(pathToFileURL(path).href)) as Module;
}
