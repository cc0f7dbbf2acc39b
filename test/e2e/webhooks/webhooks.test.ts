import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { eventShapes } from "../../../functions/routes/events/event-shapes.ts";
import { isOurWebhook } from "../../support/receivers/former-receiver.ts";
import { until } from "../../support/stack.ts";
import { isStandardWebhook } from "../../support/receivers/standard-receiver.ts";
import type { DataOf, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

interface Came {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly event: { readonly id: string; readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}
interface WebhookView {
  readonly webhookId: string;
  readonly secret: string;
  readonly events: readonly string[];
}
interface DeliveryView {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly type: string;
  readonly status: string;
  readonly attempts: readonly { readonly status?: number; readonly problem?: string }[];
}

const longAgo = (headers: Came["headers"]) => ({
  "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 3_600),
});

let server: Server;
let address: string;
const came: Came[] = [];
/** What the receiver at a path answers; 204 where nothing is said. */
const answers = new Map<string, number | "never">();

/** Whether receivers with that secret take a call: one by Standard Webhooks, and one that was written for the former headers. */
const isTakenWith = (secret: string, { headers = {}, body = "" }: Partial<Came> = {}) => [
  isStandardWebhook(secret, headers, body),
  isOurWebhook([secret], headers, body),
];

const path = "/api/whatsapp/webhooks";
const makeWebhook = async (at: string, events: readonly string[]): Promise<WebhookView> =>
  (await client.post<DataOf<WebhookView>>(path, { url: `${address}${at}`, events })).data;
const cameAt = (at: string, type?: string) =>
  came.filter((one) => one.path === at && (type === undefined || one.event.type === type));
const untilCame = (at: string, type: string) =>
  until(
    async () => cameAt(at, type),
    (events) => events.length > 0,
    `${type} comes to ${at}`,
    25_000,
  );
const deliveriesOf = async (webhookId: string): Promise<readonly DeliveryView[]> =>
  (await client.get<PageOf<DeliveryView>>(`${path}/${webhookId}/deliveries`)).data;

const { client } = aShop({ env: { WEBHOOK_ALLOW_LOOPBACK: "true" }, arriveMs: 0 });
beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const headers = request.headers as Record<string, string>;
      came.push({ path: request.url ?? "", headers, body, event: JSON.parse(body) as Came["event"] });
      const answer = answers.get(request.url ?? "") ?? 204;
      if (answer !== "never") response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
});

test("a broadcast is told from its start to its end, signed, each event under one id", async () => {
  const webhook = await makeWebhook("/all", ["*"]);
  expect(webhook.secret).toMatch(/^whsec_[A-Za-z0-9]{32}$/);
  expect(Buffer.from(webhook.secret.slice("whsec_".length), "base64")).toHaveLength(24);
  await person.link(client, "shop", "628111000111");
  const listId = await person.aList(client, "shop", "Pelanggan", person.numbersOf(1, 2));
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Halo", gapMs: 0 });
  await untilCame("/all", "campaign.completed");
  await until(
    async () => cameAt("/all", "recipient.delivered").length,
    (count) => count >= 2,
    "both deliveries are told",
    25_000,
  );
  for (const type of ["session.ready", "campaign.started", "recipient.sent"]) {
    expect(cameAt("/all", type)).not.toEqual([]);
  }
  expect(cameAt("/all", "campaign.completed")[0]?.event.data).toMatchObject({
    campaignId,
    status: "completed",
    total: 2,
    counts: { failed: 0, notReached: 0 },
    totals: { sent: 2 },
  });
  expect(cameAt("/all", "recipient.delivered")[0]?.event.data).toHaveProperty("campaignName");
  const [from = ""] = person.numbersOf(1, 1);
  await client.post("/_simulator/inbound", {
    session: "shop",
    from,
    body: "Mau café \u{1F44D}",
    type: "image",
    quoted: "3EB0AA",
  });
  const [received] = await untilCame("/all", "message.received");
  expect(received?.event.data).toMatchObject({
    from,
    to: "628111000111",
    type: "image",
    body: "Mau café \u{1F44D}",
    media: { kind: "image", contentType: "image/jpeg" },
    quotedMessageId: "3EB0AA",
    campaignId,
  });
  const [replied] = await untilCame("/all", "recipient.replied");
  expect(replied?.event.data).toMatchObject({
    campaignId,
    reply: { whatsAppId: received?.event.data["whatsAppId"], body: "Mau café \u{1F44D}" },
  });
  for (const { headers, body, event } of cameAt("/all")) {
    expect([event, eventShapes[event.type as keyof typeof eventShapes].parse(event)]).toEqual([event, event]);
    expect([headers["webhook-id"], headers["x-webhook-id"]]).toEqual([event.id, event.id]);
    expect(isStandardWebhook(webhook.secret, headers, body)).toBe(true);
    expect(isStandardWebhook(webhook.secret, headers, `${body} `)).toBe(false);
    expect(isStandardWebhook(webhook.secret, { ...headers, "webhook-id": "evt_other" }, body)).toBe(false);
    expect(isStandardWebhook(webhook.secret, { ...headers, ...longAgo(headers) }, body)).toBe(false);
    expect(isStandardWebhook(`whsec_${"A".repeat(32)}`, headers, body)).toBe(false);
    expect(isOurWebhook([webhook.secret], headers, body)).toBe(true);
    expect(isOurWebhook([webhook.secret], headers, `${body} `)).toBe(false);
    expect(isOurWebhook(["whsec_other"], headers, body)).toBe(false);
    expect(isOurWebhook([webhook.secret], headers, body, Date.now() + 3_600_000)).toBe(false);
  }
  const recipients = new Set(cameAt("/all", "recipient.delivered").map(({ event }) => event.id));
  expect(recipients.size).toBe(2);
  const log = await deliveriesOf(webhook.webhookId);
  expect(log[0]).toMatchObject({ status: "delivered", attempts: [{ status: 204 }] });
  await client.send("DELETE", `${path}/${webhook.webhookId}`);
  expect((await client.ask("GET", `${path}/${webhook.webhookId}`)).status).toBe(404);
});

