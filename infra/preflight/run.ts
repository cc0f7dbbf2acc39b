import { commandLine } from "../../command-line.ts";
import { linesOf, summaryOf } from "./finding.ts";

// Entry point of `npm run preflight`: whether a deployment can succeed in the account and region of the AWS CLI's credentials.

const usage = `npm run preflight -- [-c NAME=VALUE]...
Asks the AWS CLI and Docker whether a deployment can succeed, with the account and the region of your credentials (AWS_PROFILE,
AWS_REGION) and the settings of cdk.json. It reads only. Exit code 1 when there is a problem.
  -c, --context NAME=VALUE  a setting, as npm run deploy takes it: -c stage=prod -c maxWorkers=5`;

const line = commandLine(usage, { context: { type: "string", short: "c", multiple: true, default: [] } });
const given = line.values.context;
const bad = given.find((one) => !/^[^=]+=/.test(one));
if (bad !== undefined) line.refuse(`-c ${bad}: wanted NAME=VALUE`);

// After the command line: loading the CDK takes a second.
const { contextWith, planOf } = await import("./plan.ts");
const { preflight } = await import("./preflight.ts");

/** A line that the next one overwrites, for people only. */
const isTerminal = process.stderr.isTTY;
const progress = (text: string) => {
  if (isTerminal) process.stderr.write(`\r\u001b[K${text}`);
};
const context = contextWith(given);
const findings = await preflight((region) => planOf(context, region), process.env, {
  found: (finding) => {
    progress("");
    console.log(linesOf(finding).join("\n"));
  },
  asked: (answers) => {
    progress(`${answers} answers of AWS, and more to come ...`);
  },
});
progress("");
console.log(`\n${summaryOf(findings)}`);
if (findings.some(({ state }) => state === "problem")) process.exitCode = 1;
