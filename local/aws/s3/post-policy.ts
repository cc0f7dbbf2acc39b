import { createHmac, timingSafeEqual } from "node:crypto";
import { embeddedCredentials } from "../resources.ts";
import type { S3Refusal } from "./answers.ts";

/**
 * What S3 checks of a browser's upload by POST
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html): signature, expiry, each condition,
 * and that no field comes which the policy does not name.
 */

export interface PostUpload {
  readonly bucket: string;
  /** Fields of the form by their names in lower case, without the file. */
  readonly fields: ReadonlyMap<string, string>;
  readonly fileBytes: number;
}

/** The forms of conditions that aws/s3/file-bucket.ts signs. */
type Condition = Readonly<Record<string, string>> | readonly ["content-length-range", least: number, most: number];

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly Condition[];
}

const denied = (message: string): S3Refusal => ({ status: 403, code: "AccessDenied", message });

/** Fields that no policy has to name. */
const freeFields = new Set(["policy", "x-amz-signature", "awsaccesskeyid", "signature", "file"]);

/** @param now epoch milliseconds */
export function findPostRefusal(upload: PostUpload, now: number): S3Refusal | undefined {
  const { fields } = upload;
  const encoded = fields.get("policy");
  if (encoded === undefined) return denied("Access Denied");
  if (!isSigned(upload, encoded)) {
    const message = "The request signature we calculated does not match the signature you provided.";
    return { status: 403, code: "SignatureDoesNotMatch", message };
  }
  const policy = JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as Policy;
  if (!(now < Date.parse(policy.expiration))) return denied("Invalid according to Policy: Policy expired.");
  const named = new Set<string>();
  for (const condition of policy.conditions) {
    const refusal = refusalBy(condition, upload, named);
    if (refusal !== undefined) return refusal;
  }
  const extra = [...fields.keys()].find(
    (name) => !named.has(name) && !freeFields.has(name) && !name.startsWith("x-ignore-"),
  );
  return extra === undefined ? undefined : denied(`Invalid according to Policy: Extra input fields: ${extra}`);
}

function isSigned({ fields }: PostUpload, encoded: string): boolean {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = embeddedCredentials;
  const [accessKeyId, ...scope] = (fields.get("x-amz-credential") ?? "").split("/");
  if (accessKeyId !== AWS_ACCESS_KEY_ID || fields.get("x-amz-algorithm") !== "AWS4-HMAC-SHA256") return false;
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${AWS_SECRET_ACCESS_KEY}`);
  const [came, wanted] = [Buffer.from(fields.get("x-amz-signature") ?? "", "hex"), hmac(key, encoded)];
  return came.length === wanted.length && timingSafeEqual(came, wanted);
}

/** @param named gets the names of the fields that the condition is about */
function refusalBy(
  condition: Condition,
  { bucket, fields, fileBytes }: PostUpload,
  named: Set<string>,
): S3Refusal | undefined {
  if (condition instanceof Array) {
    const [, least, most] = condition;
    if (fileBytes < least) return sizeRefusal("EntityTooSmall", fileBytes, least);
    return fileBytes > most ? sizeRefusal("EntityTooLarge", fileBytes, most) : undefined;
  }
  for (const [member, wanted] of Object.entries(condition)) {
    const name = member.toLowerCase();
    named.add(name);
    if ((name === "bucket" ? bucket : fields.get(name)) !== wanted) {
      return denied(`Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
    }
  }
  return undefined;
}

const sizeRefusal = (code: "EntityTooSmall" | "EntityTooLarge", came: number, bound: number): S3Refusal => ({
  status: 400,
  code,
  message: `Your proposed upload is ${code === "EntityTooSmall" ? "smaller than the minimum" : "larger than the maximum"} allowed size`,
  elements: {
    ProposedSize: String(came),
    [code === "EntityTooSmall" ? "MinSizeAllowed" : "MaxSizeAllowed"]: String(bound),
  },
});
