import { bodyOf } from "../../../core/webhook/webhook.ts";
import { formerWebhookHeaders, signedHeaders, webhookHeaders } from "../../../core/webhook/webhook-signature.ts";
import { someTime } from "../../support/builders.ts";
import { isOurWebhook } from "../../support/receivers/former-receiver.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { isStandardWebhook } from "../../support/receivers/standard-receiver.ts";

/** Each call is taken by the package of Standard Webhooks, and by a receiver that was written for the former headers. */

/** The secret of the specification's own example. */
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const eventId = "evt_9f86d081884c7d659a2feaa0c55ad015";
const headersOf = (body: string, of = secret, at = someTime) => signedHeaders({ secret: of }, eventId, body, at);
const bodyWith = (text: string) =>
  bodyOf({ eventId, type: "message.received", tenantId: "acme", at: someTime, data: { body: text } });
const minuteMs = 60_000;

const clock = jest.spyOn(Date, "now");
beforeEach(() => clock.mockReturnValue(someTime));
afterAll(() => {
  clock.mockRestore();
});

test("the example of the specification has its signature", () => {
  const example = '{"test": 2432232314}';
  const signed = signedHeaders({ secret }, "msg_p5jXN8AQM9LWM0D4loKWxJek", example, 1_614_265_330_999);
  expect(signed).toMatchObject({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("the former headers are to the letter what they were", () => {
  const body = '{"id":"evt_1","data":{"body":"Café 👍"}}';
  expect(signedHeaders({ secret }, "evt_1", body, 1_796_090_400_000)).toMatchObject({
    "x-webhook-id": "evt_1",
    "x-webhook-timestamp": "1796090400",
    "x-webhook-signature": "v1=951d4b309c6c07d2904ac61f85eec1ba6d9b9a85733239ada2e4fbfa98b63080",
  });
});

test.each(Object.entries({ plain: "Halo", ...hostileTexts }))("a body with %s is taken by both", (_, text) => {
  const body = bodyWith(text);
  const sent = headersOf(body);
  expect([isStandardWebhook(secret, sent, body), isOurWebhook([secret], sent, body)]).toEqual([true, true]);
  // What comes over the wire is the same text.
  const arrived = Buffer.from(body).toString();
  expect([isStandardWebhook(secret, sent, arrived), isOurWebhook([secret], sent, arrived)]).toEqual([true, true]);
});

describe("a call that is changed on its way is refused:", () => {
  const body = bodyWith("Café 👍");
  const sent = headersOf(body);
  const { id, timestamp, signature } = webhookHeaders;
  test.each<[what: string, headers: Record<string, string>, body: string]>([
    ["its body", sent, bodyWith("Cafe 👍")],
    ["a blank behind its body", sent, `${body} `],
    ["its id", { ...sent, [id]: "evt_other" }, body],
    ["its timestamp", { ...sent, [timestamp]: String(someTime / 1_000 + 1) }, body],
    ["no timestamp", { ...sent, [timestamp]: "" }, body],
    ["its signature", { ...sent, [signature]: sent[signature]?.replace(/.=$/, "A=") ?? "" }, body],
    ["the former signature", { ...sent, [signature]: sent[formerWebhookHeaders.signature] ?? "" }, body],
  ])("%s", (_, headers, changed) => {
    expect(isStandardWebhook(secret, headers, changed)).toBe(false);
  });

  test("another secret", () => {
    expect(isStandardWebhook(`whsec_${"A".repeat(32)}`, sent, body)).toBe(false);
  });
});

test.each([
  ["as it comes", 0, true],
  ["five minutes later", 5 * minuteMs, true],
  ["more than five minutes later", 5 * minuteMs + 1_000, false],
  ["by a clock that is far behind", -5 * minuteMs - 1_000, false],
])("a call that is checked %s: by its age", (_, laterMs, isTaken) => {
  clock.mockReturnValue(someTime + laterMs);
  const body = bodyWith("Halo");
  const sent = headersOf(body);
  expect([isStandardWebhook(secret, sent, body), isOurWebhook([secret], sent, body)]).toEqual([isTaken, isTaken]);
});

describe("the key of a secret is read as the package reads it:", () => {
  const body = bodyWith("Halo");
  test.each([
    ["24 bytes in letters and digits, as they are answered", `whsec_${"aB3".repeat(10)}Zz`],
    ["64 bytes", `whsec_${Buffer.alloc(64, 250).toString("base64")}`],
    ["25 bytes, padded twice", `whsec_${Buffer.alloc(25, 251).toString("base64")}`],
    ["26 bytes, padded once", `whsec_${Buffer.alloc(26, 252).toString("base64")}`],
  ])("%s", (_, written) => {
    const sent = headersOf(body, written);
    expect([isStandardWebhook(written, sent, body), isOurWebhook([written], sent, body)]).toEqual([true, true]);
  });

  test.each(["whsec_1", "whsec_not-base64!", "whsec_abcde", "whsec_", "a secret of words", "AAAAAAAAAAAAAAAA"])(
    "%s is no base64 behind whsec_: a raw key",
    (written) => {
      const sent = headersOf(body, written);
      expect(isStandardWebhook(written, sent, body, { format: "raw" })).toBe(true);
      expect(isOurWebhook([written], sent, body)).toBe(true);
    },
  );
});
