import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { envNames } from "../../aws/names.ts";
import { indexName, tableSchema } from "../../aws/dynamodb/schema.ts";

/** The tables, queues and bucket that infra makes on AWS, made on the embedded services. */

export interface ResourceEndpoints {
  readonly dynamoDbEndpoint: string;
  readonly sqsEndpoint: string;
  readonly s3Endpoint: string;
  /** Absent: there is no such Lambda, and scheduled campaigns are started by the sweep. */
  readonly schedulerEndpoint?: string;
}

export interface ResourceOptions {
  /** Distinguishes resources of one stack from those of another on the same services. */
  readonly prefix: string;
  readonly maxWorkers: number;
}

/** Region and keys of the embedded services: they check neither, the SDK wants both. */
export const embeddedCredentials = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "embedded",
  AWS_SECRET_ACCESS_KEY: "embedded",
} as const;

const access = {
  region: embeddedCredentials.AWS_REGION,
  credentials: {
    accessKeyId: embeddedCredentials.AWS_ACCESS_KEY_ID,
    secretAccessKey: embeddedCredentials.AWS_SECRET_ACCESS_KEY,
  },
};

/** Makes what is not there yet. @returns the environment that the system's code reads */
export async function createResources(
  { dynamoDbEndpoint, sqsEndpoint, s3Endpoint, schedulerEndpoint = "http://127.0.0.1:1" }: ResourceEndpoints,
  { prefix, maxWorkers }: ResourceOptions,
): Promise<Record<string, string>> {
  const dynamoDb = new DynamoDBClient({ endpoint: dynamoDbEndpoint, ...access });
  const sqs = new SQSClient({ endpoint: sqsEndpoint, ...access });
  const s3 = new S3Client({ endpoint: s3Endpoint, forcePathStyle: true, ...access });
  try {
    const tables = { registry: `${prefix}-registry`, delivery: `${prefix}-delivery` };
    for (const name of Object.values(tables)) await createTable(dynamoDb, name);
    const queueUrl = async (name: string) =>
      (await sqs.send(new CreateQueueCommand({ QueueName: `${prefix}-${name}` }))).QueueUrl ?? "";
    const bells: string[] = [];
    for (let slot = 0; slot < maxWorkers; slot += 1) bells.push(await queueUrl(`bell-${slot}`));
    const jobsQueueUrl = await queueUrl("jobs");
    const webhooksQueueUrl = await queueUrl("webhooks");
    await s3.send(new CreateBucketCommand({ Bucket: `${prefix}-files` }));
    return {
      ...embeddedCredentials,
      [envNames.dynamoDbEndpoint]: dynamoDbEndpoint,
      [envNames.sqsEndpoint]: sqsEndpoint,
      [envNames.s3Endpoint]: s3Endpoint,
      [envNames.schedulerEndpoint]: schedulerEndpoint,
      [envNames.scheduleGroup]: prefix,
      [envNames.launchTargetArn]: "arn:aws:lambda:us-east-1:000000000000:function:launch-campaign",
      [envNames.scheduleRoleArn]: "arn:aws:iam::000000000000:role/schedule",
      [envNames.registryTable]: tables.registry,
      [envNames.deliveryTable]: tables.delivery,
      [envNames.bucket]: `${prefix}-files`,
      [envNames.bellUrlPrefix]: (bells[0] ?? "").replace(/0$/, ""),
      [envNames.jobsQueueUrl]: jobsQueueUrl,
      [envNames.webhooksQueueUrl]: webhooksQueueUrl,
      [envNames.maxWorkers]: String(maxWorkers),
    };
  } finally {
    dynamoDb.destroy();
    sqs.destroy();
    s3.destroy();
  }
}

/** Makes a table and waits until it takes writes. */
export async function createTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const { partitionKey, sortKey, indexPartitionKey, indexSortKey } = tableSchema;
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: "HASH" as const },
    { AttributeName: range, KeyType: "RANGE" as const },
  ];
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: Object.values({ partitionKey, sortKey, indexPartitionKey, indexSortKey }).map(
          (AttributeName) => ({ AttributeName, AttributeType: "S" as const }),
        ),
        KeySchema: keys(partitionKey, sortKey),
        GlobalSecondaryIndexes: [
          {
            IndexName: indexName,
            KeySchema: keys(indexPartitionKey, indexSortKey),
            Projection: { ProjectionType: "KEYS_ONLY" },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  let status: string | undefined;
  do {
    status = (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
  } while (status !== "ACTIVE");
}
