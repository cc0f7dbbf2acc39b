import { createHmac } from "node:crypto";
import { formerSecretsOf, type Webhook } from "./webhook.ts";

/** How a receiver knows that we wrote to it, and when. docs/webhooks.md says how to check it. */

export const webhookHeaders = {
  id: "x-webhook-id",
  timestamp: "x-webhook-timestamp",
  signature: "x-webhook-signature",
} as const;

/** HMAC-SHA256 over `<timestamp>.<body>`, hex. The secret is used as it was shown, prefix and all. */
export const signatureOf = (secret: string, timestampSeconds: number, body: string): string =>
  createHmac("sha256", secret).update(`${timestampSeconds}.${body}`).digest("hex");

/** One signature a secret that holds now: while secrets change over, each is right. */
export function signedHeaders(
  webhook: Pick<Webhook, "secret" | "formerSecrets" | "previousSecret" | "previousSecretUntil">,
  eventId: string,
  body: string,
  now: number,
): Record<string, string> {
  const timestamp = Math.floor(now / 1_000);
  const secrets = [webhook.secret, ...formerSecretsOf(webhook, now).map(({ secret }) => secret)];
  return {
    [webhookHeaders.id]: eventId,
    [webhookHeaders.timestamp]: String(timestamp),
    [webhookHeaders.signature]: secrets.map((secret) => `v1=${signatureOf(secret, timestamp, body)}`).join(","),
  };
}
