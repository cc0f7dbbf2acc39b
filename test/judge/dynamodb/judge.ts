import { readFile, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { dynamoDbLocalName } from "../../support/dynamodb-server.ts";
import { harshNames } from "../../support/harsh/settings.ts";
import { failedOf, notPassed, type JestReport } from "../../support/runner/jest-report.ts";
import type { Context, Judge, Part, Verdict } from "../judge.ts";
import { startDynamoDbLocal } from "./dynamodb-local.ts";
import { harshShares, judged, shares, tableSupport } from "./suites.ts";

type Environment = Readonly<Record<string, string>>;

/** Slow, as a DynamoDB is that is far away, throttles one key and is behind with its index. */
const harsh: Environment = {
  [harshNames.lagMs]: "3000",
  [harshNames.latencyMs]: "15",
  [harshNames.slowKey]: "PROGRESS",
  [harshNames.slowMs]: "400",
  [harshNames.shuffles]: "shuffled",
};
const harshly = "15 ms latency, writes to PROGRESS 400 ms slower, the index 3 s behind, maps in any order";

/** What speaks HTTP to whole stacks waits more than it computes: more of it goes at once. */
const e2eAtOnce = 3;
/** Longer than jest's own: two processes of Java and Node share what one had. */
const testTimeoutMs = 300_000;
const seeds = 6;

async function suitesOn(tables: Context["run"]): Promise<readonly string[]> {
  const list = (name: string, which: readonly string[]) => tables(name, ["jest", "--listTests", ...which]);
  // The e2e suites all run the whole system, some by programs that they start and don't import.
  const lists = [
    await list("suites", ["--findRelatedTests", ...tableSupport]),
    await list("suites-e2e", ["test/e2e/"]),
  ];
  const paths = lists.flatMap(({ code, written }) => {
    if (code !== 0) throw new Error(`jest can't list its suites:\n${written}`);
    return written.split("\n").filter((line) => line.endsWith(".test.ts"));
  });
  const { suites, idle } = judged([...new Set(paths.map((path) => relative(process.cwd(), path)))].sort());
  if (idle.length > 0) throw new Error(`left out, but there is no such suite any more: ${idle.join(", ")}`);
  return suites;
}

interface Share {
  /** Of the part. */
  readonly name: string;
  readonly share: (path: string) => boolean;
}

async function runSuites(context: Context, { name, share }: Share, env: Environment): Promise<Verdict> {
  const suites = (await suitesOn(context.run)).filter(share);
  if (suites.length === 0) throw new Error("no suite is in this part");
  const { endpoint, version } = await startDynamoDbLocal(context, "each");
  // Of its own: what a part that failed has said is not to be lost in the next one.
  const log = `jest of ${name.replaceAll(",", "")}`.replaceAll(" ", "-");
  const report = resolve(context.dir, `${log}.json`);
  await rm(report, { force: true });
  context.say(`${suites.length} suites on ${version}`);
  const { code, written } = await context.run(
    log,
    [
      "jest",
      ...["--json", `--outputFile=${report}`, `--testTimeout=${testTimeoutMs}`],
      ...(name.includes("e2e") ? [`--maxWorkers=${e2eAtOnce}`] : []),
      ...["--runTestsByPath", ...suites],
    ],
    { env: { [dynamoDbLocalName]: endpoint, ...env } },
  );
  const text = await readFile(report, "utf8").catch(() => {
    throw new Error(`jest ended with ${code ?? "a signal"} and left no report:\n${written.slice(-2_000)}`);
  });
  const result = JSON.parse(text) as JestReport;
  const failures = notPassed(result);
  const failed = failedOf(result);
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    failures: failed === 0 && code !== 0 ? [`jest ended with ${code ?? "a signal"}`] : failures,
    notes: [`${suites.length} suites`, version],
  };
}

async function runSeeds(context: Context, env: Environment): Promise<Verdict> {
  const { endpoint, version } = await startDynamoDbLocal(context, "each");
  const none = ["--kills", "--restarts", "--message-kills", "--browser-kills"].flatMap((kind) => [kind, "0"]);
  const command = [process.execPath, join("test", "chaos", "run.ts"), "--seeds", String(seeds), ...none];
  const { code, written } = await context.run("chaos", command, { env: { [dynamoDbLocalName]: endpoint, ...env } });
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(written) ?? [];
  if (passed === undefined) throw new Error(`the chaos ended with ${code ?? "a signal"}:\n${written.slice(-2_000)}`);
  const failures = written.split("\n").filter((line) => /broke \d+ promises|^ {2}/.test(line));
  return {
    passed: Number(passed),
    failed: Number(failed),
    failures: failed === "0" ? [] : failures,
    notes: [`${seeds} seeds`, version],
  };
}

const suiteParts = (of: typeof shares | typeof harshShares, minutes: number, env: Environment, note: string): Part[] =>
  Object.entries(of).map(([name, share]) => ({
    name,
    minutes,
    run: async (context) => noted(await runSuites(context, { name, share }, env), note),
  }));
const noted = (verdict: Verdict, note: string): Verdict =>
  note === "" ? verdict : { ...verdict, notes: [...verdict.notes, note] };

export const dynamoDb: Judge = {
  name: "dynamodb",
  proves: "what the system asks of its tables, Amazon's own DynamoDB Local takes and answers as the tests expect",
  needs: ["java"],
  parts: [
    ...suiteParts(shares, 20, {}, ""),
    { name: "chaos", minutes: 10, run: (context) => runSeeds(context, {}) },
    ...suiteParts(harshShares, 20, harsh, harshly),
    { name: "harsh chaos", minutes: 15, run: async (context) => noted(await runSeeds(context, harsh), harshly) },
  ],
};
