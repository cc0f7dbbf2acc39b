import { RemovalPolicy } from "aws-cdk-lib";
import * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Config } from "./config.ts";

/** A log that is kept for as long as the config says, encrypted with the account's own key if there is one, and goes with the stack. */
export function defineLogGroup(
  scope: Construct,
  id: string,
  { logRetentionDays, encryptionKey }: Pick<Config, "logRetentionDays" | "encryptionKey">,
): logs.LogGroup {
  const logGroup = new logs.LogGroup(scope, id, { removalPolicy: RemovalPolicy.DESTROY });
  // The construct takes names of some times, CloudFormation the days themselves.
  const resource = logGroup.node.defaultChild as logs.CfnLogGroup;
  resource.retentionInDays = logRetentionDays;
  if (encryptionKey !== undefined) resource.kmsKeyId = encryptionKey;
  return logGroup;
}
