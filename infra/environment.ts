import { envNames, type EnvName } from "../aws/names.ts";
import type { Config } from "./config.ts";
import type { Resources } from "./grants.ts";

/** Environments of the processes: exactly the names that their code reads. */

type Environment = Partial<Record<EnvName, string>>;

/** What openStores() demands of everybody. */
const ofStores = ({ data, queues }: Resources): Environment => ({
  [envNames.registryTable]: data.registry.tableName,
  [envNames.deliveryTable]: data.delivery.tableName,
  [envNames.bucket]: data.bucket.bucketName,
  [envNames.bellUrlPrefix]: queues.bellUrlPrefix,
  [envNames.jobsQueueUrl]: queues.jobs.queueUrl,
});

/** All Lambdas open the same services (functions/edge/services.ts). */
export const ofLambdas = (resources: Resources, config: Config): Environment => ({
  ...ofStores(resources),
  [envNames.bootstrapKeySecret]: resources.data.adminKey.secretArn,
  [envNames.defaultLanguage]: config.defaultLanguage,
  [envNames.maxSessionsPerTenant]: String(config.maxSessionsPerTenant),
});

export const ofWorkers = (resources: Resources, config: Config): Environment => ({
  ...ofStores(resources),
  [envNames.maxWorkers]: String(config.maxWorkers),
  [envNames.sessionsPerWorker]: String(config.sessionsPerWorker),
});
