import { createHmac } from "node:crypto";
import { formerSecretsOf, type Webhook } from "./webhook.ts";

/** How a receiver knows that we wrote to it, and when. docs/events.md says how to check it. */

/** Of Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const webhookHeaders = {
  id: "webhook-id",
  timestamp: "webhook-timestamp",
  signature: "webhook-signature",
} as const;

/** Those of before, for receivers that were written for them; the next version of the API sends them no more. */
export const formerWebhookHeaders = {
  id: "x-webhook-id",
  timestamp: "x-webhook-timestamp",
  signature: "x-webhook-signature",
} as const;

const ofBase64 = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==))$/;

/**
 * The key of Standard Webhooks: the bytes behind `whsec_`, in base64, as its libraries read it. A secret of any other form
 * is a key as it is written, which is their `raw`.
 */
function keyOf(secret: string): Buffer {
  const [, encoded] = ofBase64.exec(secret) ?? [];
  return encoded === undefined ? Buffer.from(secret) : Buffer.from(encoded, "base64");
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text);

/** HMAC-SHA256 over `<id>.<timestamp>.<body>`, base64. */
const signatureOf = (secret: string, eventId: string, timestampSeconds: number, body: string): string =>
  `v1,${hmac(keyOf(secret), `${eventId}.${timestampSeconds}.${body}`).digest("base64")}`;

/** HMAC-SHA256 over `<timestamp>.<body>`, hex. The secret is used as it was shown, prefix and all. */
const formerSignatureOf = (secret: string, timestampSeconds: number, body: string): string =>
  `v1=${hmac(secret, `${timestampSeconds}.${body}`).digest("hex")}`;

/**
 * One signature a secret that holds now: while secrets change over, each is right.
 * @param now epoch ms of this attempt; the id stays the same over all attempts of an event
 */
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
    [webhookHeaders.signature]: secrets.map((secret) => signatureOf(secret, eventId, timestamp, body)).join(" "),
    [formerWebhookHeaders.id]: eventId,
    [formerWebhookHeaders.timestamp]: String(timestamp),
    [formerWebhookHeaders.signature]: secrets.map((secret) => formerSignatureOf(secret, timestamp, body)).join(","),
  };
}
