import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../aws/system-clock.ts";
import { commandLine } from "../command-line.ts";
import { recordDirName } from "./support/access/record.ts";
import { failedOf, notPassed, type JestReport } from "./support/runner/jest-report.ts";
import { sayWhileRunning } from "./support/runner/still-running.ts";

// Entry point of `npm test`: every check of the project, and at the end one line that counts them all.

commandLine(
  `npm test
Every check of this project: format, lint, types, import rules, unused code, OpenAPI, synth, bundles load, tests. Takes no
options; for single suites: npx jest test/core/contact/phone.test.ts`,
  {},
);

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Where jest writes what became of each test. */
  readonly jestReport?: string;
  /** Beside this process' own. */
  readonly env?: Readonly<Record<string, string>>;
}

const openApiFile = join(tmpdir(), `openapi-${process.pid}.json`);
const jestReport = join(tmpdir(), `jest-${process.pid}.json`);
/** Where the tests' processes note what they ask of AWS, and in whose name. */
const accessRecord = await mkdtemp(join(tmpdir(), "access-"));
const recorded = { [recordDirName]: accessRecord };

/** What looks at the files takes one core a step: two lanes of about the same length run side by side. */
const lanes: readonly (readonly Step[])[] = [
  [{ name: "lint", command: ["eslint", "."] }],
  [
    { name: "format", command: ["prettier", "--check", "."] },
    { name: "types", command: ["tsc", "--noEmit"] },
    { name: "types of the console", command: ["tsc", "--noEmit", "-p", "console"] },
    { name: "import rules", command: ["npm", "run", "--silent", "imports"] },
    { name: "unused files, exports and dependencies", command: ["knip"] },
    { name: "OpenAPI document is valid", command: ["node", "functions/meta/write-openapi.ts", "--file", openApiFile] },
    { name: "bundles and synth, dev", command: ["cdk", "synth", "--quiet"] },
    {
      name: "synth, prod with 200 workers",
      command: ["cdk", "synth", "--quiet", "-c", "stage=prod", "-c", "maxWorkers=200"],
    },
    { name: "bundles load", command: ["node", "test/infra/load-bundles.ts"] },
  ],
];
/** What runs the system takes both cores by itself. */
const runs: readonly Step[] = [
  { name: "tests", command: ["jest", "--json", `--outputFile=${jestReport}`], jestReport, env: recorded },
  { name: "tests where the index lags", command: ["node", "test/harsh.ts", "--share"] },
  { name: "access is what was used", command: ["node", "test/access-was-used.ts"], env: recorded },
];

interface Outcome {
  readonly step: Step;
  /** Of its process, or 1 when it can't start or is killed. */
  readonly code: number;
  readonly seconds: number;
}

const titleOf = ({ name, command }: Step): string => `\n== ${name}: ${command.join(" ")}`;

/**
 * @param isBesideOthers its output is held back until its end, so that steps don't write into each other's; meanwhile only that
 *   it still runs is told
 */
async function run(step: Step, isBesideOthers: boolean): Promise<Outcome> {
  const [program = "", ...parameters] = step.command;
  const startedAt = Date.now();
  if (!isBesideOthers) console.log(titleOf(step));
  const child = spawn(program, parameters, {
    stdio: isBesideOthers ? ["ignore", "pipe", "pipe"] : "inherit",
    env: { ...process.env, ...step.env },
  });
  const ended = isBesideOthers ? sayWhileRunning(systemClock, step.name, console.log) : undefined;
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: Buffer) => written.push(text));
  const code = await new Promise<number>((resolve) => {
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    // "close" and not "exit": by then everything that it wrote has been read.
    child.on("close", (itsCode) => {
      resolve(itsCode ?? 1);
    });
  });
  ended?.();
  if (isBesideOthers) console.log(`${titleOf(step)}\n${Buffer.concat(written).toString()}`);
  return { step, code, seconds: (Date.now() - startedAt) / 1000 };
}

/** One after the other. */
async function runAll(steps: readonly Step[], areBesideOthers: boolean): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(await run(step, areBesideOthers));
  return outcomes;
}

const looks = await Promise.all(lanes.map((steps) => runAll(steps, true)));
const outcomes = [...looks.flat(), ...(await runAll(runs, false))];

let passed = 0;
let failed = 0;
const lines: string[] = [];
for (const { step, code, seconds } of outcomes) {
  const { name, jestReport: report } = step;
  lines.push(`${code === 0 ? "passed" : "FAILED"}  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  if (report === undefined) {
    if (code === 0) passed += 1;
    else failed += 1;
    continue;
  }
  const result = await readFile(report, "utf8").then(
    (text) => JSON.parse(text) as JestReport,
    () => undefined,
  );
  const bad = result === undefined ? 1 : failedOf(result);
  if (result !== undefined) lines.push(...notPassed(result).map((line) => `FAILED  ${line}`));
  passed += result?.numPassedTests ?? 0;
  failed += bad === 0 && code !== 0 ? 1 : bad;
}
await Promise.all([openApiFile, jestReport, accessRecord].map((path) => rm(path, { recursive: true, force: true })));
console.log(`\n${lines.join("\n")}\n\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
