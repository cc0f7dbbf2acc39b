import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../../../aws/clients.ts";
import { envNames, requiredSetting, type Environment } from "../../../aws/env.ts";
import { embeddedCredentials } from "../resources.ts";
import type { CreatedObject } from "./edge.ts";

/** Puts uploads of people on the jobs queue, in the form of S3's own notifications; other objects are ignored. */
const toldFolder = "uploads/";

/**
 * What the bucket's notification does on AWS
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
 * @param env read at each event: the queue is made after the edge
 */
export const tellOfUploads =
  (env: () => Environment) =>
  async ({ bucket, key, bytes }: CreatedObject): Promise<void> => {
    if (!key.startsWith(toldFolder)) return;
    const record = {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: embeddedCredentials.AWS_REGION,
      eventName: "ObjectCreated:Post",
      s3: {
        s3SchemaVersion: "1.0",
        bucket: { name: bucket },
        // Form encoding, as S3 does.
        object: { key: new URLSearchParams([["", key]]).toString().slice(1).replaceAll("%2F", "/"), size: bytes },
      },
    };
    const client = sqsClient(env());
    try {
      const QueueUrl = requiredSetting(env(), envNames.jobsQueueUrl);
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ Records: [record] }) }));
    } finally {
      client.destroy();
    }
  };
