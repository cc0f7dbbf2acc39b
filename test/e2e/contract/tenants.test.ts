import { formatKey } from "../../../core/access/api-key.ts";
import { routes } from "../../../functions/routes/index.ts";
import type { Route } from "../../../functions/routes/route.ts";
import { until } from "../../support/stack.ts";
import type { Answer, Client, DataOf, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import type { ImportView, ListView } from "../steps.ts";
import { aShop } from "../shop.ts";

/** Two tenants on one deployment, who name everything alike. */

let others: Client;
/** What each has, by the name of the path parameter. */
let ofOperator: Readonly<Record<string, string>>;
let ofOthers: Readonly<Record<string, string>>;

interface MadeKey {
  readonly key: string;
  readonly keyId: string;
  readonly tenantId: string;
  readonly sessions?: readonly string[];
}

async function makeKey(client: Client, fields: object): Promise<MadeKey> {
  const path = "/api/whatsapp/api-keys";
  const { data } = await client.post<DataOf<MadeKey>>(path, { name: "kunci", scopes: ["admin"], ...fields });
  // Those of the tenant that makes it; the index that lists them lags.
  const list = () => client.get<DataOf<readonly MadeKey[]>>(`${path}?limit=100`);
  const isListed = (keys: DataOf<readonly MadeKey[]>) => keys.data.some(({ keyId }) => keyId === data.keyId);
  if (!("tenantId" in fields)) await until(list, isListed, "the key is listed");
  return data;
}

/** A session, a list, contacts, an import and a key. */
async function furnish(client: Client, sessionId: string): Promise<Record<string, string>> {
  await client.post("/api/whatsapp/sessions", { sessionId });
  const listId = await person.aList(client, sessionId, "Pelanggan", person.numbersOf(1, 5));
  const ofList = `${person.broadcastOf(sessionId)}/lists/${listId}`;
  const { data } = await client.send<DataOf<ImportView>>("POST", `${ofList}/contacts/bulk`, {
    headers: { "content-type": "text/csv" },
    body: "number,name\n628129999999,Dari CSV\nsalah,Salah\n",
  });
  await person.untilImported(client, ofList, data.importId);
  const { keyId } = await makeKey(client, { scopes: ["read"] });
  const base = person.broadcastOf(sessionId);
  const template = { name: "Salam", body: "Halo {{ name }}" };
  const { templateId } = (await client.post<DataOf<{ templateId: string }>>(`${base}/templates`, template)).data;
  const file = { filename: "gambar.png", contentType: "image/png", size: 100 };
  const { filename } = (await client.post<DataOf<{ filename: string }>>(`${base}/upload`, file)).data;
  // It is told of nothing that happens here, but of a test that it never hears.
  const hook = { url: "https://hooks.example.com/", events: ["import.failed"] };
  const { webhookId } = (await client.post<DataOf<{ webhookId: string }>>("/api/whatsapp/webhooks", hook)).data;
  const { deliveryId } = (
    await client.post<DataOf<{ deliveryId: string }>>(`/api/whatsapp/webhooks/${webhookId}/test`, {})
  ).data;
  await until(
    () => client.ask<PageOf<object>>("GET", `/api/whatsapp/webhooks/${webhookId}/deliveries`),
    ({ body }) => body.data.length > 0,
    "the delivery is there",
  );
  return { sessionId, listId, importId: data.importId, keyId, templateId, filename, webhookId, deliveryId };
}

/** Somebody whom only that tenant knows: in its list, and opted out. */
async function leaveAlone(client: Client, ids: Readonly<Record<string, string>>, number: string): Promise<string> {
  await client.post(`${person.broadcastOf("shop")}/lists/${ids["listId"] ?? ""}/contacts`, { number });
  await client.post("/api/whatsapp/opt-outs", { number });
  await until(
    () => person.everyRow<{ number: string }>(client, "/api/whatsapp/opt-outs"),
    (optOuts) => optOuts.some((one) => one.number === number),
    "the opt-out is listed",
  );
  return number;
}

const { client: operator } = aShop();
beforeAll(async () => {
  const { key, tenantId } = await makeKey(operator, { tenantId: "toko-lain" });
  expect(tenantId).toBe("toko-lain");
  others = operator.withKey(key);
  await operator.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0, deliverMs: 0, readMs: null } });
  const mine = await furnish(operator, "shop");
  await person.link(operator, "shop", "628111000111");
  const launched = await person.launch(operator, "shop", {
    listId: mine["listId"] ?? "",
    message: "Rahasia {{ name }}",
    gapMs: 0,
  });
  await person.untilCounts(operator, "shop", launched.campaignId, { delivered: 6 });
  await person.untilStatus(operator, "shop", launched.campaignId, "completed");
  const sent = await operator.send<DataOf<{ id: string }>>("POST", "/send-message", {
    headers: { "user-id": "shop" },
    json: { number: "628127770009", message: "Halo" },
  });
  const theirs = await furnish(others, "shop");
  ofOperator = {
    ...mine,
    campaignId: launched.campaignId,
    id: sent.data.id,
    number: await leaveAlone(operator, mine, "628127770001"),
  };
  ofOthers = { ...theirs, number: await leaveAlone(others, theirs, "628127770002") };
});

