import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { everyOption } from "./synthesized.ts";

const root = join(__dirname, "..", "..");
const certificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/abc";

/** Under Node itself, as at synthesis: the rules ask `instanceof`, and jest may load a class twice. */
const script = `
import { readFileSync } from "node:fs";
import { App, Stack } from "aws-cdk-lib";
import { ContainerImage } from "aws-cdk-lib/aws-ecs";
import { Code } from "aws-cdk-lib/aws-lambda";
import { CfnBucket } from "aws-cdk-lib/aws-s3";
import { AwsSolutionsChecks } from "cdk-nag";
import { readConfig } from "./infra/config.ts";
import { acknowledged, HouseChecks } from "./infra/house-checks.ts";
import { BroadcastStack } from "./infra/stack.ts";

const flags = JSON.parse(readFileSync("cdk.json", "utf8")).context;
const stackOf = (context) => {
  const app = new App({ context: { ...flags, ...context } });
  const config = readConfig((name) => app.node.tryGetContext(name));
  const codeOf = () => Code.fromInline("exports.handler = async () => {}");
  return new BroadcastStack(app, { config, codeOf, imageOf: () => ContainerImage.fromRegistry("example.com/worker:1") });
};
const found = (checks, scope) =>
  checks.validateScope(scope).violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => [ruleName, constructPath]),
  );
const everything = ${JSON.stringify(everyOption)};
const choices = [{}, { stage: "prod" }, { network: "private", domainName: "api.example.com", certificateArn: "${certificateArn}" }, everything];
const unexplained = choices.flatMap((context) => found(new HouseChecks(), stackOf(context)));
const all = [{}, { webAclArn: everything.webAclArn }].flatMap((context) => found(new AwsSolutionsChecks(), stackOf(context)));
const idle = acknowledged.filter(({ rule, at }) => !all.some(([name, path]) => name === rule && at.test(path)));
const open = new Stack();
new CfnBucket(open, "Open", { accessControl: "PublicRead" });
const reasons = acknowledged.map(({ because }) => because);
console.log(JSON.stringify({ unexplained, idle: idle.map(({ rule }) => rule), reasons, open: found(new HouseChecks(), open) }));
`;

interface Findings {
  readonly unexplained: readonly unknown[];
  readonly idle: readonly string[];
  readonly reasons: readonly string[];
  readonly open: readonly (readonly [rule: string, path: string])[];
}

describe("AwsSolutions' rules", () => {
  const { unexplained, idle, reasons, open } = JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" }),
  ) as Findings;

  it("find nothing in dev, in prod, behind NAT with a domain, and with every option, that stays without a reason", () => {
    expect(unexplained).toEqual([]);
  });

  it("are acknowledged only where they find something, each with a reason", () => {
    expect(idle).toEqual([]);
    expect(reasons.filter((because) => because.length < 20)).toEqual([]);
  });

  it("find a bucket that anybody may read", () => {
    expect(open.map(([rule]) => rule)).toContain("AwsSolutions-S10");
  });
});
