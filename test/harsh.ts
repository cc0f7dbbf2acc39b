import { spawn } from "node:child_process";
import { commandLine, numberOf } from "../command-line.ts";
import { harshE2e, harshShare } from "./support/harsh/suites.ts";
import { harshNames } from "./support/harsh/settings.ts";

// Entry point of `npm run harsh`: suites on a DynamoDB that is less kind than an embedded one. Its index answers as of some
// seconds ago, the members of stored maps come in any order, and each request takes its time. Nothing of it is in the product:
// test/support/harsh stands before dynalite, in the tests' processes and in those that they start.

const usage = `npm run harsh -- [--share] [--suites PATTERN] [--lag MS] [--latency MS] [--slow KEY [--slow-by MS]]
Worker, chaos and most e2e suites on a DynamoDB whose index lags, whose maps come in any order, and which takes its time.
  --share           only the suites that \`npm test\` runs so
  --suites PATTERN  these suites, as jest finds them
  --lag MS          the index answers as of so long ago (default 3000)
  --latency MS      longest time that a request is on its way (default 20)
  --slow KEY        writes to items of this sort key wait longer, such as PROGRESS
  --slow-by MS      so much (default 400)`;
const line = commandLine(usage, {
  share: { type: "boolean", default: false },
  suites: { type: "string" },
  lag: { type: "string", default: "3000" },
  latency: { type: "string", default: "20" },
  slow: { type: "string" },
  "slow-by": { type: "string", default: "400" },
});
const { values } = line;
const milliseconds = (name: "lag" | "latency" | "slow-by") =>
  String(numberOf(line, name, values[name], { min: 0, max: 60_000 }));

const all = ["test/worker/((session|sending|campaign)/)?[a-z-]+\\.test\\.ts", "test/chaos/", ...harshE2e];
const suites = values.suites === undefined ? (values.share ? harshShare : all) : [values.suites];
const child = spawn("jest", suites, {
  stdio: "inherit",
  env: {
    ...process.env,
    [harshNames.lagMs]: milliseconds("lag"),
    [harshNames.latencyMs]: milliseconds("latency"),
    [harshNames.shuffles]: "shuffled",
    ...(values.slow === undefined
      ? {}
      : { [harshNames.slowKey]: values.slow, [harshNames.slowMs]: milliseconds("slow-by") }),
  },
});
child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
