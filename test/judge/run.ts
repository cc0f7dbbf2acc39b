import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { systemClock } from "../../aws/system-clock.ts";
import { commandLine, numberOf } from "../../command-line.ts";
import { sayWhileRunning } from "../support/runner/still-running.ts";
import { counted } from "./counted.ts";
import { npmInstalled, pipInstalled } from "./install.ts";
import type { Context, Judge, Part, Tool, Verdict } from "./judge.ts";
import { judges } from "./judges.ts";
import { Limit } from "./limit.ts";
import { endLeftovers, Processes } from "./processes.ts";
import { hashOfSources, Progress, type Judged } from "./progress.ts";
import { table } from "./table.ts";
import { findTool } from "./tools.ts";

// Entry point of `npm run judge`: the product before judges that this project did not write.

const folder = join(".data", "judges");
/** Absolute: what is installed there is run from other folders, too. */
const root = resolve(folder);
const names = judges.map(({ name }) => name);
const usage = `npm run judge -- [--only NAME] [--requests 5000] [--fresh] [--json FILE]
Holds this version against services and tools that this project did not write; docs/judges.md says what each proves. They are
installed into ${folder} at the first run. Needs Java 17 and Python 3.11: what lacks is told, and its judges are left out.
A run that was interrupted goes on with the parts that have not passed. Prints a table; exit code 1 when a part fails.
  --only NAME    one judge: ${names.join(", ")}
  --requests N   requests of the judge \`api\` (default 5000)
  --fresh        begin anew, also after an interruption
  --json FILE    all verdicts, too (default ${join(folder, "last.json")})`;
const line = commandLine(usage, {
  only: { type: "string" },
  requests: { type: "string", default: "5000" },
  fresh: { type: "boolean", default: false },
  json: { type: "string", default: join(folder, "last.json") },
});
const { only, fresh, json } = line.values;
const requests = numberOf(line, "requests", line.values.requests, { min: 1, max: 1_000_000 });
const asked = judges.filter(({ name }) => only === undefined || name === only);
if (asked.length === 0) line.refuse(`--only is "${only ?? ""}", wanted one of ${names.join(", ")}`);

for (const made of [root, dirname(json)]) mkdirSync(made, { recursive: true });
const running = join(root, "running.json");
let leftovers = 0;
try {
  leftovers = endLeftovers(running);
} catch (error) {
  line.refuse((error as Error).message);
}
if (leftovers > 0) console.log(`ended ${leftovers} processes that an earlier run has left`);

const programs = new Map<Tool, string>();
const lacks = new Map<Tool, string>();
for (const tool of new Set(asked.flatMap(({ needs }) => needs))) {
  const found = await findTool(tool);
  if ("program" in found) programs.set(tool, found.program);
  else lacks.set(tool, found.lacks);
}
const leftOut = asked.flatMap(({ name, needs }) => {
  const why = needs.flatMap((tool) => lacks.get(tool) ?? []);
  return why.length === 0 ? [] : [{ judge: name, why: why.join("; ") }];
});
for (const { judge, why } of leftOut) console.log(`left out: ${judge}: ${why}`);
const ready = asked.filter(({ name }) => leftOut.every(({ judge }) => judge !== name));

const progress = new Progress(
  join(root, "interrupted.json"),
  JSON.stringify([await hashOfSources(), requests, ready.map(({ name }) => name)]),
);
if (fresh) progress.forget();

let current: Processes | undefined;
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.on(signal, () => {
    console.log(`\n${signal}: ending what was started; the next run goes on from here`);
    current?.killAll();
    process.exit(code);
  });
}
process.on("exit", () => current?.killAll());

/** What it started has ended by the time of the answer. */
async function judgePart(judge: Judge, part: Part): Promise<Verdict> {
  const dir = join(root, judge.name);
  mkdirSync(dir, { recursive: true });
  const processes = new Processes(dir, running);
  current = processes;
  const run: Context["run"] = (name, command, options) => processes.run(name, command, options);
  const say = (what: string) => {
    console.log(`   ${what}`);
  };
  const limit = new Limit(part.minutes * 60_000);
  const context: Context = {
    dir,
    programs: Object.fromEntries(programs),
    requests,
    npm: (source) => limit.paused(npmInstalled(dir, source, { run, say })),
    pip: (file) => limit.paused(pipInstalled(dir, file, programs.get("python") ?? "python3", { run, say })),
    start: (name, command, options) => processes.start(name, command, options),
    run,
    say,
  };
  const still = sayWhileRunning(systemClock, `${judge.name}, ${part.name}`, console.log);
  try {
    return counted(await Promise.race([part.run(context), limit.reached]));
  } catch (error) {
    const why =
      error === limit.error
        ? `did not end within ${part.minutes} min; the logs are in ${dir}`
        : (error as Error).message;
    return { passed: 0, failed: 1, failures: [why], notes: [] };
  } finally {
    still();
    limit.end();
    await processes.endAll();
  }
}

const all: Judged[] = [];
for (const judge of ready) {
  for (const part of judge.parts) {
    const before = progress.passed(judge.name, part.name);
    if (before !== undefined) {
      console.log(`\n== ${judge.name}, ${part.name}: passed at ${before.at}, before the interruption`);
      all.push(before);
      continue;
    }
    console.log(`\n== ${judge.name}, ${part.name}`);
    const startedAt = Date.now();
    const verdict = await judgePart(judge, part);
    const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
    const judged = { judge: judge.name, part: part.name, seconds, at: new Date().toISOString(), ...verdict };
    console.log(`   ${judged.passed} passed, ${judged.failed} failed, ${seconds} s`);
    for (const failure of judged.failures) console.log(`   FAILED  ${failure.replaceAll("\n", "\n           ")}`);
    all.push(judged);
    progress.keep(judged);
  }
}

const passed = all.reduce((sum, it) => sum + it.passed, 0);
const failed = all.reduce((sum, it) => sum + it.failed, 0);
writeFileSync(
  json,
  `${JSON.stringify({ at: new Date().toISOString(), passed, failed, leftOut, judged: all }, null, 2)}\n`,
);
progress.forget();
console.log(`\n${table(all)}\n`);
for (const { judge, why } of leftOut) console.log(`left out: ${judge}: ${why}`);
console.log(`${passed} passed, ${failed} failed${leftOut.length === 0 ? "" : `, ${leftOut.length} judges left out`}`);
// A run that judged nothing has not passed.
process.exit(failed === 0 && all.length > 0 ? 0 : 1);
