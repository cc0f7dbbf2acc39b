import type * as ecs from "aws-cdk-lib/aws-ecs";
import { envNames, type EnvName } from "../aws/names.ts";
import { accessOfWorker, type Access } from "./access.ts";
import { stackNameOf, uploadKinds, type Config } from "./config.ts";
import type { Resources } from "./grants.ts";

/** Environments of the processes: exactly the names that their code reads. */

export type Environment = Partial<Record<EnvName, string>>;

/** One a deployment, so that the figures of two in one account stay apart. */
export const metricsNamespaceOf = stackNameOf;

/** What the ports demand behind which the access is (aws/open.ts). */
const ofAccess = (access: Access, { data, queues, schedules }: Resources, config: Config): Environment => ({
  ...(access.registry === undefined ? {} : { [envNames.registryTable]: data.registry.tableName }),
  ...(access.delivery === undefined ? {} : { [envNames.deliveryTable]: data.delivery.tableName }),
  ...(access.files === undefined ? {} : { [envNames.bucket]: data.bucket.bucketName }),
  ...(access.bells === undefined ? {} : { [envNames.bellUrlPrefix]: queues.bellUrlPrefix }),
  ...(access.enqueues === undefined ? {} : { [envNames.jobsQueueUrl]: queues.jobs.queueUrl }),
  ...(access.announces === undefined ? {} : { [envNames.webhooksQueueUrl]: queues.webhooks.queueUrl }),
  ...(access.campaigns === undefined ? {} : { [envNames.campaignsKeptDays]: String(config.campaignsKeptDays) }),
  ...(access.adminKey === undefined ? {} : { [envNames.bootstrapKeySecret]: data.adminKey.secretArn }),
  ...(access.schedules === undefined
    ? {}
    : {
        [envNames.scheduleGroup]: schedules.group,
        [envNames.launchTargetArn]: schedules.launchTargetArn,
        [envNames.scheduleRoleArn]: schedules.role.roleArn,
      }),
});

/** Bounds of uploaded files, in bytes. */
const ofUploads = ({ maxUploadMiB }: Config): Environment =>
  Object.fromEntries(
    uploadKinds.map((kind) => [envNames[`max${kind}Bytes`], String(maxUploadMiB[kind] * 1024 * 1024)]),
  );

/** With the settings that all of them read (functions/edge/services.ts). */
export const ofLambdas = (access: Access, resources: Resources, config: Config): Environment => ({
  ...ofAccess(access, resources, config),
  [envNames.defaultLanguage]: config.defaultLanguage,
  [envNames.maxSessionsPerTenant]: String(config.maxSessionsPerTenant),
  [envNames.requestsPerMinute]: String(config.requestsPerMinute),
  [envNames.broadcastsPerMinute]: String(config.broadcastsPerMinute),
  [envNames.corsOrigins]: config.corsOrigins,
  ...ofUploads(config),
});

/** The sweep measures, and keeps as many workers as the sessions need. */
export const ofSweep = ({ cluster, serviceName }: ecs.FargateService, config: Config): Environment => ({
  [envNames.workerCluster]: cluster.clusterName,
  [envNames.workerService]: serviceName,
  [envNames.maxWorkers]: String(config.maxWorkers),
  [envNames.minWorkers]: String(config.minWorkers),
  [envNames.sessionsPerWorker]: String(config.sessionsPerWorker),
  [envNames.metricsNamespace]: metricsNamespaceOf(config),
});

export const ofWorkers = (resources: Resources, config: Config): Environment => ({
  ...ofAccess(accessOfWorker, resources, config),
  [envNames.maxWorkers]: String(config.maxWorkers),
  [envNames.sessionsPerWorker]: String(config.sessionsPerWorker),
  [envNames.workerMemoryMiB]: String(config.workerMemoryMiB),
  [envNames.metricsNamespace]: metricsNamespaceOf(config),
});
