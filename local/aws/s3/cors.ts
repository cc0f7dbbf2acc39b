import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { S3Refusal } from "./answers.ts";

/** As in the deployed bucket's rule (infra/data.ts): pages send forms, and read what an address that was signed for them names. */
const pagesMay: readonly (string | undefined)[] = ["POST", "GET"];
/** How long a browser may keep the answer to a preflight. */
const maxAgeSeconds = 300;

const forbidden: S3Refusal = {
  status: 403,
  code: "AccessForbidden",
  message: "CORSResponse: This CORS request is not allowed.",
};

/**
 * Says to the browser that the page may read the answer, to a form that it sent or to a file that it asked for. A page of an origin that is not allowed,
 * and any other request, gets the answer without these headers, as from S3, and its browser keeps the answer from it.
 */
export function allowOrigin(
  method: string | undefined,
  { origin }: IncomingHttpHeaders,
  res: ServerResponse,
  allowed: readonly string[],
): boolean {
  if (!pagesMay.includes(method) || origin === undefined || !(allowed.includes("*") || allowed.includes(origin)))
    return false;
  res.setHeader("access-control-allow-origin", origin);
  res.setHeader("access-control-expose-headers", "etag, content-range, x-amz-request-id");
  res.setHeader("vary", "origin, access-control-request-headers, access-control-request-method");
  return true;
}

/** Answers a browser's question before the request proper; a refusal when that must not come. */
export function answerPreflight(
  headers: IncomingHttpHeaders,
  res: ServerResponse,
  allowed: readonly string[],
): S3Refusal | undefined {
  if (!allowOrigin(headers["access-control-request-method"], headers, res, allowed)) return forbidden;
  const asked = headers["access-control-request-headers"];
  if (asked !== undefined) res.setHeader("access-control-allow-headers", asked);
  res.writeHead(200, {
    "access-control-allow-methods": pagesMay.join(", "),
    "access-control-max-age": String(maxAgeSeconds),
  });
  res.end();
  return undefined;
}
