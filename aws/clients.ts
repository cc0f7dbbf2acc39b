import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { endpointOf, envNames, type Environment } from "./env.ts";

/** A request that hangs would hold up a send, a shutdown or a lease: it fails instead, and is tried again. */
const timeouts = { requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true } };
/** A long poll takes 20 s by itself. */
const pollTimeouts = {
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
};

/** One client a service; that of S3 comes with its files, in s3.ts. */

export const documentClient = (env: Environment): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ ...endpointOf(env, envNames.dynamoDbEndpoint), ...timeouts }), {
    marshallOptions: { removeUndefinedValues: true },
  });

export const sqsClient = (env: Environment): SQSClient =>
  new SQSClient({ ...endpointOf(env, envNames.sqsEndpoint), ...pollTimeouts });

export const schedulerClient = (env: Environment): SchedulerClient =>
  new SchedulerClient({ ...endpointOf(env, envNames.schedulerEndpoint), ...timeouts });
