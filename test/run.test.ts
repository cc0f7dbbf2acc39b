import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { untilGone } from "./support/workers.ts";
import { until } from "./support/stack.ts";
import { treeOf } from "../worker/whatsapp/processes.ts";

/** run.cjs, which every command of package.json starts with: on faked machines, and below a real npm that is told to end. */

interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly version: string;
  readonly execPath: string;
  readonly glibc: boolean;
  readonly root: string;
  readonly exists: (file: string) => boolean;
}
interface Launcher {
  readonly findNode: (on: Machine) => { readonly node?: string; readonly problem?: string };
  readonly nodeArguments: (
    given: readonly string[],
    root: string,
  ) => { readonly parameters?: readonly string[]; readonly problem?: string };
  readonly problemOfInstalling: (on: Machine, agent: string) => string | undefined;
}
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { findNode, nodeArguments, problemOfInstalling } = require("../run.cjs") as Launcher;

const root = process.cwd();
const aMachine = (over: Partial<Machine> = {}): Machine => ({
  platform: "linux",
  arch: "x64",
  version: "v20.19.5",
  execPath: "/own/node",
  glibc: true,
  root: "/project",
  exists: () => true,
  ...over,
});
const sentence = expect.stringMatching(/^[^.].*\.$/s) as string;

describe("the Node that commands run under", () => {
  test.each(["x64", "arm64"])("is npm's own on linux-%s, whatever the machine has", (arch) => {
    for (const version of ["v20.0.0", "v22.18.0", "v24.22.3", "v26.12.1"]) {
      expect(findNode(aMachine({ arch, version }))).toEqual({
        node: `/project/node_modules/node-linux-${arch}/bin/node`,
      });
    }
  });

  test.each([
    ["darwin", "arm64"],
    ["darwin", "x64"],
    ["win32", "x64"],
    ["linux", "s390x"],
  ])("is the machine's own from 22.18 on, on %s-%s", (platform, arch) => {
    for (const version of ["v22.18.0", "v22.23.5", "v23.6.0", "v24.0.0", "v26.12.1"]) {
      expect(findNode(aMachine({ platform, arch, version, glibc: false }))).toEqual({ node: "/own/node" });
    }
    for (const version of ["v18.20.8", "v20.19.5", "v22.17.9", "v23.5.0"]) {
      const { node, problem } = findNode(aMachine({ platform, arch, version, glibc: false }));
      expect([node, problem]).toEqual([undefined, sentence]);
      expect(problem).toContain(`Node ${version} came on ${platform}-${arch}, wanted 22.18 or newer`);
    }
  });

  test("is the machine's own on Alpine, where a Node that is built against glibc does not start", () => {
    expect(findNode(aMachine({ glibc: false, version: "v24.1.0" }))).toEqual({ node: "/own/node" });
    expect(findNode(aMachine({ glibc: false })).problem).toContain("wanted 22.18 or newer");
  });

  test("is the machine's own where npm left out optional packages, or the sentence says so", () => {
    const exists = () => false;
    expect(findNode(aMachine({ exists, version: "v24.1.0" }))).toEqual({ node: "/own/node" });
    expect(findNode(aMachine({ exists })).problem).toContain("is missing: run `npm ci`");
  });
});

describe("an installation", () => {
  const agent = (name: string) => `${name} node/v20.19.5 linux x64 workspaces/false`;

  test.each(["npm/10.0.0", "npm/10.9.9", "npm/11.21.2", "npm/12.0.0"])("by %s goes on", (name) => {
    expect(problemOfInstalling(aMachine(), agent(name))).toBeUndefined();
    expect(problemOfInstalling(aMachine({ platform: "darwin", version: "v22.18.0" }), agent(name))).toBeUndefined();
  });

  test.each(["yarn/1.22.22", "yarn/4.9.1", "pnpm/9.15.0", "bun/1.2.0"])(
    "by %s is refused with one sentence",
    (name) => {
      const problem = problemOfInstalling(aMachine(), agent(name));
      expect(problem).toEqual(sentence);
      expect(problem).toContain(`${name.replace("/", " ")} came, wanted npm`);
      expect(problem).toContain("`npm ci && npm start`");
    },
  );

  test("by pnpm is checked where pnpm shows what a script says: pnpm 9 hides what a preinstall does", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    expect([scripts["preinstall"], scripts["pnpm:devPreinstall"]]).toEqual(
      Array(2).fill("node run.cjs --check-install"),
    );
  });

  test("by an npm or a Node that can't do says which is wanted", () => {
    expect(problemOfInstalling(aMachine(), agent("npm/9.9.4"))).toContain("npm 9.9.4 came, wanted 10 or newer");
    expect(problemOfInstalling(aMachine({ version: "v18.20.8" }), agent("npm/10.8.2"))).toContain(
      "Node v18.20.8 came, wanted 20 or newer",
    );
    expect(problemOfInstalling(aMachine({ platform: "darwin" }), agent("npm/10.9.9"))).toContain(
      "Node v20.19.5 came on darwin-x64, wanted 22.18 or newer there",
    );
  });
});

