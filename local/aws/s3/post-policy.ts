import type { S3Refusal } from "./answers.ts";
import { findSignatureRefusal } from "./signature.ts";

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

/** Fields that come all or not at all, as S3 names them and in the order in which it misses them. */
const signingFields = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"];

/** What S3 answers where a field of a form lacks, or its file. */
export const missing = (name: string, message?: string): S3Refusal => ({
  status: 400,
  code: "InvalidArgument",
  message:
    message ??
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
  elements: { ArgumentName: name, ArgumentValue: "" },
});

/** Fields that no policy has to name. */
const freeFields = new Set(["policy", "x-amz-signature", "awsaccesskeyid", "signature", "file"]);

/** @param now epoch milliseconds */
export function findPostRefusal(upload: PostUpload, now: number, secret?: string): S3Refusal | undefined {
  const { fields } = upload;
  if (!fields.get("key")) return missing("key");
  const absent = [...signingFields, "policy"].filter((name) => !fields.get(name.toLowerCase()));
  // Without any of them no key has signed the form, and the bucket is private.
  if (signingFields.every((name) => absent.includes(name))) return denied("Access Denied");
  if (absent[0] !== undefined) return missing(absent[0]);
  const valueOf = (name: string) => fields.get(name) ?? "";
  if (valueOf("x-amz-algorithm") !== "AWS4-HMAC-SHA256") return missing("X-Amz-Algorithm");
  const encoded = valueOf("policy");
  const forged = findSignatureRefusal(valueOf("x-amz-credential"), encoded, valueOf("x-amz-signature"), secret);
  if (forged !== undefined) return forged;
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
