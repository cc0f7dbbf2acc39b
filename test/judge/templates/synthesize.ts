import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { ContainerImage } from "aws-cdk-lib/aws-ecs";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from "cdk-nag";
import { readConfig } from "../../../infra/config.ts";
import { acknowledged } from "../../../infra/house-checks.ts";
import { BroadcastStack } from "../../../infra/stack.ts";
import { ConfigInvalid } from "../../../infra/settings/read.ts";
import type { Report, Synthesized } from "./findings.ts";

// A program of its own, `synthesize.ts DIR REGION,REGION,...`: the stacks of infra/app.ts with stubs for bundles and image, without a
// run of the CDK's command line. Writes a template for each choice of settings, and what cdk-nag finds in it.

const [dir = "", regions = ""] = process.argv.slice(2);
const { context: flags } = JSON.parse(readFileSync("cdk.json", "utf8")) as { context: Record<string, unknown> };

/** What an account may ask for, in a region of its choice. */
const everySetting = (region: string) => ({
  stage: "prod",
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
  permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
  tags: "team=shop",
  encryptionKey: `arn:aws:kms:${region}:123456789012:key/01234567-89ab-cdef-0123-456789abcdef`,
  webAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/broadcasts/01234567-89ab-cdef-0123-456789abcdef",
  domainName: "api.example.com",
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef",
  alarmEmail: "operator@example.com",
});

const settings: Readonly<Record<string, (region: string) => Readonly<Record<string, string>>>> = {
  dev: () => ({ stage: "dev" }),
  prod: () => ({ stage: "prod" }),
  "private-network": () => ({ stage: "prod", network: "private", alarmEmail: "operator@example.com" }),
  everything: everySetting,
};

const packs = [AwsSolutionsChecks, ServerlessChecks, NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks];

function findingsOf(stack: BroadcastStack): Synthesized["findings"] {
  const violations = packs.flatMap((Pack) => new Pack().validateScope(stack).violations);
  return violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources
      .map(({ constructPath = "" }) => ({ rule: ruleName, at: constructPath, says: description }))
      .filter(({ rule, at }) => !acknowledged.some((known) => known.rule === rule && known.at.test(at))),
  );
}

const told: Report = { templates: [], refused: [] };
/** Regions alike in everything that the stack reads of them have one template. */
const made = new Map<string, Synthesized>();
for (const [name, contextIn] of Object.entries(settings)) {
  for (const region of regions.split(",")) {
    const app = new App({ context: { ...flags, ...contextIn(region) } });
    const config = configOf(app, region);
    if (config === undefined) {
      told.refused.push(`${name} in ${region}`);
      continue;
    }
    // The key's own region says nothing.
    const alike = JSON.stringify([name, { ...config, encryptionKey: config.encryptionKey !== undefined }]);
    const known = made.get(alike);
    if (known !== undefined) {
      known.regions.push(region);
      continue;
    }
    const codeOf = () => Code.fromAsset(join("infra", "settings"));
    const imageOf = () => ContainerImage.fromRegistry("example.com/worker:1");
    const stack = new BroadcastStack(app, { config, codeOf, imageOf });
    const findings = findingsOf(stack);
    const file = join(dir, `${name}-${region}.template.json`);
    writeFileSync(file, JSON.stringify(app.synth().getStackArtifact(stack.artifactId).template, undefined, 1));
    const one = {
      name: `${name} as in ${region}`,
      file,
      regions: [region],
      hasBudget: config.monthlyBudgetUsd > 0,
      findings,
    };
    made.set(alike, one);
    told.templates.push(one);
  }
}
writeFileSync(join(dir, "synthesized.json"), JSON.stringify(told));

function configOf(app: App, region: string) {
  try {
    return readConfig((key) => app.node.tryGetContext(key) as unknown, region);
  } catch (error) {
    if (error instanceof ConfigInvalid) return undefined;
    throw error;
  }
}
