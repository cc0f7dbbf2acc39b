import type { Metafile } from "esbuild";
import { bundleSizes, filesFrom, missingFrom, withSizes } from "../../infra/bundle-files.ts";

type Output = Metafile["outputs"][string];
type Import = Output["imports"][number];

const file = (bytes: number, ...imports: readonly Import[]): Output => ({
  bytes,
  imports: [...imports],
  exports: [],
  inputs: {},
});
const atOnce = (path: string): Import => ({ path, kind: "import-statement" });
const whenItComesToIt = (path: string): Import => ({ path, kind: "dynamic-import" });
const asFile = (path: string): Import => ({ path, kind: "file-loader" });
const external = (of: Import): Import => ({ ...of, external: true });

const outputs = {
  "dist/a/index.js": file(100, atOnce("dist/a/chunk.js"), whenItComesToIt("dist/a/s3.js"), external(atOnce("node:fs"))),
  "dist/a/chunk.js": file(
    20,
    asFile("dist/a/plans.br"),
    external(atOnce("zlib")),
    external(whenItComesToIt("credentials")),
  ),
  "dist/a/s3.js": file(3, atOnce("dist/a/chunk.js")),
  "dist/a/plans.br": file(500),
  "dist/a/nobody.js": file(1_000),
};

describe("a bundle", () => {
  it("is what its entry comes to load or read, of which a start reads what is imported at once", () => {
    expect(bundleSizes({ inputs: {}, outputs })).toEqual([
      { name: "a", entry: "dist/a/index.js", bytes: 623, startBytes: 120 },
    ]);
    expect([...filesFrom(outputs, "dist/a/index.js", ["import-statement"])]).toEqual([
      "dist/a/index.js",
      "dist/a/chunk.js",
    ]);
  });

  it("is as large as its files were written", () => {
    const { "dist/a/chunk.js": chunk, "dist/a/s3.js": s3 } = outputs;
    const twoFiles = { inputs: {}, outputs: { "dist/a/index.js": s3, "dist/a/chunk.js": chunk } };
    const written = new Map([
      ["dist/a/index.js", 7],
      ["dist/a/chunk.js", 30],
    ]);
    expect(bundleSizes(withSizes(twoFiles, written))).toMatchObject([{ bytes: 37, startBytes: 37 }]);
    expect(() => withSizes({ inputs: {}, outputs }, written)).toThrow("dist/a/s3.js was not written");
  });

  it("misses nothing that is in Node, or that it never comes to", () => {
    expect(missingFrom(outputs)).toEqual([]);
  });

  it.each(["import-statement", "require-call"] as const)(
    "misses what is left outside and needed at once: %s",
    (kind) => {
      const needing = { "dist/a/s3.js": file(3, { path: "@smithy/core/event-streams", kind, external: true }) };
      expect(missingFrom(needing)).toEqual(["dist/a/s3.js needs @smithy/core/event-streams"]);
    },
  );
});
