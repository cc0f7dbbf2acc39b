import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOutWorker } from "../../infra/worker-layout.ts";

const root = join(__dirname, "..", "..");
const dockerfile = readFileSync(join(root, "worker", "Dockerfile"), "utf8");
const { optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  optionalDependencies: Record<string, string>;
};

/** By npm's own reading of the lock file. */
function namesInstalled(folder: string): readonly string[] {
  const flags = ["--package-lock-only", "--omit=dev", "--omit=optional", "--all", "--parseable"];
  const { stdout } = spawnSync("npm", ["ls", ...flags], { cwd: folder, encoding: "utf8" });
  return stdout.split("\n").flatMap((path) => path.split("node_modules/").slice(1).slice(-1));
}

describe("the worker's image", () => {
  it("runs the same Node as everything else", () => {
    const [, version] = /^FROM \S+\/node:([\d.]+)-/m.exec(dockerfile) ?? [];
    expect(Object.values(optionalDependencies)).toEqual([version, version]);
  });

  it("copies what is laid out, and that loads: nothing else of ours, and of packages only those that are not bundled", async () => {
    const folder = await mkdtemp(join(tmpdir(), "worker-image-"));
    try {
      await layOutWorker(folder);
      const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = ""]) => sources.split(" "));
      expect([...copied, "Dockerfile"].sort()).toEqual((await readdir(folder)).sort());
      expect(namesInstalled(folder)).toEqual(expect.arrayContaining(["puppeteer-core", "whatsapp-web.js"]));
      // What is bundled, what only the page of the document needs, and a browser beside Debian's.
      expect(namesInstalled(folder).filter((name) => /^@(aws-sdk|scalar|sparticuz)\//.test(name))).toEqual([]);
      for (const name of ["whatsapp-web.js", "puppeteer-core"]) {
        await mkdir(join(folder, "node_modules"), { recursive: true });
        await symlink(join(root, "node_modules", name), join(folder, "node_modules", name));
      }
      const [program = "", ...values] = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)?.[1] ?? "[]") as readonly string[];
      expect(program).toBe("node");
      // Without any setting it says what is missing: by then all of it has loaded.
      const { stdout, stderr, status } = spawnSync(process.execPath, values, {
        cwd: folder,
        env: {},
        encoding: "utf8",
      });
      expect(`${stdout}${stderr}`).toMatch(/environment variable \w+ is not set/);
      expect(status).toBe(1);
    } finally {
      await rm(folder, { recursive: true });
    }
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
