import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import type { Plugin } from "esbuild";

interface Packed {
  readonly text: string;
  /** What the module exports; it reads the text by `unpacked()`. */
  readonly code: string;
}

/**
 * In place of a module, one that reads a text out of a packed file beside the code when it comes to it. As a literal of the code
 * the text would be a third longer, and read at each start.
 *
 * @param pack what to write of the exports of the module that is replaced
 */
function packedFile(name: string, filter: RegExp, pack: (its: object) => Promise<Packed>): () => Plugin {
  const packed = async (path: string) => {
    const { text, code } = await pack((await import(pathToFileURL(path).href)) as object);
    return { bytes: brotliCompressSync(text), code };
  };
  // Once for all bundles.
  let made: ReturnType<typeof packed> | undefined;
  return () => ({
    name,
    setup: (bundling) => {
      bundling.onLoad({ filter }, async ({ path }) => {
        const { code } = await (made ??= packed(path));
        const contents = `import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import file from "${name}.br";
const unpacked = () => brotliDecompressSync(readFileSync(__dirname + "/" + file)).toString();
${code}`;
        return { contents, loader: "js" };
      });
      bundling.onResolve({ filter: new RegExp(`^${name}\\.br$`) }, ({ path }) => ({ path, namespace: name }));
      bundling.onLoad({ filter: /^/, namespace: name }, async () => {
        const { bytes } = (await made) ?? {};
        return bytes === undefined ? undefined : { contents: bytes, loader: "file" };
      });
    },
  });
}

/** The numbering plans of all countries are a seventh of a bundle; packed they are a quarter of that, and unpacked when a number is read. */
export const numberingPlans = packedFile(
  "numbering-plans",
  /libphonenumber-js[\\/]metadata\.max\.json\.js$/,
  async (its) => {
    const { default: plans } = its as { readonly default: object };
    const members = Object.keys(plans).map((member) => `get ${member}() { return read().${member}; }`);
    const code = `let plans;
const read = () => plans ??= JSON.parse(unpacked());
export default { ${members.join(", ")} };`;
    return { text: JSON.stringify(plans), code };
  },
);

/** The OpenAPI document, which is one for each deployment of a version. */
export const openApiDocument = packedFile("openapi", /functions[\\/]meta[\\/]document\.ts$/, async (its) => ({
  text: await (its as { openApiText(): Promise<string> }).openApiText(),
  code: "export const openApiText = async () => unpacked();",
}));
