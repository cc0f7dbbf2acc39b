import { runInThisContext } from "node:vm";
import { build } from "esbuild";
import { withoutJsonSchema } from "../../../infra/bundling/without-json-schema.ts";
import { bundling } from "../../../infra/bundle-files.ts";

const contents = `
import * as z from "zod";
export const schema = z.strictObject({ at: z.iso.datetime(), names: z.array(z.string().min(1)).optional() });`;

async function bundled(plugins: readonly (typeof withoutJsonSchema)[]) {
  const stdin = { contents, resolveDir: process.cwd() };
  const { outputFiles, warnings } = await build({
    ...bundling,
    splitting: false,
    format: "cjs",
    stdin,
    plugins: [...plugins],
  });
  expect(warnings).toEqual([]);
  const text = outputFiles.map((file) => file.text).join("");
  const module = {
    exports: {} as { readonly schema: { safeParse(value: unknown): { success: boolean }; toJSONSchema(): unknown } },
  };
  const load = runInThisContext(`(module, exports, require) => { ${text} }`) as (...of: readonly unknown[]) => void;
  load(module, module.exports, require);
  return { size: text.length, ...module.exports };
}

test("a bundle without JSON schemas checks as before, is smaller, and says so where one is asked for", async () => {
  const before = await bundled([]);
  const { schema, size } = await bundled([withoutJsonSchema]);
  for (const [value, success] of [
    [{ at: "2026-12-01T02:00:00Z", names: ["a"] }, true],
    [{ at: "today" }, false],
    [{ at: "2026-12-01T02:00:00Z", names: [""] }, false],
  ] as const) {
    expect([schema.safeParse(value).success, before.schema.safeParse(value).success]).toEqual([success, success]);
  }
  expect(before.schema.toJSONSchema()).toMatchObject({ type: "object" });
  expect(() => schema.toJSONSchema()).toThrow("no JSON schema is written here");
  expect(before.size - size).toBeGreaterThan(20_000);
});