test("who listens to imports hears of nothing else; a test event comes all the same", async () => {
  const { webhookId, secret } = await makeWebhook("/imports", ["import.*"]);
  await client.post("/api/whatsapp/opt-outs", { number: "628127770003" });
  const { data } = await client.post<DataOf<{ eventId: string; deliveryId: string }>>(`${path}/${webhookId}/test`, {});
  const [tested] = await untilCame("/imports", "webhook.test");
  expect(tested?.event.id).toBe(data.eventId);
  expect(isTakenWith(secret, tested)).toEqual([true, true]);
  expect(cameAt("/imports").map(({ event }) => event.type)).toEqual(["webhook.test"]);
  // The secret changes over, twice: for a day each of them is right.
  const rotate = { json: { rotateSecret: true } };
  const rotated = await client.send<DataOf<WebhookView>>("PUT", `${path}/${webhookId}`, rotate);
  expect(rotated.data.secret).not.toBe(secret);
  const twice = await client.send<DataOf<WebhookView>>("PUT", `${path}/${webhookId}`, rotate);
  await client.send("POST", `${path}/${webhookId}/deliveries/${data.deliveryId}/redeliver`);
  const again = await until(
    async () => cameAt("/imports", "webhook.test"),
    (events) => events.length === 2,
    "it comes again",
    25_000,
  );
  const last = again[1];
  expect(last?.event.id).toBe(data.eventId);
  expect(last?.headers["webhook-id"]).toBe(tested?.headers["webhook-id"]);
  for (const known of [secret, rotated.data.secret, twice.data.secret])
    expect(isTakenWith(known, last)).toEqual([true, true]);
  for (let further = 0; further < 3; further += 1) await client.send("PUT", `${path}/${webhookId}`, rotate);
  const refused = await client.ask("PUT", `${path}/${webhookId}`, rotate);
  expect([refused.status, refused.body.error.code]).toEqual([409, "SECRET_CHANGES_LIMIT"]);
  const waitSeconds = Number(refused.headers.get("retry-after"));
  expect(waitSeconds).toBeGreaterThan(23 * 60 * 60);
  expect(waitSeconds).toBeLessThanOrEqual(24 * 60 * 60);
});

