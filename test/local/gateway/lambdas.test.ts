import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient, sqsClient } from "../../../aws/clients.ts";
import { requiredSetting } from "../../../aws/env.ts";
import { envNames } from "../../../aws/names.ts";
import * as stores from "../../../aws/open.ts";
import { rateLimitKey } from "../../../aws/dynamodb/keys.ts";
import { formatKey, hashKey } from "../../../core/access/api-key.ts";
import type { DomainEvent } from "../../../core/webhook/events.ts";
import { mediaKeyOf } from "../../../core/content/media.ts";
import { emptyBucket } from "../../../core/access/rate-limit.ts";
import { routes } from "../../../functions/routes/index.ts";
import { resources, type Resource } from "../../../functions/routes/route.ts";
import { Client, type DataOf } from "../../e2e/client.ts";
import { aMedia, anApiKey, aSession, aUlid } from "../../support/builders.ts";
import { type LambdasAtHand, startLambdas } from "../../support/api/lambdas.ts";

/** What Lambdas come to seldom: between two of them, late, or with too much to do. */

const tenantId = "acme";
const shop = { tenantId, sessionId: "shop" };
const base = "/api/whatsapp/shop/broadcast";
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let all: LambdasAtHand;
/** Of the tenant. */
let client: Client;
let secret: string;

beforeAll(async () => {
  all = await startLambdas();
  const now = all.now();
  secret = formatKey(aUlid(), "a".repeat(32));
  const keyId = `key_${secret.split("_")[1] ?? ""}`;
  await stores.apiKeys(all.env).create(anApiKey({ keyId, scopes: ["admin"], hash: hashKey(secret), createdAt: now }));
  client = new Client(all.url, secret);
  const profile = { key: "profiles/acme/shop/1", sha256: "0".repeat(64), savedAt: now, previous: [] };
  await stores.sessionDesk(all.env).create(aSession({ ...shop, state: "disconnected", createdAt: now, profile }));
  await stores.slots(all.env).take(0, undefined, "worker", 10);
  await stores.webhooks(all.env).create({
    tenantId,
    webhookId: `whk_${aUlid()}`,
    url: "https://hooks.example.com/",
    events: ["*"],
    active: true,
    secret: "whsec_0",
    createdAt: now,
    updatedAt: now,
  });
});
afterAll(async () => {
  await all.close();
});

const aListOf = async (...numbers: readonly string[]): Promise<string> => {
  const { data } = await client.post<DataOf<{ listId: string }>>(`${base}/lists`, { name: `Daftar ${aUlid()}` });
  const contacts = numbers.map((number) => ({ number, name: "Siti" }));
  if (contacts.length > 0) await client.post(`${base}/lists/${data.listId}/contacts`, { contacts });
  return data.listId;
};

/** One that starts in that time. */
const schedule = async (inMs: number): Promise<string> => {
  const listId = await aListOf("628120000001");
  const sendAt = new Date(all.now() + inMs).toISOString();
  const body = { listId, message: "Halo", sendAt };
  return (await client.post<DataOf<{ campaignId: string }>>(`${base}/schedule`, body)).data.campaignId;
};

const campaignOf = async (campaignId: string) => await stores.campaigns(all.env).find({ ...shop, campaignId });

// First: S3 dates its files by its own clock, which no test moves.
describe("an export that takes too long for a request", () => {
  const running = [202, { data: { state: "running" } }] as const;

  const isMadeByAJob = async (path: string, firstLine: string) => {
    const { status, body } = await all.slowly(20_000, () => client.ask<object>("GET", path));
    expect([status, body]).toMatchObject(running);
    await all.runJobs();
    const answer = await client.ask("GET", path);
    expect(answer.status).toBe(303);
    const file = await (await fetch(answer.headers.get("location") ?? "")).text();
    expect(file.split("\r\n")[0]).toBe(firstLine);
  };

  it("of a list is made by a job", async () => {
    const listId = await aListOf("628120000001");
    await isMadeByAJob(`${base}/export/contacts/${listId}`, "number,name");
  });

  it("of a campaign is made by a job", async () => {
    const campaignId = await schedule(hourMs);
    const columns =
      "number,name,status,claimed_at,sent_at,delivered_at,read_at,replied_at,attempts,reason,message_id,sender";
    await isMadeByAJob(`${base}/export/campaign/${campaignId}`, columns);
  });
});