/** Everything that a tenant has, as it sees it. */
async function everythingOf(client: Client, sessionId = "shop"): Promise<unknown> {
  const base = person.broadcastOf(sessionId);
  const lists = await person.everyRow<ListView>(client, `${base}/lists`);
  const ofLists = lists.map(async ({ listId }) => ({
    contacts: await person.everyRow(client, `${base}/lists/${listId}/contacts`),
    imports: await person.everyRow(client, `${base}/lists/${listId}/imports`),
  }));
  return {
    clients: await client.get("/clients"),
    sessions: await client.get("/api/whatsapp/sessions"),
    // When a key was last used is no change of anybody's.
    keys: (await client.get<DataOf<readonly object[]>>("/api/whatsapp/api-keys")).data.map((key) => ({
      ...key,
      lastUsedAt: undefined,
    })),
    optOuts: await person.everyRow(client, "/api/whatsapp/opt-outs"),
    status: await person.statusOf(client, sessionId),
    lists,
    ofLists: await Promise.all(ofLists),
    campaigns: await person.everyRow(client, `${base}/campaigns`),
    templates: await person.everyRow(client, `${base}/templates`),
    uploads: await person.everyRow(client, `${base}/upload`),
    webhooks: await client.get("/api/whatsapp/webhooks"),
    settings: await client.get(`/api/whatsapp/sessions/${sessionId}`),
  };
}

const never = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
const neverMade: Readonly<Record<string, string>> = {
  sessionId: "never-made",
  listId: `lst_${never}`,
  importId: `imp_${never}`,
  campaignId: `cmp_${never}`,
  keyId: `key_${never}`,
  templateId: `tpl_${never}`,
  filename: `med_${never}.png`,
  webhookId: `whk_${never}`,
  deliveryId: `dlv_${never}`,
  id: `msg_${never}`,
  number: "628120000099",
};