test("a receiver that fails is tried again, one that never answers delays nobody", async () => {
  answers.set("/fails", 500);
  answers.set("/hangs", "never");
  const fails = await makeWebhook("/fails", ["opt_out.*"]);
  await makeWebhook("/hangs", ["opt_out.*"]);
  const well = await makeWebhook("/well", ["opt_out.*"]);
  for (let number = 0; number < 5; number += 1) {
    await client.post("/api/whatsapp/opt-outs", { number: `62812777001${number}` });
  }
  const startedAt = Date.now();
  await until(
    async () => cameAt("/well").length,
    (count) => count === 5,
    "the well one hears everything",
    9_000,
  );
  expect(Date.now() - startedAt).toBeLessThan(9_000);
  await untilCame("/fails", "opt_out.added");
  answers.set("/fails", 204);
  const log = await until(
    () => deliveriesOf(fails.webhookId),
    (deliveries) => deliveries.some(({ status, attempts }) => status === "delivered" && attempts.length > 1),
    "one is delivered at a later attempt",
    40_000,
  );
  const retried = log.find(({ attempts }) => attempts.length > 1);
  expect(retried?.attempts[0]).toMatchObject({ status: 500 });
  const calls = cameAt("/fails").filter(({ event }) => event.id === retried?.eventId);
  expect(calls.length).toBeGreaterThan(1);
  expect(new Set(calls.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([retried?.eventId]));
  expect(new Set(calls.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(calls.length);
  for (const call of calls) expect(isTakenWith(fails.secret, call)).toEqual([true, true]);
  expect((await deliveriesOf(well.webhookId)).every(({ status }) => status === "delivered")).toBe(true);
});

test.each([
  "http://example.com/",
  "https://10.0.0.1/",
  "https://169.254.169.254/latest/meta-data",
  "https://[::ffff:192.168.0.1]/",
  "https://user:pass@example.com/",
  "ftp://example.com/",
  "https://internal/",
  "nowhere",
])("%s can be no receiver", async (url) => {
  const refused = await client.ask("POST", path, { json: { url, events: ["*"] } });
  expect([refused.status, refused.body.error.details[0]?.pointer]).toEqual([422, "/url"]);
});

test("events that nobody knows can't be listened to, and the secret is shown once", async () => {
  const refused = await client.ask("POST", path, { json: { url: `${address}/x`, events: ["weather.*"] } });
  expect([refused.status, refused.body.error.details[0]?.pointer]).toEqual([422, "/events/0"]);
  const ask = { json: { url: `${address}/once`, events: ["*"] }, headers: { "idempotency-key": "hook-1" } };
  const first = await client.ask<DataOf<WebhookView>>("POST", path, ask);
  const again = await client.ask<DataOf<WebhookView>>("POST", path, ask);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body.data).toEqual(first.body.data);
  const listed = await client.get<DataOf<readonly WebhookView[]>>(path);
  expect(JSON.stringify(listed)).not.toContain("whsec_");
  await client.send("DELETE", `${path}/${first.body.data.webhookId}`);
});

test("a receiver that is gone switches its webhook off, which says why, since when and the last answer, until it is switched on", async () => {
  answers.set("/gone", 410);
  const { webhookId } = await makeWebhook("/gone", ["opt_out.*"]);
  interface Shown {
    readonly active: boolean;
    readonly inactiveBecause?: string;
    readonly failingSince?: string;
    readonly lastAnswer?: { readonly at: string; readonly status?: number };
  }
  const shown = async () => (await client.get<DataOf<Shown>>(`${path}/${webhookId}`)).data;
  expect(await shown()).not.toHaveProperty("lastAnswer");
  await client.post("/api/whatsapp/opt-outs", { number: "628127770021" });
  const off = await until(shown, ({ active, lastAnswer }) => !active && lastAnswer !== undefined, "it is off", 25_000);
  expect(off).toMatchObject({ inactiveBecause: "gone", lastAnswer: { status: 410 } });
  expect(off.failingSince).toBeDefined();
  answers.set("/gone", 204);
  await client.send("PUT", `${path}/${webhookId}`, { json: { active: true } });
  const on = await shown();
  expect(on.active).toBe(true);
  for (const past of ["inactiveBecause", "failingSince", "lastAnswer"]) expect(on).not.toHaveProperty(past);
  await client.post("/api/whatsapp/opt-outs", { number: "628127770022" });
  const well = await until(shown, ({ lastAnswer }) => lastAnswer !== undefined, "it answers", 25_000);
  expect(well.lastAnswer?.status).toBe(204);
  await client.send("PUT", `${path}/${webhookId}`, { json: { active: false } });
  expect(await shown()).toMatchObject({ active: false, inactiveBecause: "user" });
}, 90_000);

test("another url switches on a webhook whose receiver is gone, and not one that a person switched off", async () => {
  answers.set("/former", 410);
  const { webhookId } = await makeWebhook("/former", ["opt_out.*"]);
  const change = async (json: object) =>
    (await client.send<DataOf<{ active: boolean }>>("PUT", `${path}/${webhookId}`, { json })).data;
  await client.post("/api/whatsapp/opt-outs", { number: "628127770031" });
  const shown = async () => (await client.get<DataOf<{ active: boolean }>>(`${path}/${webhookId}`)).data;
  await until(shown, ({ active }) => !active, "it is off", 25_000);
  expect(await change({ description: "pindah" })).toMatchObject({ active: false, inactiveBecause: "gone" });
  const sameUrl = `${address}/former`;
  expect(await change({ url: sameUrl })).toMatchObject({ active: false, inactiveBecause: "gone" });
  const moved = await change({ url: `${address}/moved` });
  expect(moved).toMatchObject({ active: true });
  expect(moved).not.toHaveProperty("inactiveBecause");
  await change({ active: false });
  expect(await change({ url: sameUrl })).toMatchObject({ active: false, inactiveBecause: "user" });
}, 90_000);
