import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * A receiver as it was written for the former headers, after the example that docs/ had before Standard Webhooks. It stays as it is
 * for as long as these headers are sent.
 */

interface FormerHeaders {
  readonly "x-webhook-timestamp"?: string | undefined;
  readonly "x-webhook-signature"?: string | undefined;
}

const toleranceSeconds = 5 * 60;

/**
 * Whether we wrote that body, just now, with one of your secrets.
 * @param body as it came, before anything parsed it
 * @param now epoch ms
 */
export function isOurWebhook(
  secrets: readonly string[],
  headers: FormerHeaders,
  body: string,
  now = Date.now(),
): boolean {
  const timestamp = Number(headers["x-webhook-timestamp"]);
  if (!Number.isInteger(timestamp) || Math.abs(now / 1_000 - timestamp) > toleranceSeconds) return false;
  // While secrets are changed over, a call bears one signature for each secret of the last 24 hours.
  const came = (headers["x-webhook-signature"] ?? "").split(",").map((part) => part.trim());
  return secrets.some((secret) => {
    const wanted = Buffer.from(`v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`);
    return came.some((one) => {
      const given = Buffer.from(one);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  });
}
