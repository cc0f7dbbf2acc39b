import { defined } from "../../core/defined.ts";
import { startDynamoDb } from "./dynamodb.ts";
import { startS3Edge, type CreatedObject } from "./s3/edge.ts";
import { startSqsS3 } from "./sqs-s3.ts";

export interface EmbeddedAws {
  readonly dynamoDbEndpoint: string;
  readonly sqsEndpoint: string;
  readonly s3Endpoint: string;
  close(): Promise<void>;
}

export interface EmbeddedAwsOptions {
  /** Where everything is kept; in memory when absent. */
  readonly dataDir?: string;
  /** Called for each object that a form put into S3. */
  readonly onCreated?: (object: CreatedObject) => Promise<void>;
  /** By which files' addresses are signed. */
  readonly secret?: string;
}

/** DynamoDB, SQS and S3, each on a free port of loopback. */
export async function startEmbeddedAws(options: EmbeddedAwsOptions = {}): Promise<EmbeddedAws> {
  const { onCreated, secret, ...where } = options;
  const started: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const part of started.toReversed()) await part.close();
  };
  try {
    const dynamoDb = await startDynamoDb(where);
    started.push(dynamoDb);
    const sqsS3 = await startSqsS3(where);
    started.push(sqsS3);
    // Pages of any origin may upload with a permission that they were given, as on AWS.
    const s3 = await startS3Edge({
      upstream: sqsS3.endpoint,
      allowedOrigins: ["*"],
      ...defined({ onCreated, secret }),
    });
    started.push(s3);
    return { dynamoDbEndpoint: dynamoDb.endpoint, sqsEndpoint: sqsS3.endpoint, s3Endpoint: s3.endpoint, close };
  } catch (error) {
    await close();
    throw error;
  }
}
