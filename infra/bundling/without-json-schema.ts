import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/**
 * Leaves zod's writing of JSON schemas out of a bundle. Its schemas hold a method for it each, so that it would come along
 * everywhere, 18 KiB of it; only the OpenAPI document is written by it, and that is done when it is bundled.
 */
export const withoutJsonSchema: Plugin = {
  name: "without-json-schema",
  setup: (bundling) => {
    bundling.onLoad(
      { filter: /zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/ },
      async ({ path }) => {
        const exported = (await readFile(path, "utf8")).matchAll(/^export (?:async )?(?:const|function|class) (\w+)/gm);
        const contents = `const leftOut = () => () => { throw new Error("no JSON schema is written here: infra/bundling/without-json-schema.ts"); };
${[...exported].map(([, name]) => `export const ${name ?? ""} = leftOut;`).join("\n")}`;
        return { contents, loader: "js" };
      },
    );
  },
};
