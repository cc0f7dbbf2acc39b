import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { openApi } from "../../../functions/meta/openapi.ts";
import { routes } from "../../../functions/routes/index.ts";

/** The client is made of the document of now, and small. */

const folder = "clients/typescript/src";
const dir = mkdtempSync(join(tmpdir(), "client-"));
afterAll(() => {
  rmSync(dir, { recursive: true });
});

test("the generated part is what `npm run client` makes of the routes", () => {
  const document = join(dir, "openapi.json");
  writeFileSync(document, JSON.stringify(openApi(routes)));
  execFileSync(process.execPath, ["clients/typescript/scripts/generate.ts", "--document", document, "--to", dir]);
  const staleOf = (file: string) =>
    readFileSync(join(dir, file), "utf8") === readFileSync(join(folder, "generated", file), "utf8")
      ? []
      : [`${file} is stale: run \`npm run client\``];
  expect(["types.gen.ts", "operations.gen.ts"].flatMap(staleOf)).toEqual([]);
});

test("each operation of the document is a method, but for the second paths of the first routes and the page for people", () => {
  const methods = [...readFileSync(join(folder, "generated/operations.gen.ts"), "utf8").matchAll(/^ {2}(\w+): \{/gm)];
  const wanted = routes
    .map(({ operationId }) => operationId)
    .filter((operationId) => !["docs", "docsScript"].includes(operationId));
  expect(methods.map(([, name]) => name).toSorted()).toEqual(wanted.toSorted());
});

const maxCompressedBytes = 25 * 1_024;

test("the whole client, minified and compressed, has under 25 KB, and about what its README says", async () => {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "index.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  const bytes = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
  expect(bytes).toBeLessThan(maxCompressedBytes);
  const [, said = ""] = /under (\d+) KB compressed/.exec(readFileSync("clients/typescript/README.md", "utf8")) ?? [];
  expect(bytes).toBeLessThan(Number(said) * 1_024);
  expect(bytes).toBeGreaterThan((Number(said) - 3) * 1_024);
});
