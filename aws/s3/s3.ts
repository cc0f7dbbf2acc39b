import { S3Client } from "@aws-sdk/client-s3";
import { endpointOf, envNames, type Environment } from "../env.ts";
import { FileBucket } from "./file-bucket.ts";
import { once } from "../once.ts";
import { transferTimeouts } from "../timeouts.ts";
import { UploadPosts } from "./upload-posts.ts";

/** What comes with S3's client, in one file that is loaded when a file is asked for. */

export const s3Client = (env: Environment): S3Client =>
  once(env, s3Client, () => {
    const endpoint = endpointOf(env, envNames.s3Endpoint);
    return new S3Client({ ...endpoint, ...transferTimeouts, forcePathStyle: "endpoint" in endpoint });
  });

export const openFiles = (env: Environment, bucket: string): FileBucket => new FileBucket(s3Client(env), bucket);
export const openUploads = (env: Environment, bucket: string): UploadPosts => new UploadPosts(s3Client(env), bucket);