const namesIn = (route: Route): string[] => [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

/** What a route needs besides its path so that only the ids can be wrong. */
const asks: Readonly<Record<string, (ids: Readonly<Record<string, string>>) => Parameters<Client["ask"]>[2]>> = {
  changeSession: () => ({ json: { dailyCap: 7 } }),
  requestPairingCode: () => ({ json: { number: "628120000001" } }),
  updateList: () => ({ json: { name: "Sisipan" } }),
  updateContact: () => ({ json: { name: "Sisipan" } }),
  deleteContacts: () => ({ json: { all: true } }),
  scheduleCampaign: ({ listId }) => ({
    json: { listId, message: "Sisipan", sendAt: "2036-01-01T09:00", timezone: "Asia/Jakarta" },
  }),
  sendTest: () => ({ json: { number: "628120000001", message: "Sisipan" } }),
  retryCampaign: () => ({ json: { statuses: ["failed"] } }),
  resumeCampaign: () => ({ json: {} }),
  changeCampaign: () => ({ json: { message: "Sisipan" } }),
  createUpload: () => ({ json: { filename: "sisipan.png", contentType: "image/png", size: 10 } }),
  createTemplate: () => ({ json: { name: "Sisipan", body: "Halo" } }),
  updateTemplate: () => ({ json: { name: "Sisipan", body: "Halo" } }),
  previewMessage: () => ({ json: { message: "Halo", contacts: [{ number: "628120000001" }] } }),
  previewTemplate: () => ({ json: { contacts: [{ number: "628120000001" }] } }),
  updateWebhook: () => ({ json: { active: false } }),
  createList: () => ({ json: { name: "Sisipan" } }),
  addContacts: () => ({ json: { number: "628120000001", name: "Sisipan" } }),
  importContacts: () => ({ headers: { "content-type": "text/csv" }, body: "number\n628120000001\n" }),
  sendCampaign: ({ listId }) => ({ json: { listId, message: "Sisipan" } }),
};

async function askRoute(client: Client, route: Route, ids: Readonly<Record<string, string>>) {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
  const query = route.operationId === "deleteSession" ? `?confirm=${ids["sessionId"] ?? ""}` : "";
  const takesBody = route.body !== undefined || route.rawBody !== undefined;
  const ask = asks[route.operationId]?.(ids);
  if (takesBody && ask === undefined) throw new Error(`say in \`asks\` what to send to ${route.operationId}`);
  return await client.ask(route.method, path + query, {
    ...ask,
    headers: { ...ask?.headers, "accept-language": "en" },
  });
}

/** The answer without what differs from request to request, and with the ids that were asked for as one. */
function comparable({ status, headers, text }: Answer, ids: Readonly<Record<string, string>>) {
  const alike = Object.values(ids).reduce((written, id) => written.replaceAll(id, "ID"), text);
  // How many tokens are left depends on the moment, and on nobody's ids.
  const ofTheMoment = ["date", "x-request-id", "content-length", "ratelimit-remaining", "ratelimit-reset"];
  const kept = [...headers].map(([name, value]) => [name, ofTheMoment.includes(name) ? "" : value]);
  return { status, headers: kept, body: alike.replace(/"requestId":"[^"]*"/, '"requestId":"R"') };
}

describe("what belongs to another tenant answers exactly as what does not exist:", () => {
  const withIds = routes.filter((route) => route.scope !== "none" && namesIn(route).length > 0);
  const below = (name: string) => withIds.filter((route) => namesIn(route).includes(name));
  // The id that is somebody else's; those before it in the path are the caller's own.
  const foreignNames = [...new Set(withIds.flatMap(namesIn))].filter((name) => name !== "sessionId");
  const cases = foreignNames.flatMap((foreign) =>
    below(foreign).map((route) => [route.operationId, foreign, route] as const),
  );

  test("these are all routes with ids", () => {
    // A new kind of id fails here until `furnish` makes one and `neverMade` names one that is none.
    expect(foreignNames.filter((name) => ofOperator[name] === undefined || neverMade[name] === undefined)).toEqual([]);
  });

  const everything = async () => [await everythingOf(operator), await everythingOf(others)];
  /** What a case left is what the next one finds. */
  let before: readonly unknown[];
  beforeAll(async () => {
    before = await everything();
  });

  test.each(cases)("%s with another's %s", async (_operation, foreign, route) => {
    const pairs = [
      { caller: others, own: ofOthers, theirs: ofOperator },
      { caller: operator, own: ofOperator, theirs: ofOthers },
    ];
    for (const { caller, own, theirs } of pairs) {
      const id = theirs[foreign];
      if (id === undefined) continue;
      const foreignIds = { ...neverMade, ...own, [foreign]: id };
      const neverIds = { ...neverMade, ...own, [foreign]: neverMade[foreign] ?? "" };
      const answer = await askRoute(caller, route, foreignIds);
      expect(answer.status).toBe(404);
      expect(comparable(answer, foreignIds)).toEqual(comparable(await askRoute(caller, route, neverIds), neverIds));
    }
    const found = before;
    before = await everything();
    expect(before).toEqual(found);
  });

  test.each(below("sessionId").map((route) => [route.operationId, route] as const))(
    "%s of a session that only the other has, by its true ids",
    async (_operation, route) => {
      const somebody = operator.withKey((await makeKey(operator, { tenantId: "tanpa-sesi" })).key);
      const answer = await askRoute(somebody, route, ofOperator);
      expect(answer.status).toBe(404);
      expect(comparable(answer, ofOperator)).toEqual(comparable(await askRoute(somebody, route, neverMade), neverMade));
    },
  );

  test("a broadcast to the other's list by one's own session", async () => {
    // By the path alone it would be refused for its session; a linked one gets as far as the list.
    const foreign = { ...ofOperator, listId: ofOthers["listId"] ?? "" };
    const unknown = { ...ofOperator, listId: neverMade["listId"] ?? "" };
    const route = routes.find(({ operationId }) => operationId === "sendCampaign");
    if (route === undefined) throw new Error("no route sendCampaign");
    const answer = await askRoute(operator, route, foreign);
    expect([answer.status, answer.body.error.code]).toEqual([404, "LIST_NOT_FOUND"]);
    expect(comparable(answer, foreign)).toEqual(comparable(await askRoute(operator, route, unknown), unknown));
  });
});

describe("two tenants with the same names", () => {
  const base = person.broadcastOf("shop");

  test("have sessions, lists and contacts of their own", async () => {
    expect(ofOthers["listId"]).not.toBe(ofOperator["listId"]);
    expect(await operator.get("/clients")).toMatchObject({ clients: [{ userId: "shop", isReady: true }] });
    expect(await others.get("/clients")).toMatchObject({ clients: [{ userId: "shop", isReady: false }] });
    expect(await person.statusOf(others, "shop")).toMatchObject({ connected: false, state: "stopped" });
    expect(await person.everyRow(others, `${base}/campaigns`)).toEqual([]);
    const keys = await others.get<DataOf<readonly MadeKey[]>>("/api/whatsapp/api-keys");
    expect(new Set(keys.data.map(({ tenantId }) => tenantId))).toEqual(new Set(["toko-lain"]));
    const added = await others.post(`${base}/lists/${ofOthers["listId"] ?? ""}/contacts`, { number: "628125550001" });
    expect(added).toMatchObject({ data: { added: 1 } });
    const search = `${base}/lists/${ofOperator["listId"] ?? ""}/contacts?search=628125550001`;
    expect(await person.everyRow(operator, search)).toEqual([]);
  });

  test("have Idempotency-Keys of their own", async () => {
    const ask = { json: { name: "Sama" }, headers: { "idempotency-key": "sama" } };
    const [mine, theirs] = await Promise.all([
      operator.ask<DataOf<ListView>>("POST", `${base}/lists`, ask),
      others.ask<DataOf<ListView>>("POST", `${base}/lists`, ask),
    ]);
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.body.data.listId).not.toBe(theirs.body.data.listId);
  });

  test("can't use each other's cursors", async () => {
    const page = await operator.get<PageOf<ListView>>(`${base}/lists?limit=1`);
    const cursor = encodeURIComponent(page.pagination.nextCursor ?? "");
    expect(cursor).not.toBe("");
    const refused = await others.ask("GET", `${base}/lists?limit=1&cursor=${cursor}`);
    expect([refused.status, refused.body.error.code]).toEqual([400, "INVALID_CURSOR"]);
  });

  test("only the operator steers the simulator and makes tenants", async () => {
    const steered = await others.ask("GET", "/_simulator/deliveries");
    expect([steered.status, steered.body.error.code]).toEqual([401, "UNAUTHENTICATED"]);
    for (const tenantId of ["default", "toko-lain", "baru"]) {
      const refused = await others.ask("POST", "/api/whatsapp/api-keys", {
        json: { name: "kunci", scopes: ["read"], tenantId },
      });
      expect([refused.status, refused.body.error.code]).toEqual([403, "SCOPE_MISSING"]);
    }
    expect((await makeKey(others, {})).tenantId).toBe("toko-lain");
  });
});

describe("a key that is limited to a session", () => {
  const base = person.broadcastOf("shop");
  let limited: Client;
  let limitedKey: MadeKey;

  beforeAll(async () => {
    await operator.post("/api/whatsapp/sessions", { sessionId: "cabang" });
    limitedKey = await makeKey(operator, { scopes: ["admin"], sessions: ["cabang"] });
    limited = operator.withKey(limitedKey.key);
  });

  test("sees that one and no other", async () => {
    expect(limitedKey.sessions).toEqual(["cabang"]);
    expect(await limited.get("/clients")).toMatchObject({ clients: [{ userId: "cabang", isReady: false }] });
    const { data } = await limited.get<DataOf<readonly { sessionId: string }[]>>("/api/whatsapp/sessions");
    expect(data.map(({ sessionId }) => sessionId)).toEqual(["cabang"]);
    expect(await person.statusOf(limited, "shop")).toEqual({ success: true, connected: false, state: "stopped" });
    expect(await person.everyRow(limited, `${person.broadcastOf("cabang")}/lists`)).toEqual([]);
  });

  test("is told what it is, as every key is", async () => {
    const self = "/api/whatsapp/api-keys/self";
    const deployment = { version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string, network: "simulated" };
    const { keyId, tenantId } = limitedKey;
    const limitedTo = { name: "kunci", scopes: ["admin"], sessions: ["cabang"], operator: false };
    expect((await limited.get<DataOf<object>>(self)).data).toEqual({ keyId, tenantId, ...limitedTo, deployment });
    expect((await operator.get<DataOf<object>>(self)).data).toEqual({
      keyId: "bootstrap",
      tenantId: "default",
      scopes: ["admin"],
      operator: true,
      deployment,
    });
    const expiresAt = "2040-01-01T00:00:00.000Z";
    const reader = operator.withKey((await makeKey(others, { scopes: ["read"], expiresAt })).key);
    expect((await reader.get<DataOf<object>>(self)).data).toMatchObject({
      scopes: ["read"],
      expiresAt,
      operator: false,
    });
    expect((await operator.withKey("salah").ask("GET", self)).status).toBe(401);
    // It stands where a key's id could: that is still one's to revoke.
    expect((await operator.ask("DELETE", self)).body.error.code).toBe("API_KEY_NOT_FOUND");
  });

  test.each(
    routes.filter((route) => namesIn(route).includes("sessionId")).map((route) => [route.operationId, route] as const),
  )("gets from %s of another what it gets of one that was never made", async (_operation, route) => {
    const answer = await askRoute(limited, route, ofOperator);
    expect([answer.status, answer.body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
    expect(comparable(answer, ofOperator)).toEqual(comparable(await askRoute(limited, route, neverMade), neverMade));
  });

  test("starts and makes no other", async () => {
    const shown = await limited.ask("GET", "/qrcode", { headers: { "user-id": "lain" } });
    expect([shown.status, shown.body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
    for (const sessionId of ["lain", "shop"]) {
      const made = await limited.ask("POST", "/api/whatsapp/sessions", { json: { sessionId } });
      expect([made.status, made.body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
    }
    expect((await operator.ask("GET", "/api/whatsapp/sessions/lain")).status).toBe(404);
  });

  test("hears no first answer of another under the same Idempotency-Key", async () => {
    const ask = { json: { name: "Berulang" }, headers: { "idempotency-key": "berulang" } };
    expect((await operator.ask("POST", `${base}/lists`, ask)).status).toBe(201);
    const repeated = await limited.ask("POST", `${base}/lists`, ask);
    expect([repeated.status, repeated.body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
  });

  test("makes no key that may do more than it may itself", async () => {
    expect((await makeKey(limited, { scopes: ["read"] })).sessions).toEqual(["cabang"]);
    const refused = await limited.ask("POST", "/api/whatsapp/api-keys", {
      json: { name: "lebih", scopes: ["read"], sessions: ["cabang", "shop"] },
    });
    expect([refused.status, refused.body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    expect(refused.body.error.details).toMatchObject([{ pointer: "/sessions/1" }]);
  });
});

describe("a key", () => {
  test("that may read reads everything of its tenant and writes nothing", async () => {
    const reader = others.withKey((await makeKey(others, { scopes: ["read"] })).key);
    const before = await everythingOf(others);
    for (const route of routes.filter(({ scope }) => scope !== "none")) {
      if (route.scope === "read" && route.body !== undefined) continue;
      if (route.scope === "read" && !namesIn(route).some((name) => ofOthers[name] === undefined)) {
        const headers = { "user-id": "shop" };
        const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => ofOthers[name] ?? "");
        expect([route.operationId, (await reader.ask(route.method, path, { headers })).status]).toEqual([
          route.operationId,
          200,
        ]);
      } else if (route.scope !== "read") {
        const { status, body } = await reader.ask(
          route.method,
          route.path.replace(/\{(\w+)\}/g, (_, name: string) => ofOthers[name] ?? neverMade[name] ?? ""),
          { headers: { "user-id": "shop" } },
        );
        expect([route.operationId, status, body.error.code]).toEqual([route.operationId, 403, "SCOPE_MISSING"]);
      }
    }
    expect(await everythingOf(others)).toEqual(before);
  });

  test("that is revoked before it was ever used never works", async () => {
    const { key, keyId } = await makeKey(others, {});
    await others.send("DELETE", `/api/whatsapp/api-keys/${keyId}`);
    const refused = await others.withKey(key).ask("GET", "/clients");
    expect([refused.status, refused.body.error.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect(refused.headers.get("www-authenticate")).toMatch(/^Bearer/);
    await others.send("DELETE", `/api/whatsapp/api-keys/${keyId}`);
    const { data } =
      await others.get<DataOf<readonly { keyId: string; revokedAt?: string }[]>>("/api/whatsapp/api-keys");
    expect(data.find((one) => one.keyId === keyId)?.revokedAt).toEqual(expect.any(String));
  });

  test("shows its secret once, and a made-up secret of a true key's id is worth nothing", async () => {
    const made = await makeKey(others, { scopes: ["read"] });
    const { data } = await others.get<DataOf<readonly object[]>>("/api/whatsapp/api-keys");
    expect(JSON.stringify(data)).not.toMatch(/wab_|"hash"/);
    const forged = formatKey(made.keyId.replace("key_", ""), "a".repeat(32));
    expect((await others.withKey(forged).ask("GET", "/clients")).status).toBe(401);
    expect((await others.withKey(made.key).ask("GET", "/clients")).status).toBe(200);
  });
});
