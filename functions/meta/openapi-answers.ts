import type { Route } from "../routes/route.ts";
import { failure } from "../routes/words/failure.ts";
import { webhookFormula } from "./openapi-more.ts";

/** What the OpenAPI document says of answers that no route names itself: headers, and the method that a path has not. */

type Json = Record<string, unknown>;

const text = (description: string, required = false): Json => ({
  description,
  ...(required ? { required } : {}),
  schema: { type: "string" },
});
const number = (description: string): Json => ({ description, schema: { type: "integer", minimum: 0 } });

const onEveryAnswer = { "x-request-id": text("names the request in our logs; say it when you ask about one", true) };
const whereTheKeyStands = {
  "ratelimit-limit": number("requests a minute of the bucket that is nearest to its end"),
  "ratelimit-policy": text("the same with its window, such as 600;w=60"),
  "ratelimit-remaining": number("requests that are left in it"),
  "ratelimit-reset": number("seconds until it is full again"),
};
const comeAgain = { "retry-after": number("seconds after which to ask again") };

const withEtag = ["getCampaign", "getOverview", "docs", "docsScript"];

/** Headers of one answer of a route. */
export function headersOf({ scope, idempotent, operationId }: Route, status: number): Json {
  const isKeyed = scope !== "none" && ![401, 405, 408, 417, 431].includes(status);
  const mayWait = [202, 409, 429, 503].includes(status);
  return {
    ...onEveryAnswer,
    ...(isKeyed ? whereTheKeyStands : {}),
    ...(mayWait ? comeAgain : {}),
    ...(status === 401 ? { "www-authenticate": text("the scheme of keys: Bearer", true) } : {}),
    ...(status === 405 ? { allow: text("the methods that the path has", true) } : {}),
    ...(status === 303 ? { location: text("where the file is, signed, for 15 minutes", true) } : {}),
    ...(idempotent === true && status < 300
      ? { "idempotency-replayed": text("true on an answer that is not the first under its Idempotency-Key") }
      : {}),
    ...(withEtag.includes(operationId) && [200, 304].includes(status)
      ? { etag: text("of what is answered, as it is now; for If-None-Match") }
      : {}),
    ...(operationId === "docsScript" && status === 200 ? { "content-encoding": text("gzip") } : {}),
    ...(["sendMessage", "sendTest"].includes(operationId) && status === 202
      ? { location: text("where the message's state is answered") }
      : {}),
  };
}

/** What may be answered to any request, whichever route it was meant for; a route's own word on a status stands before it. */
export const ofAnyRequest = {
  400: failure("no well-formed HTTP, or a bad path"),
  405: failure("another method than the path has; `Allow` names those"),
  408: failure("a request that did not come to its end in time"),
  417: failure("an `Expect` header that asks for anything else than 100-continue"),
  431: failure("headers and address of more than 16 kB"),
  500: failure("an error of this system; try again later"),
  503: failure("busy right now; try again as Retry-After says"),
} as const;

export const aboutAll = [
  '**Errors.** Each failure has the form `{ "success": false, "message": "...", "error": { "code": "...", "details": [], "requestId": "..." } }`. Programs go by `code`, which never changes: each operation shows its codes with an example, and the field `code` of a failure says for every code what to do about it. `details` names each wrong field, what came and what was wanted.',
  "**Try again.** After 429, 503 and some 409, wait as many seconds as `Retry-After` says. After a time-out or a 500, repeat a POST with the same `Idempotency-Key`: the same key and request are done once, and answered alike for 24 hours.",
  `**Webhooks.** Check each call before you trust it: ${webhookFormula} Compare it with what stands behind \`v1,\` in \`webhook-signature\`, refuse a \`webhook-timestamp\` that is more than five minutes off, and drop a \`webhook-id\` that came before.`,
  "**Languages.** What people read is Indonesian or English, by `Accept-Language`: every `message`, `came` and `wanted` of `error.details`, and the reasons in words. Codes, states and names of fields are the same in both.",
  "**Parameters.** Unknown parameters of the query are refused with 422, but ignored by `GET /qrcode`, `/status` and `/clients`. A slash at the end of a path is answered 308, with the path without it in `Location`. `HEAD` is answered as `GET` without a body where the deployment's front offers it, and with 405 where it does not.",
  "**Warnings.** `warnings` are objects wherever they stand: a `code` that never changes, a `message` in the caller's language, and what it is about in further fields.",
].join("\n\n");
