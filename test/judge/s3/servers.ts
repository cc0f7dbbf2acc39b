import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { FileBucket } from "../../../aws/s3/file-bucket.ts";
import { embeddedCredentials } from "../../../local/aws/resources.ts";
import { startS3Edge } from "../../../local/aws/s3/edge.ts";
import { startSqsS3 } from "../../../local/aws/sqs-s3.ts";
import { loopback } from "../../../local/listening.ts";
import { freePort } from "../free-port.ts";
import type { Context } from "../judge.ts";
import { untilUp } from "../until-up.ts";

/** An S3 with two empty buckets, and the product's own code on the first of them. */
export interface Server {
  readonly name: string;
  readonly endpoint: string;
  readonly client: S3Client;
  readonly files: FileBucket;
  close(): Promise<void>;
}

export const bucket = "judged-files";
export const otherBucket = "judged-other";

const { AWS_REGION: region, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = embeddedCredentials;

/** What `npm start` has for S3. */
export async function startOwn(): Promise<Server> {
  const upstream = await startSqsS3();
  const edge = await startS3Edge({ upstream: upstream.endpoint, allowedOrigins: [] });
  return await serverAt("the local stack", edge.endpoint, async () => {
    await edge.close();
    await upstream.close();
  });
}

/** ministack, which with AUTH checks signatures, keys and policies. */
export async function startMinistack({ pip, start, dir }: Context): Promise<Server> {
  const programs = await pip("test/judge/s3/requirements.txt");
  const port = await freePort();
  const env = {
    AUTH: "true",
    BIND_HOST: loopback,
    GATEWAY_PORT: String(port),
    SERVICES: "s3",
    // The key of its root user.
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    MINISTACK_REGION: region,
    TMPDIR: dir,
  };
  const started = start("ministack", [`${programs}/ministack`], { env });
  const endpoint = `http://${loopback}:${port}`;
  await untilUp("ministack", `${endpoint}/_ministack/health`, started, ({ ok }) => ok);
  return await serverAt("ministack", endpoint, started.end);
}

async function serverAt(name: string, endpoint: string, end: () => Promise<void>): Promise<Server> {
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const client = new S3Client({ region, endpoint, credentials, forcePathStyle: true });
  for (const Bucket of [bucket, otherBucket]) await client.send(new CreateBucketCommand({ Bucket }));
  const close = async () => {
    client.destroy();
    await end();
  };
  return { name, endpoint, client, files: new FileBucket(client, bucket), close };
}
