import { createHmac, timingSafeEqual } from "node:crypto";
import type { S3Refusal } from "./answers.ts";

/**
 * What S3 checks of a browser's upload by POST
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html): signature, expiry, each condition,
 * and that no field comes which the policy does not name.
 */

/** Fields of the form by their names in lower case, without the file. */
export type PostFields = ReadonlyMap<string, string>;

export interface PostUpload {
  readonly bucket: string;
  readonly fields: PostFields;
  readonly fileBytes: number;
}

const denied = (message: string): S3Refusal => ({ status: 403, code: "AccessDenied", message });
const broken = (condition: unknown): S3Refusal =>
  denied(`Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
const malformed = (message: string): S3Refusal => ({ status: 400, code: "InvalidPolicyDocument", message });

/** Fields that no policy has to name. */
const freeFields = new Set(["policy", "x-amz-signature", "awsaccesskeyid", "signature", "file"]);

/** @param secretOf the secret of an access key, where there is one @param now epoch milliseconds */
export function findPostRefusal(
  upload: PostUpload,
  secretOf: (accessKeyId: string) => string | undefined,
  now: number,
): S3Refusal | undefined {
  const { fields } = upload;
  const encoded = fields.get("policy");
  if (encoded === undefined) return denied("Access Denied");
  if (!isSigned(fields, encoded, secretOf)) {
    const message = "The request signature we calculated does not match the signature you provided.";
    return { status: 403, code: "SignatureDoesNotMatch", message };
  }
  const policy = readPolicy(encoded);
  if (policy === undefined) return malformed("Invalid Policy: Invalid JSON.");
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

function isSigned(fields: PostFields, encoded: string, secretOf: (accessKeyId: string) => string | undefined): boolean {
  const [accessKeyId = "", ...scope] = (fields.get("x-amz-credential") ?? "").split("/");
  const secret = secretOf(accessKeyId);
  if (secret === undefined || scope.length !== 4 || fields.get("x-amz-algorithm") !== "AWS4-HMAC-SHA256") return false;
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${secret}`);
  const [came, wanted] = [Buffer.from(fields.get("x-amz-signature") ?? "", "hex"), hmac(key, encoded)];
  return came.length === wanted.length && timingSafeEqual(came, wanted);
}

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly unknown[];
}

function readPolicy(encoded: string): Policy | undefined {
  try {
    const policy = JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as Partial<Policy>;
    const { expiration, conditions } = policy;
    return typeof expiration === "string" && Array.isArray(conditions) ? { expiration, conditions } : undefined;
  } catch {
    return undefined;
  }
}

function refusalBy(
  condition: unknown,
  { bucket, fields, fileBytes }: PostUpload,
  named: Set<string>,
): S3Refusal | undefined {
  const valueOf = (name: string) => (name === "bucket" ? bucket : fields.get(name));
  const compare = (member: string, holds: (value: string) => boolean) => {
    const name = member.toLowerCase();
    named.add(name);
    const value = valueOf(name);
    return value !== undefined && holds(value) ? undefined : broken(condition);
  };
  if (!Array.isArray(condition)) {
    for (const [member, wanted] of Object.entries((condition ?? {}) as Record<string, unknown>)) {
      const refusal = compare(member, (value) => value === wanted);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }
  const [kind, first, second] = condition as unknown[];
  switch (String(kind).toLowerCase()) {
    case "eq":
      return compare(String(first).replace(/^\$/, ""), (value) => value === second);
    case "starts-with":
      return compare(String(first).replace(/^\$/, ""), (value) => value.startsWith(String(second)));
    case "content-length-range":
      if (fileBytes < Number(first)) return sizeRefusal("EntityTooSmall", fileBytes, Number(first));
      return fileBytes > Number(second) ? sizeRefusal("EntityTooLarge", fileBytes, Number(second)) : undefined;
    default:
      return malformed(`Invalid Policy: Invalid condition ${JSON.stringify(condition)}`);
  }
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
