import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { version } from "../../../clients/command-line/src/version.ts";
import { fencesOf } from "../../docs/markdown.ts";
import { binOf, endOf } from "./cli.ts";
import type { Parts } from "./parts.ts";

/** @param home of the one who runs it: npm's own files are kept there */
const ranBy = (home: string, cwd: string, program: string, ...parameters: string[]) => {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: join(home, "nowhere"),
    npm_config_cache: join(home, "cache"),
    npm_config_offline: "true",
  };
  const { status, stdout, stderr } = spawnSync(program, parameters, { cwd, env, encoding: "utf8" });
  return { status, stdout, stderr };
};
const ran = (home: string, program: string, ...parameters: string[]) => ranBy(home, home, program, ...parameters);

/** Packs it, and installs it into an empty project without a network. */
export function installInto(home: string): void {
  const packed = ranBy(home, "clients/command-line", "npm", "pack", "--silent", "--pack-destination", home);
  if (packed.status !== 0) throw new Error(`npm pack ended with ${String(packed.status)}: ${packed.stderr}`);
  const [tarball = ""] = readdirSync(home).filter((file) => file.endsWith(".tgz"));
  writeFileSync(join(home, "package.json"), JSON.stringify({ name: "stranger", private: true }));
  const installed = ran(home, "npm", "install", "--no-audit", "--no-fund", `./${tarball}`);
  if (installed.status !== 0)
    throw new Error(`npm install ended with ${String(installed.status)}: ${installed.stderr}`);
}

/** The package as a stranger has it. */
export function describePackage({ home: dir, stack }: Parts): void {
  const bin = binOf(dir);

  test("it brings nothing else, and calls itself by its own name and version", () => {
    expect(readdirSync(join(dir, "node_modules")).filter((file) => !file.startsWith("."))).toEqual([
      "whatsapp-broadcast",
    ]);
    const linked = ran(dir, join(dir, "node_modules/.bin/whatsapp-broadcast"), "--version");
    expect([linked.status, linked.stdout]).toEqual([0, `${version}\n`]);
    const { version: ofPackage } = JSON.parse(readFileSync("clients/command-line/package.json", "utf8")) as {
      version: string;
    };
    const { version: ofProduct } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect([ofPackage, ofProduct]).toEqual([version, version]);
    expect(ran(dir, process.execPath, bin, "--help").stdout.split("\n")[0]).toBe(
      "whatsapp-broadcast [options] [command]",
    );
    expect(ran(dir, process.execPath, bin, "sessions")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("`whatsapp-broadcast login`") as string,
    });
  });

  test("its MCP server runs out of the package alone", async () => {
    const model = new Client({ name: "stranger", version: "1" });
    const env = {
      PATH: process.env["PATH"] ?? "",
      HOME: dir,
      WHATSAPP_BROADCAST_URL: "http://127.0.0.1:9",
      WHATSAPP_BROADCAST_KEY: "k",
    };
    await model.connect(
      new StdioClientTransport({ command: process.execPath, args: [bin, "mcp", "--allow-send"], env, cwd: dir }),
    );
    expect((await model.listTools()).tools.map(({ name }) => name)).toContain("send_campaign");
    const { isError, content } = await model.callTool({ name: "list_opt_outs", arguments: { limit: 0 } });
    expect([isError, JSON.stringify(content)]).toEqual([true, expect.stringContaining("limit")]);
    await model.close();
  });

  test("the five minutes of docs/command-line.md, of which only address, program and pace are others", async () => {
    const [, block = ""] = fencesOf(readFileSync("docs/command-line.md", "utf8"))
      .filter(({ info }) => info === "sh")
      .map(({ text }) => text);
    const home = join(dir, "five-minutes");
    mkdirSync(join(home, ".data"), { recursive: true });
    writeFileSync(join(home, ".data/admin-key"), stack().apiKey);
    const script = block
      .replaceAll("npm run cli --", `'${process.execPath}' '${bin}'`)
      .replace("http://127.0.0.1:3000", stack().url)
      .replace("--watch", "--gap 0.2 --watch");
    const child = spawn("sh", ["-e", "-c", script], {
      cwd: home,
      env: { PATH: process.env["PATH"] ?? "", HOME: home },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const { code, out, err } = await endOf(child);
    expect([code, err.includes("error")]).toEqual([0, false]);
    expect(out).toContain("Customers: 2 rows read: 2 added");
    expect(out).toMatch(/^cmp_\w+ completed: 2 of 2/m);
    expect(out).toMatch(/^cmp_\w+\tcompleted\t2\/2\t/m);
  });
}
