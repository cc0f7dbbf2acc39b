import { Webhook, WebhookVerificationError, type WebhookOptions } from "standardwebhooks";

/** Whether a receiver takes that call that checks it by the package of Standard Webhooks, and by its own clock. */
export function isStandardWebhook(
  secret: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  options: WebhookOptions = {},
): boolean {
  try {
    expect(new Webhook(secret, options).verify(body, headers)).toEqual(JSON.parse(body));
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}
