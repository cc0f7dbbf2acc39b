import {
  formerSecretsOf,
  maxFormerSecrets,
  oldSecretSignsMs,
  withNewSecret,
  type Webhook,
} from "../../../core/webhook/webhook.ts";
import { signatureOf, signedHeaders, webhookHeaders } from "../../../core/webhook/webhook-signature.ts";
import { someTime } from "../../support/builders.ts";

const webhook: Webhook = {
  tenantId: "acme",
  webhookId: "whk_1",
  url: "https://receiver.example/",
  events: ["*"],
  active: true,
  secret: "whsec_1",
  createdAt: someTime,
  updatedAt: someTime,
};
const hourMs = 60 * 60 * 1_000;

/** Which of these secrets sign at that time, by the signatures that are sent. */
function signing(of: Webhook, now: number, secrets: readonly string[]): readonly string[] {
  const sent = (signedHeaders(of, "evt_1", "{}", now)[webhookHeaders.signature] ?? "").split(",");
  const timestamp = Math.floor(now / 1_000);
  const found = secrets.filter((secret) => sent.includes(`v1=${signatureOf(secret, timestamp, "{}")}`));
  expect(sent).toHaveLength(found.length);
  return found;
}

describe("a secret that is changed twice within a day", () => {
  const second = withNewSecret(webhook, "whsec_2", someTime);
  const third = withNewSecret(second, "whsec_3", someTime + hourMs);
  const all = ["whsec_1", "whsec_2", "whsec_3"];

  it("leaves every secret of the last 24 hours signing, each for 24 hours after its own change", () => {
    expect(signing(third, someTime + hourMs, all)).toEqual(all);
    expect(signing(third, someTime + oldSecretSignsMs - 1, all)).toEqual(all);
    expect(signing(third, someTime + oldSecretSignsMs, all)).toEqual(["whsec_2", "whsec_3"]);
    expect(signing(third, someTime + hourMs + oldSecretSignsMs, all)).toEqual(["whsec_3"]);
  });

  it("forgets those that sign no more at the next change", () => {
    const fourth = withNewSecret(third, "whsec_4", someTime + oldSecretSignsMs);
    expect(fourth.formerSecrets?.map(({ secret }) => secret)).toEqual(["whsec_3", "whsec_2"]);
  });
});

it("the secret before, in a row of when only one was kept, signs on through a further change", () => {
  const { secret: _, ...rest } = webhook;
  const old: Webhook = {
    ...rest,
    secret: "whsec_2",
    previousSecret: "whsec_1",
    previousSecretUntil: someTime + oldSecretSignsMs,
  };
  const all = ["whsec_1", "whsec_2", "whsec_3"];
  expect(signing(old, someTime, all)).toEqual(["whsec_1", "whsec_2"]);
  const changed = withNewSecret(old, "whsec_3", someTime + hourMs);
  expect(signing(changed, someTime + hourMs, all)).toEqual(all);
  expect(signing(changed, someTime + oldSecretSignsMs, all)).toEqual(["whsec_2", "whsec_3"]);
  expect(changed).not.toHaveProperty("previousSecret");
});

it("so many changes that a receiver's header stays short", () => {
  let changed = webhook;
  for (let change = 0; change < maxFormerSecrets; change += 1)
    changed = withNewSecret(changed, `whsec_n${change}`, someTime);
  expect(formerSecretsOf(changed, someTime)).toHaveLength(maxFormerSecrets);
  expect(signedHeaders(changed, "evt_1", "{}", someTime)[webhookHeaders.signature]?.length).toBeLessThan(512);
});
