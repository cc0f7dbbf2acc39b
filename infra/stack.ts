import { CfnOutput, PermissionsBoundary, Stack, type StackProps } from "aws-cdk-lib";
import * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { Api } from "./api.ts";
import { Background } from "./background.ts";
import { stackNameOf } from "./config.ts";
import { Data } from "./data.ts";
import type { LambdaProps } from "./lambda.ts";
import { Monitoring } from "./monitoring.ts";
import { Queues } from "./queues.ts";
import { Schedules } from "./schedules.ts";
import { Sending, type SendingProps } from "./sending.ts";
import { tellOfUploads } from "./uploads.ts";

export interface BroadcastStackProps
  extends StackProps, Pick<LambdaProps, "config" | "codeOf">, Pick<SendingProps, "imageOf"> {}

/** One deployment: everything it needs and nothing that it shares. Asks no account and no network at synthesis. */
export class BroadcastStack extends Stack {
  constructor(scope: Construct, { config, codeOf, imageOf, ...props }: BroadcastStackProps) {
    super(scope, stackNameOf(config), {
      description: "WhatsApp broadcasts from many linked accounts",
      terminationProtection: config.stage === "prod",
      ...(config.tags === undefined ? {} : { tags: config.tags }),
      ...(config.permissionsBoundary === undefined
        ? {}
        : { permissionsBoundary: PermissionsBoundary.fromArn(config.permissionsBoundary) }),
      ...props,
    });
    const { encryptionKey: keyArn } = config;
    const key = keyArn === undefined ? undefined : kms.Key.fromKeyArn(this, "Key", keyArn);
    const data = new Data(this, "Data", config, key);
    const queues = new Queues(this, "Queues", config, key);
    tellOfUploads(data, queues);
    const schedules = new Schedules(this, "Schedules");
    const resources = { data, queues, schedules, keyArn };
    const lambdas: LambdaProps = { ...resources, config, codeOf };
    const api = new Api(this, "Api", lambdas, key);
    const { service } = new Sending(this, "Sending", { ...resources, config, imageOf });
    const background = new Background(this, "Background", { ...lambdas, workers: service });
    const monitoring = new Monitoring(this, "Monitoring", { config, ...resources, api, background, workers: service });
    new CfnOutput(this, "ApiUrl", { value: api.url });
    new CfnOutput(this, "AdminKeySecret", { value: data.adminKey.secretArn });
    new CfnOutput(this, "AlarmTopic", { value: monitoring.topic.topicArn });
    new CfnOutput(this, "SweepFunction", { value: background.sweep.functionName });
    new CfnOutput(this, "WorkerCluster", { value: service.cluster.clusterName });
    new CfnOutput(this, "WorkerService", { value: service.serviceName });
    new CfnOutput(this, "RegistryTable", { value: data.registry.tableName });
    new CfnOutput(this, "DeliveryTable", { value: data.delivery.tableName });
    new CfnOutput(this, "FilesBucket", { value: data.bucket.bucketName });
    new CfnOutput(this, "DeadJobsQueue", { value: queues.deadJobs.queueUrl });
  }
}
