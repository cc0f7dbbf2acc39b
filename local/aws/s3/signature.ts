import { createHmac, timingSafeEqual } from "node:crypto";
import { embeddedCredentials } from "../resources.ts";
import type { S3Refusal } from "./answers.ts";

/** Signature Version 4 by the one key that the embedded services know. Its secret is each stack's own: who has it may read all. */

export const signatureDiffers: S3Refusal = {
  status: 403,
  code: "SignatureDoesNotMatch",
  message:
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
};

const unknownKey: S3Refusal = {
  status: 403,
  code: "InvalidAccessKeyId",
  message: "The AWS Access Key Id you provided does not exist in our records.",
};

/**
 * @param credential key and scope, `KEY/20261130/us-east-1/s3/aws4_request`
 * @param text what was signed
 */
export function findSignatureRefusal(
  credential: string,
  text: string,
  signature: string,
  secret: string = embeddedCredentials.AWS_SECRET_ACCESS_KEY,
): S3Refusal | undefined {
  const { AWS_ACCESS_KEY_ID } = embeddedCredentials;
  const [accessKeyId, ...scope] = credential.split("/");
  if (accessKeyId !== AWS_ACCESS_KEY_ID) return unknownKey;
  const hmac = (key: string | Buffer, part: string) => createHmac("sha256", key).update(part).digest();
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${secret}`);
  const [came, wanted] = [Buffer.from(signature, "hex"), hmac(key, text)];
  return came.length === wanted.length && timingSafeEqual(came, wanted) ? undefined : signatureDiffers;
}
