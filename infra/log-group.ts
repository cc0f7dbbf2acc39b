import { RemovalPolicy } from "aws-cdk-lib";
import * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Config } from "./config.ts";

/** A log that is kept for as long as the config says, and goes with the stack. */
export function defineLogGroup(
  scope: Construct,
  id: string,
  { logRetentionDays }: Pick<Config, "logRetentionDays">,
): logs.LogGroup {
  const logGroup = new logs.LogGroup(scope, id, { removalPolicy: RemovalPolicy.DESTROY });
  // The construct takes names of some times, CloudFormation the days themselves.
  (logGroup.node.defaultChild as logs.CfnLogGroup).retentionInDays = logRetentionDays;
  return logGroup;
}
