import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { granted, partings, recordedIn } from "./use.ts";
import { actionsGranted, actionsOf } from "./actions.ts";

describe("what is granted and what is used", () => {
  it("agree when they are the same", () => {
    expect(partings({ sweep: ["a", "b"] }, { sweep: ["b", "a"] })).toEqual([]);
  });

  it("part in both directions, by principal and action", () => {
    const used = { sweep: ["dynamodb:Scan registry"], stats: ["dynamodb:Query delivery"] };
    expect(partings({ sweep: ["dynamodb:Query registry"], stats: ["dynamodb:Query delivery"] }, used)).toEqual([
      "sweep is granted what no test saw it use: dynamodb:Query registry",
      "sweep is not granted what it uses: dynamodb:Scan registry",
    ]);
  });

  it("part in everything when nothing was recorded", async () => {
    const dir = await mkdtemp(join(tmpdir(), "access-"));
    expect(partings(granted(), recordedIn(dir)).length).toBeGreaterThan(200);
    await rm(dir, { recursive: true });
  });

  it("part where a principal is unknown", () => {
    expect(partings({}, { worker: ["a"] })).toEqual(["worker is not granted what it uses: a"]);
  });
});

test("what processes wrote down is read as one", async () => {
  const dir = await mkdtemp(join(tmpdir(), "access-"));
  await writeFile(join(dir, "1"), "sweep dynamodb:Query registry\nworker s3:GetObject media/*\n");
  // One that was killed left half a line.
  await writeFile(join(dir, "2"), "sweep dynamodb:Query registry\nsweep dynamo");
  expect(recordedIn(dir)).toEqual({ sweep: ["dynamodb:Query registry"], worker: ["s3:GetObject media/*"] });
  await rm(dir, { recursive: true });
});

test.each([
  ["QueryCommand", { TableName: "local-registry" }, ["dynamodb:Query registry"]],
  ["QueryCommand", { TableName: "a-delivery", IndexName: "lookup" }, ["dynamodb:Query delivery/index"]],
  [
    "BatchGetItemCommand",
    { RequestItems: { "a-delivery": {}, "a-registry": {} } },
    ["dynamodb:BatchGetItem delivery", "dynamodb:BatchGetItem registry"],
  ],
  ["HeadObjectCommand", { Bucket: "b", Key: "media/acme/x" }, ["s3:GetObject media/*"]],
  ["UploadPartCommand", { Bucket: "b", Key: "reports/acme/x" }, ["s3:PutObject reports/*"]],
  [
    "DeleteObjectsCommand",
    { Bucket: "b", Delete: { Objects: [{ Key: "media/a" }, { Key: "uploads/a" }] } },
    ["s3:DeleteObject media/*", "s3:DeleteObject uploads/*"],
  ],
  ["DeleteMessageBatchCommand", { QueueUrl: "http://sqs/0/local-bell-12" }, ["sqs:DeleteMessage bell"]],
  ["SendMessageCommand", { QueueUrl: "http://sqs/0/local-jobs" }, ["sqs:SendMessage jobs"]],
  ["UpdateScheduleCommand", { GroupName: "local", Name: "cmp_1" }, ["scheduler:UpdateSchedule schedules"]],
  ["AssumeRoleCommand", {}, ["unknown:AssumeRole ?"]],
] as const)("%s of %j is told by IAM's name for it", (command, input, actions) => {
  expect(actionsOf(command, input)).toEqual(actions);
});

test("access says the same in the same words", () => {
  expect(
    actionsGranted({
      registry: ["Query", "QueryIndex"],
      files: { media: ["Get", "Put"] },
      bells: "hear",
      announces: true,
      enqueues: true,
      adminKey: true,
    }),
  ).toEqual([
    "dynamodb:Query registry",
    "dynamodb:Query registry/index",
    "s3:GetObject media/*",
    "s3:PutObject media/*",
    "sqs:ReceiveMessage bell",
    "sqs:DeleteMessage bell",
    "sqs:SendMessage webhooks",
    "sqs:SendMessage jobs",
    "secretsmanager:GetSecretValue admin-key",
  ]);
});
