import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  type AwsEndpoints,
  type AwsProcess,
  embeddedAws,
  startAwsProcess,
  stopAwsProcess,
} from "../../support/embedded-aws.ts";

const clientsOf = (endpoints: AwsEndpoints) => {
  const { region, credentials } = embeddedAws();
  return {
    dynamoDb: new DynamoDBClient({ region, credentials, endpoint: endpoints.dynamoDbEndpoint }),
    sqs: new SQSClient({ region, credentials, endpoint: endpoints.sqsEndpoint }),
    s3: new S3Client({ region, credentials, endpoint: endpoints.s3Endpoint, forcePathStyle: true }),
  };
};

test.each(Object.entries(embeddedAws()).filter(([name]) => name.endsWith("Endpoint")))(
  "%s is on this machine's loopback address alone",
  async (_, endpoint) => {
    // Another address of this machine, which a server on all addresses would answer too.
    const { port } = new URL(endpoint as string);
    await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow("fetch failed");
  },
);

describe("the embedded AWS in a process of its own", () => {
  let dataDir: string;
  /** Also those of a test that ran out of time. */
  const processes: AwsProcess[] = [];
  const aProcess = async (): Promise<AwsProcess> => {
    const started = await startAwsProcess(["--data", dataDir]);
    processes.push(started);
    return started;
  };
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "aws-"));
  });
  afterEach(async () => {
    for (const started of processes.splice(0)) await stopAwsProcess(started, "SIGKILL");
    await rm(dataDir, { recursive: true });
  });

  /** Runs one life of the process, ended by `signal`. */
  async function living(signal: "SIGTERM" | "SIGKILL", act: (c: ReturnType<typeof clientsOf>) => Promise<void>) {
    const started = await aProcess();
    const clients = clientsOf(started.endpoints);
    try {
      await act(clients);
    } finally {
      await stopAwsProcess(started, signal);
      for (const client of Object.values(clients)) client.destroy();
    }
  }

  test("has on disk, after SIGKILL and after SIGTERM, what it had answered for", async () => {
    const item = { pk: { S: "one" } };
    await living("SIGKILL", async ({ dynamoDb, sqs, s3 }) => {
      await dynamoDb.send(
        new CreateTableCommand({
          TableName: "things",
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        }),
      );
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "bell" }));
      await s3.send(new CreateBucketCommand({ Bucket: "files" }));
      await Promise.all([
        dynamoDb.send(new PutItemCommand({ TableName: "things", Item: item })),
        sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "ring" })),
        s3.send(new PutObjectCommand({ Bucket: "files", Key: "a/b", Body: "bytes" })),
      ]);
    });
    const looked = async ({ dynamoDb, sqs, s3 }: ReturnType<typeof clientsOf>) => {
      expect((await dynamoDb.send(new GetItemCommand({ TableName: "things", Key: item }))).Item).toEqual(item);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: "files", Key: "a/b" }));
      expect(await Body?.transformToString()).toBe("bytes");
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "bell" }));
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
      expect(Messages?.map((message) => message.Body)).toEqual(["ring"]);
    };
    await living("SIGTERM", looked);
    await living("SIGTERM", looked);
  });

  test("ends by itself when whoever started it is gone", async () => {
    const { child } = await aProcess();
    const ended = once(child, "exit");
    child.stdin?.destroy();
    expect(await ended).toEqual([0, null]);
  });
});
