import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { verifyWebhook, WebhookError } from "../../../clients/typescript/src/index.ts";

/** What the package of Standard Webhooks signs is taken by the client, and nothing else is. */

const secret = `whsec_${randomBytes(24).toString("base64")}`;
const other = `whsec_${randomBytes(24).toString("base64")}`;
const now = Date.parse("2026-12-01T02:00:00Z");
const id = "evt_1";
const body = JSON.stringify({
  id,
  type: "session.ready",
  createdAt: "2026-12-01T02:00:00.000Z",
  data: { body: "halo 👋" },
});

const signatureBy = (by: string, { at = now, of = body } = {}) => new Webhook(by).sign(id, new Date(at), of);
const headersWith = (signature: string, at = now) => ({
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at / 1_000)),
  "webhook-signature": signature,
});
const headers = headersWith(signatureBy(secret));

test("a call of now is its event, whatever its headers and body come as", async () => {
  const event = await verifyWebhook(secret, headers, body, { now });
  expect(event).toEqual(JSON.parse(body));
  if (event.type === "session.ready") expect(event.data.connected).toBeUndefined();
  expect(await verifyWebhook(secret, new Headers(headers), Buffer.from(body), { now })).toEqual(event);
  const asNode = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
  expect(await verifyWebhook([other, secret], asNode, body, { now })).toEqual(event);
});

test("while secrets change, one of several signatures is enough", async () => {
  const both = headersWith(`v1a,AAAA ${signatureBy(other)} ${signatureBy(secret)}`);
  expect(await verifyWebhook(secret, both, body, { now })).toMatchObject({ id });
});

test.each<[what: string, given: Record<string, string>, of: string]>([
  ["another secret", headersWith(signatureBy(other)), body],
  ["another body", headers, body.replace("halo", "Halo")],
  ["another id", { ...headers, "webhook-id": "evt_2" }, body],
  ["another time", { ...headers, "webhook-timestamp": String(now / 1_000 + 1) }, body],
  ["no signature of this version", headersWith("v2,AAAA"), body],
  ["a signature that is no base64", headersWith("v1,???"), body],
  ["an empty signature", headersWith("v1,"), body],
  ["a call of 301 s ago", headersWith(signatureBy(secret, { at: now - 301_000 }), now - 301_000), body],
  ["a call of 301 s ahead", headersWith(signatureBy(secret, { at: now + 301_000 }), now + 301_000), body],
  ["a time that is none", { ...headers, "webhook-timestamp": "now" }, body],
  ["no id", { ...headers, "webhook-id": "" }, body],
])("%s is refused", async (_, given, of) => {
  await expect(verifyWebhook(secret, given, of, { now })).rejects.toThrow(WebhookError);
});

test("a call of 300 s ago is of now, and a receiver may want less", async () => {
  const at = now - 300_000;
  const given = headersWith(signatureBy(secret, { at }), at);
  expect(await verifyWebhook(secret, given, body, { now })).toMatchObject({ id });
  await expect(verifyWebhook(secret, given, body, { now, toleranceSeconds: 60 })).rejects.toThrow(WebhookError);
});

test("a tolerance or a clock that is no number lets no call pass", async () => {
  const wrong = [{ toleranceSeconds: NaN }, { toleranceSeconds: Number("5m") }, { now: NaN }];
  for (const options of wrong) {
    await expect(verifyWebhook(secret, headers, body, { now, ...options })).rejects.toThrow(WebhookError);
  }
});

test("no secret is a mistake of the receiver's, and said so", async () => {
  await expect(verifyWebhook("whsec_", headers, body, { now })).rejects.toThrow(TypeError);
  await expect(verifyWebhook([], headers, body, { now })).rejects.toThrow(WebhookError);
});
