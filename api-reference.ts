import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";

/** What stands in an empty field for a key: it reads as if a key were filled in already. */
const joke = "QUxMIFlPVVIgQkFTRSBBUkUgQkVMT05HIFRPIFVT";

/**
 * The script of `/docs`: Scalar's API reference, which draws a page from an OpenAPI document. `npm start` reads it where the
 * page is asked for, `npm run bundle` where the Lambda of the page is made.
 *
 * Scalar's package for Fastify has it as one text, made by Scalar's own build from the same version of `@scalar/api-reference`.
 * That package itself would bring 284 packages (311 MB), of which the text needs none; this one brings 14 (16 MB).
 */
export function apiReferenceScript(): string {
  const file = createRequire(import.meta.url).resolve("@scalar/fastify-api-reference");
  const [, literal] =
    /^\/\/#region \S*\/standalone\.js\?raw\nvar \w+ = (".*");$/m.exec(readFileSync(file, "utf8")) ?? [];
  if (literal === undefined)
    throw new Error(`${file} holds no text of standalone.js: another version than was tested?`);
  const script = runInNewContext(literal) as string;
  if (!script.includes(joke))
    throw new Error(`${file} has another placeholder for keys: another version than was tested?`);
  // Its map is not served.
  return script.replaceAll(joke, "Your API key").replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "\n");
}
