import { existsSync } from "node:fs";
import { join } from "node:path";
import { Annotations, App, Validations } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { hasBudgets } from "./budget-regions.ts";
import { bundleDir, readConfig } from "./config.ts";
import { HouseChecks } from "./house-checks.ts";
import { BroadcastStack } from "./stack.ts";
import { workerImage } from "./worker-image.ts";

/** The CDK app. cdk.json runs it, after the bundles were made. */

function bundleOf(entry: string): lambda.Code {
  const folder = join(import.meta.dirname, "..", bundleDir, entry);
  if (!existsSync(join(folder, "index.js"))) throw new Error(`no bundle in ${folder}: run \`npm run bundle\` first`);
  return lambda.Code.fromAsset(folder);
}

const app = new App();
const contextOf = (name: string): unknown => app.node.tryGetContext(name);
// Set by the CDK's command line: the region that the stack is deployed to.
const region = process.env["CDK_DEFAULT_REGION"];
const config = readConfig(contextOf, region);
const stack = new BroadcastStack(app, { config, codeOf: bundleOf, imageOf: (scope) => workerImage(scope, config) });
if (contextOf("monthlyBudgetUsd") === undefined && !hasBudgets(region)) {
  const said = `no budget is made: CloudFormation in ${region} knows none. Make one by hand in AWS Budgets, see docs/deploy.md`;
  Annotations.of(stack).addWarningV2("whatsapp-broadcast:no-budget", said);
}
Validations.of(app).addPlugins(new HouseChecks());
