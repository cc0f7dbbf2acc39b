import { envNames, requiredSetting, type Environment } from "../env.ts";
import type { FileBucket } from "./file-bucket.ts";
import type { UploadPosts } from "./upload-posts.ts";
import { whenAsked } from "../when-asked.ts";

/** The ports on S3, whose client is a fifth of what a Lambda would load: it comes with the first file. */

const bucketOf = (env: Environment): string => requiredSetting(env, envNames.bucket);

export function files(env: Environment): FileBucket {
  const bucket = bucketOf(env);
  return whenAsked<FileBucket>(async () => (await import("./s3.ts")).openFiles(env, bucket));
}

export function uploads(env: Environment): UploadPosts {
  const bucket = bucketOf(env);
  return whenAsked<UploadPosts>(async () => (await import("./s3.ts")).openUploads(env, bucket));
}
