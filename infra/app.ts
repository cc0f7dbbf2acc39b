import { existsSync } from "node:fs";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
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
const config = readConfig((name) => app.node.tryGetContext(name) as unknown);
new BroadcastStack(app, { config, codeOf: bundleOf, imageOf: (scope) => workerImage(scope, config) });
Validations.of(app).addPlugins(new HouseChecks());
