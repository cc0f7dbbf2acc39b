import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { envNames, optionalSetting, type Environment } from "./env.ts";

/** A request that hangs would hold up a send, a shutdown or a lease: it fails instead, and is tried again. */
const timeouts = { requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true } };
/** A long poll takes 20 s by itself. */
const pollTimeouts = {
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
};

/** One client a service. Endpoints are set where the services are embedded; on AWS the SDK finds region and role. */

const endpointOf = (env: Environment, name: Parameters<typeof optionalSetting>[1]) => {
  const endpoint = optionalSetting(env, name);
  return endpoint === undefined ? {} : { endpoint };
};

export const documentClient = (env: Environment): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ ...endpointOf(env, envNames.dynamoDbEndpoint), ...timeouts }), {
    marshallOptions: { removeUndefinedValues: true },
  });

export const sqsClient = (env: Environment): SQSClient =>
  new SQSClient({ ...endpointOf(env, envNames.sqsEndpoint), ...pollTimeouts });

export const s3Client = (env: Environment): S3Client =>
  new S3Client({
    ...endpointOf(env, envNames.s3Endpoint),
    forcePathStyle: optionalSetting(env, envNames.s3Endpoint) !== undefined,
  });

export const secretsClient = (): SecretsManagerClient => new SecretsManagerClient();

export const schedulerClient = (env: Environment): SchedulerClient =>
  new SchedulerClient({ ...endpointOf(env, envNames.schedulerEndpoint), ...timeouts });
