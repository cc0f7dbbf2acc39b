import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { MediaFiles, ReportStore, UploadPermission, UploadPermits } from "../../core/content/content-ports.ts";
import type { ProfileStore } from "../../core/session/session-ports.ts";
import { endpointOf, envNames, type Environment } from "../env.ts";
import { transferTimeouts } from "../timeouts.ts";

const clientAt = (endpoint: ReturnType<typeof endpointOf>): S3Client =>
  new S3Client({ ...endpoint, ...transferTimeouts, forcePathStyle: "endpoint" in endpoint });

export const s3Client = (env: Environment): S3Client => clientAt(endpointOf(env, envNames.s3Endpoint));

/** Signs what people are given: the addresses are those at which they reach the bucket. */
export function s3Signer(env: Environment): S3Client {
  const ofPeople = endpointOf(env, envNames.filesUrl);
  return "endpoint" in ofPeople ? clientAt(ofPeople) : s3Client(env);
}

/**
 * The one bucket. Keys are `<kind>/<tenantId>/...`: the bucket's lifecycle knows prefixes only, and each kind of file lives
 * for a time of its own.
 */
export class FileBucket implements ReportStore, ProfileStore, MediaFiles, UploadPermits {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #signer: S3Client;

  constructor(client: S3Client, bucket: string, signer = client) {
    this.#client = client;
    this.#bucket = bucket;
    this.#signer = signer;
  }

  async save(Key: string, Body: string | Uint8Array, ContentType = "application/octet-stream"): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key, Body, ContentType }));
  }

  async load(Key: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /** Its size in bytes; `undefined` when it is not there. */
  async size(key: string): Promise<number | undefined> {
    return (await this.#head(key))?.size;
  }

  /** When it was stored last, epoch ms; `undefined` when it is not there. */
  async modifiedAt(key: string): Promise<number | undefined> {
    return (await this.#head(key))?.modifiedAt;
  }

  async #head(Key: string): Promise<{ readonly size: number; readonly modifiedAt: number } | undefined> {
    try {
      const head = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key }));
      return { size: head.ContentLength ?? 0, modifiedAt: head.LastModified?.getTime() ?? 0 };
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }

  /**
   * Its bytes from that one on, fetched part by part: the reader may take its time, and holds one part at most.
   * `undefined` when it is not there.
   */
  async stream(key: string, fromByte: number): Promise<AsyncIterable<Uint8Array> | undefined> {
    const size = await this.size(key);
    return size === undefined ? undefined : this.#parts(key, fromByte, size);
  }

  async *#parts(Key: string, fromByte: number, size: number): AsyncGenerator<Uint8Array> {
    for (let start = fromByte; start < size; start += partBytes) {
      const Range = `bytes=${start}-${Math.min(start + partBytes, size) - 1}`;
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key, Range }));
      if (Body === undefined) throw new Error(`${Key} has no bytes ${Range}`);
      const bytes = await Body.transformToByteArray();
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    }
  }

  /** Stores texts as they come, part by part. What is cut off leaves nothing but parts that the bucket's lifecycle takes. */
  async saveStream(Key: string, texts: AsyncIterable<string>, ContentType: string): Promise<void> {
    const place = { Bucket: this.#bucket, Key };
    let waiting: Buffer[] = [];
    let waitingBytes = 0;
    let UploadId: string | undefined;
    const parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
    const sendPart = async () => {
      const Body = Buffer.concat(waiting);
      waiting = [];
      waitingBytes = 0;
      UploadId ??= (await this.#client.send(new CreateMultipartUploadCommand({ ...place, ContentType }))).UploadId;
      const PartNumber = parts.length + 1;
      const { ETag } = await this.#client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }));
      parts.push({ PartNumber, ETag });
    };
    for await (const text of texts) {
      const bytes = Buffer.from(text);
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes >= sentPartBytes) await sendPart();
    }
    if (parts.length === 0) {
      await this.save(Key, Buffer.concat(waiting), ContentType);
      return;
    }
    if (waitingBytes > 0) await sendPart();
    await this.#client.send(
      new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts: parts } }),
    );
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
    await this.#client.send(new DeleteObjectsCommand({ Bucket: this.#bucket, Delete }));
  }

  /** A POST whose policy fixes key, type and size: S3 itself refuses every other. */
  async permit(key: string, contentType: string, size: number, forSeconds: number): Promise<UploadPermission> {
    return await createPresignedPost(this.#signer, {
      Bucket: this.#bucket,
      Key: key,
      Fields: { "Content-Type": contentType },
      Conditions: [["content-length-range", size, size]],
      Expires: forSeconds,
    });
  }

  async sign(key: string, fileName: string): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      ResponseContentDisposition: `attachment; filename="${fileName.replace(/[^\w.-]/g, "_")}"`,
    });
    return await getSignedUrl(this.#signer, command, { expiresIn: signedForSeconds });
  }
}

/** Of one request for a part of an object, and of what is handed on at a time. */
const partBytes = 4 * 1024 * 1024;
const pieceBytes = 64 * 1024;
/** Of a part that is stored: S3 takes none below 5 MiB but the last, and 10,000 at most. */
const sentPartBytes = 8 * 1024 * 1024;
const signedForSeconds = 15 * 60;