const unknown: Readonly<Record<string, string>> = {
  sessionId: "shop",
  listId: `lst_${aUlid()}`,
  campaignId: `cmp_${aUlid()}`,
  filename: `med_${aUlid()}.png`,
  number: "628120000099",
};

/** A question that each Lambda with keys answers, whatever it answers. */
const asks = resources.flatMap((resource) => {
  const asked = routes.filter((one) => one.resource === resource && one.method === "GET" && one.scope !== "none");
  // Not those of section 1, one of which waits for a QR code.
  const route = asked.find(({ path }) => path.startsWith("/api/"));
  if (route === undefined) return [];
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => unknown[name] ?? `msg_${aUlid()}`);
  return [{ resource, path }];
});

/** The deep health is the operator's, and takes a token of who asks before it says so. */
const deepHealth = { resource: "meta", path: "/health?deep=true" } as const;

test.each([...asks, deepHealth])("$resource hears of a bucket that others emptied", async ({ resource, path }) => {
  const first = await client.ask("GET", path, { headers: { "user-id": "shop" } });
  expect(resource === "meta" ? [401, 429] : [401, 403, 429]).not.toContain(first.status);
  const { client: dynamoDb, name } = { client: documentClient(all.env), name: all.env[envNames.deliveryTable] };
  const fullAt = emptyBucket(2_400, all.now());
  await dynamoDb.send(new PutCommand({ TableName: name, Item: { ...rateLimitKey(tenantId, "general"), fullAt } }));
  expect((await client.ask("GET", path, { headers: { "user-id": "shop" } })).status).toBe(429);
  // A minute later it is full again.
  all.later(2 * minuteMs);
  expect((await client.ask("GET", path, { headers: { "user-id": "shop" } })).status).toBe(first.status);
  dynamoDb.destroy();
});

const never = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
/** A request that each Lambda refuses, and one that it grants. */
const once: readonly { readonly name: Resource; readonly path: string; readonly bad: object; readonly good: object }[] =
  [
    {
      name: "api-keys",
      path: "/api/whatsapp/api-keys",
      bad: { name: "a", scopes: ["read"], tenantId: "other" },
      good: { name: "a", scopes: ["read"] },
    },
    {
      name: "webhooks",
      path: "/api/whatsapp/webhooks",
      bad: { url: "https://127.0.0.1/", events: ["*"] },
      good: { url: "https://hooks.example.com/", events: ["import.failed"] },
    },
    { name: "sessions", path: "/api/whatsapp/sessions", bad: { sessionId: "shop" }, good: { sessionId: "stall" } },
    { name: "lists", path: `${base}/lists`, bad: { name: "Sekali" }, good: { name: "Sekali lagi" } },
    {
      name: "campaigns",
      path: `${base}/send`,
      bad: { listId: `lst_${never}`, message: "Halo" },
      good: { message: "Halo" },
    },
    {
      name: "media",
      path: `${base}/upload`,
      bad: { filename: "a.png", contentType: "image/png", size: 90_000_000 },
      good: { filename: "a.png", contentType: "image/png", size: 100 },
    },
    { name: "templates", path: `${base}/templates`, bad: { name: "a", body: "{{" }, good: { name: "a", body: "Halo" } },
    { name: "opt-outs", path: "/api/whatsapp/opt-outs", bad: { number: "12" }, good: { number: "628120000003" } },
    {
      name: "contacts",
      path: `${base}/lists/LIST/contacts`,
      bad: { number: "12" },
      good: { number: "628120000004" },
    },
    {
      name: "messages",
      path: `${base}/test`,
      bad: { number: "12", message: "Halo" },
      good: { number: "628120000005", message: "Halo" },
    },
  ];

