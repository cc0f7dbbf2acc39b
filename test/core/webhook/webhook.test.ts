import {
  formerSecretsOf,
  maxFormerSecrets,
  oldSecretSignsMs,
  withNewSecret,
  type Webhook,
} from "../../../core/webhook/webhook.ts";
import { formerWebhookHeaders, signedHeaders, webhookHeaders } from "../../../core/webhook/webhook-signature.ts";
import { someTime } from "../../support/builders.ts";
import { isOurWebhook } from "../../support/receivers/former-receiver.ts";
import { isStandardWebhook } from "../../support/receivers/standard-receiver.ts";

const secretOf = (which: number): string => `whsec_${String(which).repeat(32)}`;

const webhook: Webhook = {
  tenantId: "acme",
  webhookId: "whk_1",
  url: "https://receiver.example/",
  events: ["*"],
  active: true,
  secret: secretOf(1),
  createdAt: someTime,
  updatedAt: someTime,
};
const hourMs = 60 * 60 * 1_000;

const clock = jest.spyOn(Date, "now");
afterAll(() => {
  clock.mockRestore();
});

/** Which of these secrets sign at that time, by each of the two signatures that are sent: the same ones by both. */
function signing(of: Webhook, now: number, secrets: readonly string[]): readonly string[] {
  clock.mockReturnValue(now);
  const sent = signedHeaders(of, "evt_1", "{}", now);
  const found = secrets.filter((secret) => isStandardWebhook(secret, sent, "{}"));
  expect(secrets.filter((secret) => isOurWebhook([secret], sent, "{}"))).toEqual(found);
  expect(sent[webhookHeaders.signature]?.split(" ")).toHaveLength(found.length);
  expect(sent[formerWebhookHeaders.signature]?.split(",")).toHaveLength(found.length);
  return found;
}

describe("a secret that is changed twice within a day", () => {
  const second = withNewSecret(webhook, secretOf(2), someTime);
  const third = withNewSecret(second, secretOf(3), someTime + hourMs);
  const all = [secretOf(1), secretOf(2), secretOf(3)];

  it("leaves every secret of the last 24 hours signing, each for 24 hours after its own change", () => {
    expect(signing(third, someTime + hourMs, all)).toEqual(all);
    expect(signing(third, someTime + oldSecretSignsMs - 1, all)).toEqual(all);
    expect(signing(third, someTime + oldSecretSignsMs, all)).toEqual([secretOf(2), secretOf(3)]);
    expect(signing(third, someTime + hourMs + oldSecretSignsMs, all)).toEqual([secretOf(3)]);
  });

  it("forgets those that sign no more at the next change", () => {
    const fourth = withNewSecret(third, secretOf(4), someTime + oldSecretSignsMs);
    expect(fourth.formerSecrets?.map(({ secret }) => secret)).toEqual([secretOf(3), secretOf(2)]);
  });
});

it("the secret before, in a row of when only one was kept, signs on through a further change", () => {
  const { secret: _, ...rest } = webhook;
  const old: Webhook = {
    ...rest,
    secret: secretOf(2),
    previousSecret: secretOf(1),
    previousSecretUntil: someTime + oldSecretSignsMs,
  };
  const all = [secretOf(1), secretOf(2), secretOf(3)];
  expect(signing(old, someTime, all)).toEqual([secretOf(1), secretOf(2)]);
  const changed = withNewSecret(old, secretOf(3), someTime + hourMs);
  expect(signing(changed, someTime + hourMs, all)).toEqual(all);
  expect(signing(changed, someTime + oldSecretSignsMs, all)).toEqual([secretOf(2), secretOf(3)]);
  expect(changed).not.toHaveProperty("previousSecret");
});

it("so many changes that a receiver's header stays short", () => {
  let changed = webhook;
  for (let change = 0; change < maxFormerSecrets; change += 1)
    changed = withNewSecret(changed, secretOf(change), someTime);
  expect(formerSecretsOf(changed, someTime)).toHaveLength(maxFormerSecrets);
  for (const header of [webhookHeaders.signature, formerWebhookHeaders.signature])
    expect(signedHeaders(changed, "evt_1", "{}", someTime)[header]?.length).toBeLessThan(512);
});
