import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const dockerfile = readFileSync(join(root, "worker", "Dockerfile"), "utf8");
const bundling = readFileSync(join(root, "infra", "bundle.ts"), "utf8");
const { optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  optionalDependencies: Record<string, string>;
};

describe("the worker's image", () => {
  it("runs the same Node as everything else", () => {
    const [, version] = /^FROM \S+\/node:([\d.]+)-/m.exec(dockerfile) ?? [];
    expect(Object.values(optionalDependencies)).toEqual([version, version]);
  });

  it("copies only what the bundling lays out, and that is here", () => {
    const [, listed = ""] = /for \(const part of \[(.*?)\]/.exec(bundling) ?? [];
    const parts = [...listed.matchAll(/"([^"]+)"/g)].map(([, part]) => part ?? "");
    const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = ""]) => sources.split(" "));
    expect(copied.sort()).toEqual(parts.sort());
    expect(parts.filter((part) => !existsSync(join(root, part)))).toEqual([]);
  });

  it("runs as nobody special", () => {
    expect(
      dockerfile
        .trim()
        .split("\n")
        .findLast((line) => line.startsWith("USER")),
    ).toBe("USER node");
  });
});