test.each(once)("$name keeps no Idempotency-Key of what it refused, and the answer to what it did", async (one) => {
  const headers = { "idempotency-key": `once-${one.name}` };
  const listId = await aListOf("628120000001");
  if (one.name === "lists") await client.post(one.path, one.bad);
  const path = one.path.replace("LIST", listId);
  const good = one.name === "campaigns" ? { ...one.good, listId } : one.good;
  expect((await client.ask("POST", path, { headers, json: one.bad })).status).toBeGreaterThanOrEqual(400);
  const first = await client.ask("POST", path, { headers, json: good });
  expect([200, 201, 202]).toContain(first.status);
  const again = await client.ask("POST", path, { headers, json: good });
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
});

test("the health that looks deep reads who waits", async () => {
  const { status, body } = await new Client(all.url, all.apiKey).ask<{ workers: { sessionsWaiting: number } }>(
    "GET",
    "/health?deep=true",
  );
  expect([status, body.workers.sessionsWaiting]).toEqual([200, 1]);
});

describe("the sweep", () => {
  const sweptAfter = async (ms: number) => {
    all.later(ms);
    await all.lambdas.sweep();
  };

  it("sets the schedule of a campaign once more, and starts the campaign when it did not ring", async () => {
    const campaignId = await schedule(2 * hourMs);
    await stores.timers(all.env).arm({ ...shop, campaignId, at: all.now(), listIds: [], media: [] });
    await sweptAfter(minuteMs);
    expect((await campaignOf(campaignId))?.status).toBe("scheduled");
    await sweptAfter(2 * hourMs);
    expect((await campaignOf(campaignId))?.status).toBe("running");
  });

  it("clears away what was deleted before it rang, and the campaign's row last", async () => {
    const campaignId = await schedule(24 * hourMs);
    await client.send("DELETE", `${base}/campaigns/${campaignId}`);
    await all.runJobs();
    expect(await campaignOf(campaignId)).toBeDefined();
    await sweptAfter(2 * minuteMs);
    await all.runJobs();
    expect(await campaignOf(campaignId)).toBeUndefined();
    // Nothing is left to be looked at.
    await sweptAfter(2 * hourMs);
    const timers = await stores.timers(all.env).due(Number.MAX_SAFE_INTEGER, 100);
    expect(timers.filter((timer) => timer.campaignId === campaignId)).toEqual([]);
  });

  it("has the row of a deleted list taken away", async () => {
    const listId = await aListOf("628120000001");
    await client.send("DELETE", `${base}/lists/${listId}`);
    await all.runJobs();
    await sweptAfter(2 * minuteMs);
    await all.runJobs();
    expect(await stores.listDeletions(all.env).find({ ...shop, listId })).toBeUndefined();
  });

  it("has the bytes of a file taken away whose removal was cut off", async () => {
    const media = aMedia({ ...shop, createdAt: all.now(), expiresAt: all.now() });
    const files = stores.files(all.env);
    await files.save(mediaKeyOf(media), new Uint8Array(67), media.contentType);
    await stores.mediaWriter(all.env).create(media);
    await stores.mediaWriter(all.env).remove(media, all.now());
    await sweptAfter(2 * minuteMs);
    await all.runJobs();
    expect([await files.size(mediaKeyOf(media)), await stores.media(all.env).find(media)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

test("an import that takes longer than a Lambda may run is gone on with by another", async () => {
  const listId = await aListOf();
  const rows = Array.from({ length: 1_500 }, (_, row) => `${628_130_000_000 + row}`);
  const { data } = await client.send<DataOf<{ importId: string }>>("POST", `${base}/lists/${listId}/contacts/bulk`, {
    headers: { "content-type": "text/csv" },
    body: `number\n${rows.join("\n")}`,
  });
  await all.slowly(2 * minuteMs, () => all.runJobs());
  const job = await stores.imports(all.env).find(tenantId, listId, data.importId);
  expect([job?.state, job?.counts.added]).toEqual(["completed", 1_500]);
});

test("a schedule that rings starts its campaign, once", async () => {
  const campaignId = await schedule(hourMs);
  await all.lambdas.launchCampaign({ ...shop, campaignId });
  expect((await campaignOf(campaignId))?.status).toBe("scheduled");
  all.later(hourMs);
  await all.lambdas.launchCampaign({ ...shop, campaignId });
  const startedAt = (await campaignOf(campaignId))?.startedAt;
  expect(startedAt).toBe(all.now());
  all.later(minuteMs);
  await all.lambdas.launchCampaign({ ...shop, campaignId });
  expect((await campaignOf(campaignId))?.startedAt).toBe(startedAt);
});

describe("while the queue of events is away", () => {
  const QueueUrl = () => requiredSetting(all.env, envNames.webhooksQueueUrl);
  const owed = async () => (await stores.owedEvents(all.env).page({ limit: 100 })).items;
  const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type).toSorted();

  it("each change is made and its event owed; once it is back, the sweep hands all of them on as they were", async () => {
    const sqs = sqsClient(all.env);
    const [atRest, moved, stopped] = [await aListOf(), await schedule(hourMs), await schedule(2 * hourMs)];
    await sqs.send(new DeleteQueueCommand({ QueueUrl: QueueUrl() }));
    await client.post("/api/whatsapp/opt-outs", { number: "628120000077" });
    expect((await client.ask("POST", `${base}/campaigns/${stopped}/stop`)).status).toBe(200);
    await client.send("POST", `${base}/lists/${atRest}/contacts/bulk`, {
      headers: { "content-type": "text/csv" },
      body: "number\n628120000078",
    });
    await all.runJobs();
    all.later(hourMs);
    await all.lambdas.launchCampaign({ ...shop, campaignId: moved });
    expect([(await campaignOf(moved))?.status, (await campaignOf(stopped))?.status]).toEqual(["running", "stopped"]);
    const events = (await owed()).map(({ event }) => event);
    const types = ["campaign.started", "campaign.stopped", "import.completed", "opt_out.added"];
    expect(typesOf(events)).toEqual(types);
    await all.lambdas.sweep();
    expect(typesOf((await owed()).map(({ event }) => event))).toEqual(types);
    await sqs.send(new CreateQueueCommand({ QueueName: QueueUrl().slice(QueueUrl().lastIndexOf("/") + 1) }));
    await all.lambdas.sweep();
    expect(await owed()).toEqual([]);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: QueueUrl(), MaxNumberOfMessages: 10 }),
    );
    const told = Messages.map(({ Body }) => (JSON.parse(Body ?? "") as { event: DomainEvent }).event);
    const byId = (a: DomainEvent, b: DomainEvent) => a.eventId.localeCompare(b.eventId);
    expect(told.toSorted(byId)).toEqual(events.toSorted(byId));
    sqs.destroy();
  });

  it("an event that it refused for good stands as failed, with the reason, where deliveries are listed", async () => {
    const refusedBecause = "the queue of events refused it: too long";
    const event: DomainEvent = { eventId: `evt_${aUlid()}`, type: "import.failed", tenantId, at: all.now(), data: {} };
    await stores.owedEvents(all.env).put({ event, owedAt: all.now(), refusedBecause });
    await all.lambdas.sweep();
    const [webhook] = (await stores.webhooks(all.env).list(tenantId)).filter(({ events }) => events.includes("*"));
    const { data } = await client.get<{ data: readonly { eventId: string; status: string; attempts: unknown[] }[] }>(
      `/api/whatsapp/webhooks/${webhook?.webhookId ?? ""}/deliveries?status=failed`,
    );
    expect(data.find(({ eventId }) => eventId === event.eventId)).toMatchObject({
      status: "failed",
      attempts: [{ problem: refusedBecause }],
    });
  });
});
