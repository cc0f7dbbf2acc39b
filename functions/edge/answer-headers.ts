/** Headers of answers. Imports nothing: the local front puts them on what it answers by itself, too. */

/** On every answer. */
export const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
} as const;

// CORS: which pages of other origins may call from a browser. None, unless the deployment says so.

type Headers = Readonly<Record<string, string>>;

/** @param setting origins with commas between them, or `*` for any; nothing when absent */
export const originsIn = (setting: string | undefined): readonly string[] =>
  (setting ?? "")
    .split(",")
    .map((origin) => origin.trim().replace(/\/$/, ""))
    .filter((origin) => origin !== "");

const exposed = [
  "x-request-id",
  "retry-after",
  "etag",
  "location",
  "www-authenticate",
  "idempotency-replayed",
  "ratelimit-limit",
  "ratelimit-policy",
  "ratelimit-remaining",
  "ratelimit-reset",
].join(", ");

/** Headers of an answer to a page of that origin. Keys come in headers and never in cookies, so no credentials. */
export function corsHeaders(origins: readonly string[], origin: string | undefined): Headers {
  if (origins.length === 0) return {};
  const any = origins.includes("*");
  if (origin === undefined || !(any || origins.includes(origin))) return { vary: "origin" };
  return {
    "access-control-allow-origin": any ? "*" : origin,
    "access-control-expose-headers": exposed,
    vary: "origin",
  };
}

/** Headers of the answer to a preflight, or nothing when that origin may not call. */
export function preflightHeaders(
  origins: readonly string[],
  origin: string | undefined,
  allowed: readonly string[],
): Headers | undefined {
  const headers = corsHeaders(origins, origin);
  if (!("access-control-allow-origin" in headers)) return undefined;
  return {
    ...headers,
    "access-control-allow-methods": allowed.join(", "),
    "access-control-allow-headers":
      "authorization, x-api-key, content-type, user-id, idempotency-key, accept-language, if-none-match",
    "access-control-max-age": "600",
  };
}

/** Whether the caller has this very answer already: If-None-Match names its tag, be it weak or strong. */
export function isHeldByCaller(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? "").split(",").map(opaqueOf);
  return tags.includes(opaqueOf(etag)) || tags.includes("*");
}

const opaqueOf = (tag: string): string => tag.trim().replace(/^W\//, "");
