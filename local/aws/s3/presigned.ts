import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { S3Refusal } from "./answers.ts";
import { findSignatureRefusal } from "./signature.ts";

/** A week, the longest life of a presigned URL (Signature Version 4). */
const maxExpiresSeconds = 604_800;
/** How far ahead of the server's clock a signer's clock may be. */
const maxSkewMs = 15 * 60_000;

const malformed = (message: string): S3Refusal => ({
  status: 400,
  code: "AuthorizationQueryParametersError",
  message,
});

/**
 * Why a presigned URL is refused at `now` (epoch milliseconds); nothing when it may pass or is not presigned. The
 * signature is another question.
 */
export function findPresignedRefusal(query: URLSearchParams, now: number): S3Refusal | undefined {
  if (!query.has("X-Amz-Signature") && !query.has("X-Amz-Algorithm")) return undefined;
  const signedAt = parseAmzDate(query.get("X-Amz-Date") ?? "");
  if (Number.isNaN(signedAt))
    return malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const expires = query.get("X-Amz-Expires") ?? "";
  if (!/^\d{1,9}$/.test(expires)) return malformed("X-Amz-Expires should be a number");
  if (Number(expires) > maxExpiresSeconds) {
    return malformed(`X-Amz-Expires must be less than a week (in seconds) that is less than ${maxExpiresSeconds}`);
  }
  const expiresAt = signedAt + Number(expires) * 1_000;
  const refused = (message: string): S3Refusal => ({
    status: 403,
    code: "AccessDenied",
    message,
    elements: {
      "X-Amz-Expires": expires,
      Expires: new Date(expiresAt).toISOString(),
      ServerTime: new Date(now).toISOString(),
    },
  });
  if (now > expiresAt) return refused("Request has expired");
  if (signedAt - now > maxSkewMs) return refused("Request is not valid yet");
  return undefined;
}

/** `20261122T093000Z` to epoch milliseconds; NaN for anything else, `20261345T...` included. */
const parseAmzDate = (text: string): number =>
  /^\d{8}T\d{6}Z$/.test(text)
    ? Date.parse(text.replace(/(\d{4})(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"))
    : Number.NaN;

interface PresignedRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Refuses a presigned URL that is not what was signed, by method, path, query and signed headers
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html). A request without any signature passes: a
 * caller that reaches loopback is on this machine already.
 */
export function findForgedAddress(
  { method, path, query, headers }: PresignedRequest,
  secret?: string,
): S3Refusal | undefined {
  const parameters = new URLSearchParams(query);
  const signature = parameters.get("X-Amz-Signature");
  if (signature === null) return undefined;
  const valueOf = (name: string) => parameters.get(name) ?? "";
  const signed = [...parameters]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map((pair) => pair.map(encode).join("="))
    .sort();
  const names = valueOf("X-Amz-SignedHeaders").split(";");
  const canonical = [
    method,
    path.split("/").map(reencoded).join("/"),
    signed.join("&"),
    ...names.map((name) => `${name}:${String(headers[name] ?? "").trim()}`),
    "",
    names.join(";"),
    parameters.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
  ].join("\n");
  const credential = valueOf("X-Amz-Credential");
  const scope = credential.split("/").slice(1).join("/");
  const digest = createHash("sha256").update(canonical).digest("hex");
  return findSignatureRefusal(
    credential,
    ["AWS4-HMAC-SHA256", valueOf("X-Amz-Date"), scope, digest].join("\n"),
    signature,
    secret,
  );
}

/** Headers that the query asks S3 to answer with, by their names in lower case. */
export const answerHeaders = (query: string): [name: string, value: string][] =>
  [...new URLSearchParams(query)].flatMap(([name, value]) => {
    const [, header] =
      /^response-(cache-control|content-(?:disposition|encoding|language|type)|expires)$/.exec(name) ?? [];
    return header === undefined ? [] : [[header, value]];
  });

/** As RFC 3986 has it: `encodeURIComponent` leaves five characters more. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** One spelling of each part of a path. */
function reencoded(part: string): string {
  try {
    return encode(decodeURIComponent(part));
  } catch {
    return part;
  }
}
