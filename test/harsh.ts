import { spawn } from "node:child_process";
import { commandLine, numberOf } from "../command-line.ts";
import { harshNames } from "./support/harsh/settings.ts";

// Entry point of `npm run harsh`: suites on a DynamoDB that is less kind than an embedded one. Its index answers as of some
// seconds ago, the members of stored maps come in any order, and each request takes its time. Nothing of it is in the product:
// test/support/harsh stands before dynalite, in the tests' processes and in those that they start.

const usage = `npm run harsh -- [--share] [--suites PATTERN] [--lag MS] [--latency MS]
Worker, chaos and most e2e suites on a DynamoDB whose index lags, whose maps come in any order, and which takes its time.
  --share           only the suites that \`npm test\` runs so
  --suites PATTERN  these suites, as jest finds them
  --lag MS          the index answers as of so long ago (default 3000)
  --latency MS      longest time that a request is on its way (default 20)`;
const line = commandLine(usage, {
  share: { type: "boolean", default: false },
  suites: { type: "string" },
  lag: { type: "string", default: "3000" },
  latency: { type: "string", default: "20" },
});
const { values } = line;
const milliseconds = (name: "lag" | "latency") => String(numberOf(line, name, values[name], { min: 0, max: 60_000 }));

/** Without those of browsers, which have nothing to do with tables. */
const e2e = [
  "campaigns/(campaigns|kills|rules|stats)",
  "contacts/(imports|lists|opt-outs)",
  "content/(media|templates)",
  "contract/(fuzz|hostile|mistakes|refusals|section-1|strangers|tenants)",
  "journey",
  "messages/(direct|test-send)",
  "sessions/(restart|session-routes)",
  "webhooks/webhooks",
].map((name) => `test/e2e/${name}\\.test\\.ts`);
const all = ["test/worker/((session|sending|campaign)/)?[a-z-]+\\.test\\.ts", "test/chaos/", ...e2e];
/** What is decided by who holds a session, what runs and what was just written. */
const share = [
  ...["commands", "ownership"].map((name) => `test/worker/session/${name}\\.test\\.ts`),
  "test/e2e/sessions/session-routes\\.test\\.ts",
];

const suites = values.suites === undefined ? (values.share ? share : all) : [values.suites];
const register = new URL("support/harsh/register.ts", import.meta.url).href;
const child = spawn("jest", suites, {
  stdio: "inherit",
  env: {
    ...process.env,
    // Of every process that the tests start, too.
    NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --import=${register}`.trim(),
    [harshNames.lagMs]: milliseconds("lag"),
    [harshNames.latencyMs]: milliseconds("latency"),
    [harshNames.shuffles]: "shuffled",
  },
});
child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
