import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";

/** `npm run NAME -- --help` of every command of package.json that is a script of ours, and what it says to a mistake. */

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const ours = Object.entries(scripts).flatMap(([name, script]) => {
  const [, given, file = ""] = /^node (run\.cjs (?:--\S+ )*(\S+\.ts))$/.exec(script) ?? [];
  return given === undefined ? [] : [{ name, given: given.split(" "), file }];
});
const called = (name: string) => (["start", "test"].includes(name) ? `npm ${name}` : `npm run ${name}`);

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
const run = (parameters: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, parameters, (_, out, err) => {
      resolve({ code: child.exitCode ?? 1, out, err });
    });
  });

test("every script of ours is among those that are tried here", () => {
  expect(ours.map(({ name }) => name).sort()).toEqual(
    ["backup", "bench", "bundle", "chaos", "cli", "client", "console", "cost", "create-key", "demo", "destroy"].concat([
      "dev",
      "harsh",
      "history",
      "image",
      "judge",
      "lighthouse",
      "openapi",
      "pictures",
      "preflight",
      "record",
      "restore",
      "simulate",
      "start",
      "test",
      "upgrade",
      "worker",
    ]),
  );
});

describe.each(ours)("$name", ({ name, given, file }) => {
  test("prints what it does with --help, and does nothing else", async () => {
    const { code, out, err } = await run([...given, "--help"]);
    expect([code, err]).toEqual([0, ""]);
    // The watch on changes runs what `npm start` does.
    expect(out.split("\n")[0]).toMatch(new RegExp(`^${called(name === "dev" ? "start" : name)}( -- |$)`));
    expect(out.split("\n").length).toBeGreaterThan(2);
  });

  // The usage of all its commands would push the mistake off a terminal.
  const usage = name === "cli" ? "\n`npm run cli -- --help`" : `\n\n${called(name === "dev" ? "start" : name)}`;
  test.each([["--no-such-option"], ["stray"]])("refuses %s, says its usage, and ends with 2", async (mistake) => {
    const { code, out, err } = await run([file, mistake]);
    expect([code, out]).toEqual([2, ""]);
    expect(err.split("\n")[0]).toContain(mistake);
    expect(err).toContain(usage);
    expect(err).not.toMatch(/^ +at /m);
  });
});

test.each([
  ["local/start.ts", ["--port", "65536"], '--port is "65536", wanted a whole number from 0 to 65535'],
  ["local/start.ts", ["--engine", "toy"], '--engine is "toy", wanted one of simulator'],
  ["local/start.ts", ["--host", "0.0.0.0"], '--host is "0.0.0.0", where people reach files by no address of loopback'],
  ["local/start.ts", ["--public-url", "shop.example"], '--public-url is "shop.example", wanted an origin such as'],
  ["infra/cost/run.ts", ["--rate", "0"], '--rate is "0", wanted a number above 0'],
  ["test/chaos/run.ts", ["--seeds", "many"], '--seeds is "many", wanted a whole number from 0'],
  ["test/harsh.ts", ["--lag", "soon"], '--lag is "soon", wanted a whole number from 0 to 60000'],
  ["test/upgrade/run.ts", ["--seeds", "few"], '--seeds is "few", wanted a whole number from 0 to 1000000'],
  ["test/simulate/run.ts", ["--workers", "0"], '--workers is "0", wanted a whole number from 1 to 200'],
  ["test/simulate/run.ts", ["--workers", "201"], '--workers is "201", wanted a whole number from 1 to 200'],
  ["test/simulate/run.ts", ["--sessions", "1.5"], '--sessions is "1.5", wanted a whole number from 1 to 40000'],
  ["test/simulate/run.ts", ["--hours", "0.1"], '--hours is "0.1", wanted a number from 0.5 to 24'],
  ["test/simulate/run.ts", ["--seed", ""], '--seed is "", wanted a whole number from 0 to 2147483647'],
  ["test/simulate/run.ts", ["--workers", "2", "--sessions", "21"], "--sessions is 21, wanted at most --workers times"],
])("%s %j is refused", async (file, parameters, problem) => {
  const { code, err } = await run([file, ...parameters]);
  expect([code, err.split("\n")[0]]).toEqual([2, expect.stringContaining(problem)]);
});
