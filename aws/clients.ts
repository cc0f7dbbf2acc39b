import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { endpointOf, envNames, type Environment } from "./env.ts";
import { pollTimeouts, timeouts } from "./timeouts.ts";

/** One client a service; that of S3 comes with its files, in s3.ts. */

export const documentClient = (env: Environment): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ ...endpointOf(env, envNames.dynamoDbEndpoint), ...timeouts }), {
    marshallOptions: { removeUndefinedValues: true },
  });

export const sqsClient = (env: Environment): SQSClient =>
  new SQSClient({ ...endpointOf(env, envNames.sqsEndpoint), ...pollTimeouts });

export const schedulerClient = (env: Environment): SchedulerClient =>
  new SchedulerClient({ ...endpointOf(env, envNames.schedulerEndpoint), ...timeouts });