describe("what is run", () => {
  test("is a file with its parameters, Node's own flags before it", () => {
    const given = ["--watch-path=core", "local/start.ts", "--port", "0"];
    expect(nodeArguments(given, root)).toEqual({ parameters: given });
    // A watch would go on after the help.
    expect(nodeArguments([...given, "--help"], root)).toEqual({ parameters: [...given.slice(1), "--help"] });
  });

  test("is every program that package.json names, by its file and not by npm's link", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    const started = Object.values(scripts).flatMap((script) => [
      ...script.matchAll(/node run\.cjs (?:--\S+=\S+ )*(\w[\w-]*)(?= |$)/g),
    ]);
    const programs = new Set(started.map(([, name = ""]) => name));
    expect([...programs].sort()).toEqual(["cdk", "depcruise", "eslint", "knip", "prettier", "tsc"]);
    for (const program of [...programs, "jest", "redocly"]) {
      const [file = "", ...rest] = nodeArguments([program, "--x"], root).parameters ?? [];
      expect([file, rest]).toEqual([expect.stringContaining(join(root, "node_modules", "")), ["--x"]]);
      expect(readFileSync(file, "utf8")).toMatch(/^#!.*node/);
    }
  });

  test("is refused with one sentence when no package has it", () => {
    expect(nodeArguments(["no-such-program"], root).problem).toContain("no-such-program is missing: run `npm ci`");
    expect(nodeArguments([], root).problem).toContain("no command came");
  });

  test("has the same Node and the programs of node_modules first in its PATH", async () => {
    const dir = mkdtempSync(join(tmpdir(), "run-"));
    const script = join(dir, "print.cjs");
    const printed = "[process.execPath, process.env.PATH.split(':').slice(0, 2)]";
    writeFileSync(script, `console.log(JSON.stringify(${printed}))`);
    const child = spawn(process.execPath, ["run.cjs", script], { stdio: ["ignore", "pipe", "inherit"] });
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    const node = join(root, "node_modules", `node-linux-${process.arch}`, "bin", "node");
    expect(JSON.parse(String(text))).toEqual([node, [join(node, ".."), join(root, "node_modules", ".bin")]]);
    rmSync(dir, { recursive: true });
  });
});

describe("npm start", () => {
  let npm: ChildProcess;
  /** All of it is read. */
  let ended: Promise<unknown>;
  let written = "";
  let below: readonly number[] = [];

  beforeEach(async () => {
    written = "";
    // A group of its own, as a terminal gives it.
    npm = spawn("npm", ["start", "--", "--memory", "--port", "0"], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [npm.stdout, npm.stderr]) stream?.on("data", (text: Buffer) => (written += String(text)));
    const streams = [npm.stdout, npm.stderr].filter((stream) => stream !== null);
    ended = Promise.all(streams.map((stream) => once(stream, "end")));
    await until(
      async () => written,
      (text) => text.includes("is up at"),
      "npm start is up",
    );
    below = treeOf(npm.pid ?? 0);
    expect(below.length).toBeGreaterThanOrEqual(3);
  });
  afterEach(() => {
    for (const pid of below) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended, as it should.
      }
    }
  });

  const untilEnded = async () => {
    await untilGone(below);
    await ended;
  };

  test("ends with everything below it when npm alone gets SIGTERM", async () => {
    npm.kill("SIGTERM");
    await untilEnded();
    expect(written.match(/finishing the message in hand/g)).toHaveLength(1);
  });

  test("ends in order on Ctrl-C, which comes to it from the terminal, from npm and from run.cjs", async () => {
    process.kill(-(npm.pid ?? 0), "SIGINT");
    await untilEnded();
    expect(written.match(/finishing the message in hand/g)).toHaveLength(1);
  });

  test("ends when npm is killed and can't pass anything on", async () => {
    npm.kill("SIGKILL");
    await untilEnded();
    expect(written).toContain("finishing the message in hand");
  });

  test("ends when run.cjs is killed", async () => {
    const launcher = below.find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("\0run.cjs"));
    expect(launcher).toBeDefined();
    process.kill(launcher ?? 0, "SIGKILL");
    await untilEnded();
    expect(written).toContain("what started this has ended: finishing the message in hand");
  });
});
