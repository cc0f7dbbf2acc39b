import type { IPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Access } from "../../infra/access.ts";
import { grant, type Resources } from "../../infra/grants.ts";

const resources = {
  data: {
    registry: { tableArn: "registry" },
    delivery: { tableArn: "delivery" },
    bucket: { bucketArn: "files", arnForObjects: (keys: string) => `files/${keys}` },
    adminKey: { secretArn: "admin-key" },
  },
  queues: { bellArns: "bells", webhooks: { queueArn: "webhooks" }, jobs: { queueArn: "jobs" } },
  schedules: { arns: "schedules", role: { roleArn: "schedules-role" } },
} as unknown as Resources;

/** The statements that a role gets, without their `Effect`. */
function granted(access: Access): readonly unknown[] {
  const statements: unknown[] = [];
  const addToPrincipalPolicy = (statement: PolicyStatement) => {
    const { Effect, ...said } = statement.toStatementJson() as { readonly Effect: string };
    expect(Effect).toBe("Allow");
    statements.push(said);
  };
  grant({ addToPrincipalPolicy } as unknown as IPrincipal, access, resources);
  return statements;
}

test("access to nothing is no statement", () => {
  expect(granted({ registry: [], files: {} })).toEqual([]);
});

test("a table is read and written by its own ARN, its index queried by another", () => {
  expect(granted({ registry: ["GetItem", "QueryIndex", "PutItem"], delivery: ["Query"] })).toEqual([
    { Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: "registry" },
    { Action: "dynamodb:Query", Resource: "registry/index/lookup" },
    { Action: "dynamodb:Query", Resource: "delivery" },
  ]);
});

test("a reader of files may list the bucket, who only writes may not", () => {
  expect(granted({ files: { imports: ["Put"] } })).toEqual([{ Action: "s3:PutObject", Resource: "files/imports/*" }]);
  expect(granted({ files: { media: ["Get", "Delete"] } })).toEqual([
    { Action: ["s3:GetObject", "s3:DeleteObject"], Resource: "files/media/*" },
    { Action: "s3:ListBucket", Resource: "files" },
  ]);
});

test("who schedules may pass the role of schedules, to the scheduler only", () => {
  expect(granted({ schedules: true })).toEqual([
    {
      Action: ["scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule"],
      Resource: "schedules",
    },
    {
      Action: "iam:PassRole",
      Resource: "schedules-role",
      Condition: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
    },
  ]);
});

test("to ring bells, to hear them, to announce, to enqueue and to read the operator's key are different things", () => {
  expect(granted({ bells: "ring" })).toEqual([{ Action: "sqs:SendMessage", Resource: "bells" }]);
  expect(granted({ bells: "hear" })).toEqual([
    { Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: "bells" },
  ]);
  expect(granted({ announces: true, enqueues: true, adminKey: true, campaigns: true })).toEqual([
    { Action: "sqs:SendMessage", Resource: "webhooks" },
    { Action: "sqs:SendMessage", Resource: "jobs" },
    { Action: "secretsmanager:GetSecretValue", Resource: "admin-key" },
  ]);
});
