import { Aws } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type { CfnBucket } from "aws-cdk-lib/aws-s3";
import type { Data } from "./data.ts";
import type { Queues } from "./queues.ts";

/**
 * Puts a job on the queue for each file that people upload. Written into the bucket itself: CDK's own way takes a Lambda that
 * may change the notifications of every bucket.
 */
export function tellOfUploads({ bucket }: Data, { jobs }: Queues): void {
  const { policyDependable } = jobs.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal("s3.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [jobs.queueArn],
      // By account and not by bucket: the bucket waits for this policy.
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  );
  const resource = bucket.node.defaultChild as CfnBucket;
  resource.notificationConfiguration = {
    queueConfigurations: [
      {
        event: "s3:ObjectCreated:*",
        queue: jobs.queueArn,
        filter: { s3Key: { rules: [{ name: "prefix", value: "uploads/" }] } },
      },
    ],
  };
  if (policyDependable !== undefined) resource.node.addDependency(policyDependable);
}
