import { GetObjectCommand, DeleteObjectsCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { MediaFiles, ProfileStore, ReportStore } from "../core/ports.ts";

/**
 * The one bucket. Keys are `<kind>/<tenantId>/...`: the bucket's lifecycle knows prefixes only, and each kind of file lives
 * for a time of its own.
 */
export class FileBucket implements ReportStore, ProfileStore, MediaFiles {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async put(key: string, body: Uint8Array, contentType: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body, ContentType: contentType }),
    );
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async save(key: string, body: string | Uint8Array, contentType = "application/octet-stream"): Promise<void> {
    await this.put(key, typeof body === "string" ? new TextEncoder().encode(body) : body, contentType);
  }

  async load(key: string): Promise<Uint8Array | undefined> {
    return await this.get(key);
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
    await this.#client.send(new DeleteObjectsCommand({ Bucket: this.#bucket, Delete }));
  }

  async sign(key: string, fileName: string): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      ResponseContentDisposition: `attachment; filename="${fileName.replace(/[^\w.-]/g, "_")}"`,
    });
    return await getSignedUrl(this.#client, command, { expiresIn: signedForSeconds });
  }
}

const signedForSeconds = 15 * 60;
