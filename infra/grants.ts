import * as iam from "aws-cdk-lib/aws-iam";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { indexName } from "../aws/dynamodb/schema.ts";
import type { Access, TableAction } from "./access.ts";
import type { Data } from "./data.ts";
import { keyStatementOf } from "./options/encryption.ts";
import type { Queues } from "./queues.ts";
import type { Schedules } from "./schedules.ts";

/** What access is about. */
export interface Resources {
  readonly data: Data;
  readonly queues: Queues;
  readonly schedules: Schedules;
  /** The account's own KMS key, where all of these are encrypted with it. */
  readonly keyArn?: string | undefined;
}

/** Turns access into statements: named actions on named resources, nothing more. */
export function grant(principal: iam.IPrincipal, access: Access, resources: Resources): void {
  const { data, queues, schedules, keyArn } = resources;
  const allow = (actions: readonly string[], resources: readonly string[], conditions: iam.Conditions = {}) => {
    if (actions.length === 0) return;
    principal.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
    );
  };
  const allowTable = ({ tableArn }: ITableV2, actions: readonly TableAction[] = []) => {
    const direct = actions.filter((action) => action !== "QueryIndex");
    allow(
      direct.map((action) => `dynamodb:${action}`),
      [tableArn],
    );
    if (actions.includes("QueryIndex")) allow(["dynamodb:Query"], [`${tableArn}/index/${indexName}`]);
  };

  allowTable(data.registry, access.registry);
  allowTable(data.delivery, access.delivery);
  for (const [folder, actions] of Object.entries(access.files ?? {})) {
    allow(
      actions.map((action) => `s3:${action}Object`),
      [data.bucket.arnForObjects(`${folder}/*`)],
    );
    // A role that may not list gets 403 instead of 404 for an object that is not there, and our code distinguishes the two.
    // A condition on s3:prefix would undo that, because reading one object carries no prefix.
    if (actions.includes("Get")) allow(["s3:ListBucket"], [data.bucket.bucketArn]);
  }
  if (access.bells === "ring") allow(["sqs:SendMessage"], [queues.bellArns]);
  if (access.bells === "hear") allow(["sqs:ReceiveMessage", "sqs:DeleteMessage"], [queues.bellArns]);
  if (access.schedules === true) {
    const actions = ["CreateSchedule", "UpdateSchedule", "DeleteSchedule"].map((action) => `scheduler:${action}`);
    allow(actions, [schedules.arns]);
    allow(["iam:PassRole"], [schedules.role.roleArn], {
      StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
    });
  }
  if (access.announces === true) allow(["sqs:SendMessage"], [queues.webhooks.queueArn]);
  if (access.enqueues === true) allow(["sqs:SendMessage"], [queues.jobs.queueArn]);
  if (access.adminKey === true) allow(["secretsmanager:GetSecretValue"], [data.adminKey.secretArn]);
  const ofKey = keyArn === undefined ? undefined : keyStatementOf(access, keyArn);
  if (ofKey !== undefined) principal.addToPrincipalPolicy(ofKey);
}
