import type { S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import type { UploadPermission, UploadPermits } from "../../core/content/content-ports.ts";

/** Presigned POSTs into the bucket. The policy fixes key, type and size: S3 itself refuses anything else. */
export class UploadPosts implements UploadPermits {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async permit(key: string, contentType: string, size: number, forSeconds: number): Promise<UploadPermission> {
    return await createPresignedPost(this.#client, {
      Bucket: this.#bucket,
      Key: key,
      Fields: { "Content-Type": contentType },
      Conditions: [["content-length-range", size, size]],
      Expires: forSeconds,
    });
  }
}
