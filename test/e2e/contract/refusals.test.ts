import { request } from "node:http";
import { text } from "node:stream/consumers";
import { formatKey } from "../../../core/access/api-key.ts";
import { startStack, type Stack, until } from "../../support/stack.ts";
import { type Answer, type Ask, Client, type DataOf, type Failure, onEveryAnswer, type PageOf } from "../client.ts";
import * as person from "../steps.ts";
import type { ListView } from "../steps.ts";

let stack: Stack;
let client: Client;
/** What a case's path, body and headers may speak of, by its name in braces. */
const named = new Map<string, string>();

const base = person.broadcastOf("shop");

beforeAll(async () => {
  stack = await startStack();
  client = new Client(stack.url, stack.apiKey);
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0, deliverMs: 0, readMs: null } });
  await person.link(client, "shop", "628111000111");
  await client.post("/api/whatsapp/sessions", { sessionId: "unlinked" });
  const listId = await person.aList(client, "shop", "Pelanggan", person.numbersOf(1, 3));
  named.set("list", listId);
  named.set("empty", await person.aList(client, "shop", "Kosong", []));
  named.set("unlinkedList", await person.aList(client, "unlinked", "Pelanggan", person.numbersOf(1, 1)));
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs: 0 });
  named.set("campaign", campaignId);
  await person.untilCounts(client, "shop", campaignId, { delivered: 3 });
  await person.untilStatus(client, "shop", campaignId, "completed");
  await makeKeys();
  const { pagination } = await client.get<PageOf<object>>(`${base}/lists/${listId}/contacts?limit=1`);
  named.set("cursor", encodeURIComponent(pagination.nextCursor ?? ""));
});
afterAll(async () => {
  await stack.end();
});

async function makeKeys(): Promise<void> {
  const make = async (name: string, fields: object) => {
    const { data } = await client.post<DataOf<{ key: string; keyId: string }>>("/api/whatsapp/api-keys", {
      name,
      ...fields,
    });
    named.set(`${name}Key`, data.key);
    return data.keyId;
  };
  await make("read", { scopes: ["read"] });
  await make("write", { scopes: ["write"] });
  await make("elsewhere", { scopes: ["write"], sessions: ["unlinked"] });
  await make("expired", { scopes: ["admin"], expiresAt: new Date(Date.now() + 3_000).toISOString() });
  const revoked = await make("revoked", { scopes: ["admin"] });
  await client.send("DELETE", `/api/whatsapp/api-keys/${revoked}`);
  named.set("unknownKey", formatKey("01ARZ3NDEKTSV4RRFFQ69G5FAV", "a".repeat(32)));
  await until(
    () => client.withKey(named.get("expiredKey")).ask("GET", "/clients"),
    ({ status }) => status === 401,
    "the key has expired",
  );
}

/** Everything that a refused request could have written. */
async function everything(): Promise<unknown> {
  const sessions = await client.get<DataOf<readonly { sessionId: string }[]>>("/api/whatsapp/sessions");
  const ofSessions = sessions.data.map(async ({ sessionId }) => {
    const ofSession = person.broadcastOf(sessionId);
    const lists = await person.everyRow<ListView>(client, `${ofSession}/lists`);
    const ofLists = lists.map(async ({ listId }) => ({
      contacts: await person.everyRow(client, `${ofSession}/lists/${listId}/contacts`),
      imports: await person.everyRow(client, `${ofSession}/lists/${listId}/imports`),
    }));
    return {
      lists,
      ofLists: await Promise.all(ofLists),
      campaigns: await person.everyRow(client, `${ofSession}/campaigns`),
    };
  });
  return {
    sessions,
    ofSessions: await Promise.all(ofSessions),
    keys: await keysAsMade(),
    deliveries: await client.get("/_simulator/deliveries"),
  };
}

/** When a key was used last is nothing that a refused request may not change. */
async function keysAsMade(): Promise<unknown> {
  const { data } = await client.get<DataOf<readonly { readonly lastUsedAt?: string }[]>>("/api/whatsapp/api-keys");
  return data.map(({ lastUsedAt: _lastUsedAt, ...made }) => made);
}

interface Case extends Omit<Ask, "body"> {
  readonly name: string;
  /** Method and path, with `{list}` and the like. */
  readonly ask: string;
  readonly body?: () => NonNullable<Ask["body"]>;
  /** The key of that name instead of the operator's; null for none. */
  readonly as?: string | null;
  readonly wanted: readonly [status: number, code: string, pointer?: string];
  /** More of what the error object or the answer's headers must hold. */
  readonly error?: Readonly<Record<string, unknown>>;
  readonly answered?: Readonly<Record<string, string>>;
}

const fill = (template: string): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => named.get(name) ?? whole);
const filled = <Value>(value: Value): Value => JSON.parse(fill(JSON.stringify(value))) as Value;

async function ask({ ask: line, headers, json, body, as }: Case, language: "id" | "en"): Promise<Answer<Failure>> {
  const [method = "", path = ""] = line.split(" ");
  const somebody = as === undefined ? client : client.withKey(as === null ? undefined : named.get(`${as}Key`));
  return await somebody.ask(method, fill(path), {
    headers: filled({ ...headers, "accept-language": language }),
    ...(json === undefined ? {} : { json: filled(json) }),
    ...(body === undefined ? {} : { body: body() }),
  });
}

/** The refusal in both languages: the same in everything but the sentence that a person reads. */
async function expectRefused(refused: Case): Promise<void> {
  const [status, code, pointer] = refused.wanted;
  const indonesian = await ask(refused, "id");
  const english = await ask(refused, "en");
  for (const { status: came, body, headers } of [indonesian, english]) {
    expect({ status: came, code: body.error.code }).toEqual({ status, code });
    expect(body.success).toBe(false);
    expect(body.error).toMatchObject(refused.error ?? {});
    expect(body.error.requestId).toBe(headers.get("x-request-id"));
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    for (const name of onEveryAnswer) expect([name, headers.get(name)]).not.toContain(null);
    for (const [name, value] of Object.entries(refused.answered ?? {}))
      expect([name, headers.get(name)]).toEqual([name, value]);
    if (pointer !== undefined) expect(body.error.details.map((detail) => detail.pointer)).toContain(pointer);
    for (const { came: what, wanted } of body.error.details) {
      expect(`${what} ${wanted}`).not.toMatch(/undefined (characters|entries)|\[object/);
      expect(wanted).not.toBe("");
    }
  }
  expect(english.body.message).not.toBe(indonesian.body.message);
  expect(`${english.body.message} ${indonesian.body.message}`).not.toMatch(/\{\w+\}|undefined/);
  expect(english.body.error.details).toEqual(indonesian.body.error.details);
}

/** Each case is refused as wanted, and all of them together have written nothing. */
function refuses(cases: readonly Case[]): void {
  let before: unknown;
  beforeAll(async () => {
    before = await everything();
  });
  afterAll(async () => {
    expect(await everything()).toEqual(before);
  });
  test.each(cases)("$name", async (refused) => {
    await expectRefused(refused);
  });
}

const json = { "content-type": "application/json" };
const csv = { "content-type": "text/csv" };
const lists = `POST ${base}/lists`;
const contacts = `POST ${base}/lists/{list}/contacts`;
const bulk = `${contacts}/bulk`;
const send = `POST ${base}/send`;
const invalid = (pointer: string): Case["wanted"] => [422, "VALIDATION_FAILED", pointer];
const message = "Halo {{ name }}";
const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const bytes = (...values: number[]) => new Uint8Array(values);

describe("who calls is refused:", () => {
  const unauthenticated: Pick<Case, "wanted" | "answered"> = {
    wanted: [401, "UNAUTHENTICATED"],
    answered: { "www-authenticate": 'Bearer realm="whatsapp-broadcast"' },
  };
  const list = `GET ${base}/lists`;
  refuses([
    { name: "no key", ask: list, as: null, ...unauthenticated },
    { name: "no key and no user-id", ask: "GET /status", as: null, ...unauthenticated },
    {
      name: "no key, and a body that is no JSON",
      ask: lists,
      as: null,
      headers: json,
      body: () => "{",
      ...unauthenticated,
    },
    { name: "a malformed key", ask: list, as: null, headers: { "x-api-key": "wab_nonsense" }, ...unauthenticated },
    {
      name: "a key of 10,000 characters",
      ask: list,
      as: null,
      headers: { "x-api-key": "k".repeat(10_000) },
      ...unauthenticated,
    },
    { name: "an unknown key of the right form", ask: list, as: "unknown", ...unauthenticated },
    { name: "a revoked key, never used before", ask: list, as: "revoked", ...unauthenticated },
    { name: "an expired key", ask: list, as: "expired", ...unauthenticated },
    {
      name: "another way of authorization",
      ask: list,
      as: null,
      headers: { authorization: "Basic dXNlcjpwYXNz" },
      ...unauthenticated,
    },
    { name: "Bearer without a key", ask: list, as: null, headers: { authorization: "Bearer" }, ...unauthenticated },
    { name: "a read key that writes", ask: lists, as: "read", json: { name: "Baru" }, wanted: [403, "SCOPE_MISSING"] },
    {
      name: "a read key that asks for a QR code",
      ask: "GET /qrcode",
      as: "read",
      headers: { "user-id": "shop" },
      wanted: [403, "SCOPE_MISSING"],
    },
    {
      name: "a read key that sends",
      ask: send,
      as: "read",
      json: { listId: "{list}", message },
      wanted: [403, "SCOPE_MISSING"],
    },
    {
      name: "a write key that makes keys",
      ask: "POST /api/whatsapp/api-keys",
      as: "write",
      json: { name: "k", scopes: ["read"] },
      wanted: [403, "SCOPE_MISSING"],
    },
    {
      name: "a write key that lists keys",
      ask: "GET /api/whatsapp/api-keys",
      as: "write",
      wanted: [403, "SCOPE_MISSING"],
    },
    { name: "a key of another session", ask: list, as: "elsewhere", wanted: [404, "SESSION_NOT_FOUND"] },
  ]);
});

describe("where to is refused:", () => {
  const noRoute: Case["wanted"] = [404, "ROUTE_NOT_FOUND"];
  const notAllowed = (allow: string): Pick<Case, "wanted" | "answered"> => ({
    wanted: [405, "METHOD_NOT_ALLOWED"],
    answered: { allow },
  });
  const noSession: Case["wanted"] = [404, "SESSION_NOT_FOUND"];
  const noList: Case["wanted"] = [404, "LIST_NOT_FOUND"];
  const noCampaign: Case["wanted"] = [404, "CAMPAIGN_NOT_FOUND"];
  const never = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  refuses([
    { name: "an unknown route", ask: "GET /api/whatsapp/shop/broadcast/nothing", wanted: noRoute },
    { name: "a slash at the end", ask: "GET /health/", wanted: noRoute },
    { name: "two slashes", ask: "GET //", wanted: noRoute },
    { name: "a path that looks like an address", ask: "GET //example.com/_simulator/deliveries", wanted: noRoute },
    { name: "the root", ask: "GET /", wanted: noRoute },
    { name: "PATCH on lists", ask: `PATCH ${base}/lists`, ...notAllowed("GET, POST") },
    { name: "PUT on send", ask: `PUT ${base}/send`, ...notAllowed("POST") },
    { name: "OPTIONS on status", ask: "OPTIONS /status", ...notAllowed("GET") },
    { name: "POST on status under the other base path", ask: "POST /api/whatsapp/status", ...notAllowed("GET") },
    { name: "a session that was never created", ask: "GET /api/whatsapp/nobody/broadcast/lists", wanted: noSession },
    {
      name: "sending from a session that was never created",
      ask: "POST /api/whatsapp/nobody/broadcast/send",
      json: { listId: "{list}", message },
      wanted: noSession,
    },
    {
      name: "a session whose name is a reserved word",
      ask: "GET /api/whatsapp/webhooks/broadcast/lists",
      wanted: noSession,
    },
    {
      name: "a session with a name of other characters",
      ask: "GET /api/whatsapp/a%23b%2F..%00/broadcast/lists",
      wanted: noSession,
    },
    {
      name: "a session with a name of 3,000 characters",
      ask: `GET /api/whatsapp/${"s".repeat(3_000)}/broadcast/lists`,
      wanted: noSession,
    },
    {
      name: "a session's resource that was never created",
      ask: "GET /api/whatsapp/sessions/nobody",
      wanted: noSession,
    },
    { name: "a list that was never made", ask: `GET ${base}/lists/lst_${never}`, wanted: noList },
    { name: "a malformed list id", ask: `GET ${base}/lists/1`, wanted: noList },
    { name: "a list id of 3,000 characters", ask: `GET ${base}/lists/lst_${"0".repeat(3_000)}`, wanted: noList },
    { name: "another kind's id for a list", ask: `GET ${base}/lists/{campaign}`, wanted: noList },
    { name: "another session's list", ask: `GET ${base}/lists/{unlinkedList}`, wanted: noList },
    { name: "contacts of a list that was never made", ask: `GET ${base}/lists/lst_${never}/contacts`, wanted: noList },
    {
      name: "contacts for a list that was never made",
      ask: `POST ${base}/lists/lst_${never}/contacts`,
      json: { number: "628123456789" },
      wanted: noList,
    },
    {
      name: "a CSV for a list that was never made",
      ask: `POST ${base}/lists/lst_${never}/contacts/bulk`,
      headers: csv,
      body: () => "number\n628123456789\n",
      wanted: noList,
    },
    {
      name: "an import that was never made",
      ask: `GET ${base}/lists/{list}/imports/imp_${never}`,
      wanted: [404, "IMPORT_NOT_FOUND"],
    },
    {
      name: "a malformed import id",
      ask: `GET ${base}/lists/{list}/imports/x/errors.csv`,
      wanted: [404, "IMPORT_NOT_FOUND"],
    },
    { name: "a campaign that was never made", ask: `GET ${base}/campaigns/cmp_${never}`, wanted: noCampaign },
    { name: "a malformed campaign id", ask: `POST ${base}/campaigns/1/pause`, wanted: noCampaign },
    {
      name: "a report of a campaign that was never made",
      ask: `GET ${base}/export/campaign/cmp_${never}`,
      wanted: noCampaign,
    },
    {
      name: "another session's campaign",
      ask: "GET /api/whatsapp/unlinked/broadcast/campaigns/{campaign}",
      wanted: noCampaign,
    },
    {
      name: "an unknown API key's id",
      ask: `DELETE /api/whatsapp/api-keys/key_${never}`,
      wanted: [404, "API_KEY_NOT_FOUND"],
    },
    {
      name: "a malformed API key's id",
      ask: `DELETE /api/whatsapp/api-keys/${"k".repeat(3_000)}`,
      wanted: [404, "API_KEY_NOT_FOUND"],
    },
  ]);
});

describe("a header or query is refused:", () => {
  const noUser: Case["wanted"] = [400, "USER_ID_REQUIRED", "/headers/user-id"];
  const badCursor: Case["wanted"] = [400, "INVALID_CURSOR", "/query/cursor"];
  const badKey: Case["wanted"] = [400, "INVALID_HEADER", "/headers/idempotency-key"];
  const page = `GET ${base}/lists/{list}/contacts`;
  refuses([
    { name: "no user-id", ask: "GET /status", wanted: noUser },
    { name: "no user-id under the other base path", ask: "GET /api/whatsapp/qrcode", wanted: noUser },
    { name: "an empty user-id", ask: "GET /qrcode", headers: { "user-id": "" }, wanted: noUser },
    { name: "a reserved user-id", ask: "GET /qrcode", headers: { "user-id": "Sessions" }, wanted: noUser },
    { name: "a user-id with a slash", ask: "GET /qrcode", headers: { "user-id": "a/b" }, wanted: noUser },
    { name: "a user-id of 65 characters", ask: "GET /qrcode", headers: { "user-id": "a".repeat(65) }, wanted: noUser },
    { name: "a user-id in Latin-1", ask: "GET /status", headers: { "user-id": "tokó" }, wanted: noUser },
    { name: "two user-ids", ask: "GET /status", headers: { "user-id": "shop, unlinked" }, wanted: noUser },
    { name: "limit=0", ask: `${page}?limit=0`, wanted: invalid("/query/limit") },
    { name: "limit=101", ask: `GET ${base}/lists?limit=101`, wanted: invalid("/query/limit") },
    { name: "limit=abc", ask: `GET ${base}/campaigns?limit=abc`, wanted: invalid("/query/limit") },
    { name: "limit=1.5", ask: `${page}?limit=1.5`, wanted: invalid("/query/limit") },
    { name: "limit without a value", ask: `${page}?limit=`, wanted: invalid("/query/limit") },
    { name: "two limits", ask: `${page}?limit=1&limit=2`, wanted: invalid("/query/limit") },
    { name: "an unknown query parameter", ask: `${page}?page=2`, wanted: invalid("/query/page") },
    { name: "a search of 101 characters", ask: `${page}?search=${"a".repeat(101)}`, wanted: invalid("/query/search") },
    { name: "a made-up cursor", ask: `${page}?cursor=MQ.abc`, wanted: badCursor },
    { name: "a cursor with something behind it", ask: `${page}?cursor={cursor}x`, wanted: badCursor },
    { name: "the cursor of another query", ask: `${page}?cursor={cursor}&search=62`, wanted: badCursor },
    {
      name: "the cursor of another list",
      ask: `GET ${base}/lists/{empty}/contacts?cursor={cursor}`,
      wanted: badCursor,
    },
    { name: "the cursor of another route", ask: `GET ${base}/lists?cursor={cursor}`, wanted: badCursor },
    {
      name: "an Idempotency-Key with spaces",
      ask: lists,
      json: { name: "Baru" },
      headers: { "idempotency-key": "a b" },
      wanted: badKey,
    },
    {
      name: "an Idempotency-Key of 256 characters",
      ask: lists,
      json: { name: "Baru" },
      headers: { "idempotency-key": "k".repeat(256) },
      wanted: badKey,
    },
    {
      name: "an empty Idempotency-Key",
      ask: lists,
      json: { name: "Baru" },
      headers: { "idempotency-key": "" },
      wanted: badKey,
    },
    {
      name: "an unknown country for a CSV",
      ask: `${bulk}?defaultCountry=XX`,
      headers: csv,
      body: () => "number\n628123456789\n",
      wanted: invalid("/query/defaultCountry"),
    },
    {
      name: "an unknown mode for a CSV",
      ask: `${bulk}?mode=merge`,
      headers: csv,
      body: () => "number\n628123456789\n",
      wanted: invalid("/query/mode"),
    },
    {
      name: "bom=maybe for a report",
      ask: `GET ${base}/export/campaign/{campaign}?bom=maybe`,
      wanted: invalid("/query/bom"),
    },
  ]);
});

describe("a JSON body is refused:", () => {
  const noJson: Case["wanted"] = [400, "INVALID_JSON", ""];
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ number: `62812${30_000_000 + index}` }));
  refuses([
    { name: "no JSON", ask: lists, headers: json, body: () => '{"name": "Baru"', wanted: noJson },
    { name: "nothing", ask: lists, headers: json, wanted: noJson },
    {
      name: "bytes that are no UTF-8",
      ask: lists,
      headers: json,
      body: () => Buffer.from('{"name":"Bar\xff"}', "latin1"),
      wanted: noJson,
    },
    {
      name: "a form instead of JSON",
      ask: lists,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: () => "name=Baru",
      wanted: [415, "UNSUPPORTED_MEDIA_TYPE", "/headers/content-type"],
    },
    {
      name: "JSON that says it is text",
      ask: send,
      headers: { "content-type": "text/plain" },
      body: () => "{}",
      wanted: [415, "UNSUPPORTED_MEDIA_TYPE", "/headers/content-type"],
    },
    {
      name: "a content type of other characters",
      ask: lists,
      headers: { "content-type": "\xe9;;=" },
      body: () => "{}",
      wanted: [415, "UNSUPPORTED_MEDIA_TYPE", "/headers/content-type"],
    },
    {
      name: "more than 4 MB",
      ask: lists,
      headers: json,
      body: () => JSON.stringify({ name: "a".repeat(4 * 1024 * 1024) }),
      wanted: [413, "BODY_TOO_LARGE", ""],
    },
    { name: "null", ask: lists, json: null, wanted: invalid("") },
    { name: "an array", ask: lists, json: [{ name: "Baru" }], wanted: invalid("") },
    { name: "a string", ask: contacts, json: "628123456789", wanted: invalid("") },
    {
      name: "100,000 brackets",
      ask: lists,
      headers: json,
      body: () => `{"name":${deep("[", "]", 100_000)}}`,
      wanted: invalid("/name"),
    },
    {
      name: "100,000 nested objects in an unknown field",
      ask: lists,
      headers: json,
      body: () => `{"name":"Baru","x":${deep('{"x":', "}", 100_000)}}`,
      wanted: invalid("/x"),
    },
    {
      name: "__proto__ in a list",
      ask: lists,
      headers: json,
      body: () => '{"name":"Baru","__proto__":{"description":"x"}}',
      wanted: invalid("/__proto__"),
    },
    {
      name: "__proto__ among a contact's fields",
      ask: contacts,
      headers: json,
      body: () => '{"number":"628123456789","fields":{"__proto__":"x"}}',
      wanted: invalid("/fields/__proto__"),
    },
    {
      name: "__proto__ for a contact's fields",
      ask: contacts,
      headers: json,
      body: () => '{"number":"628123456789","fields":{"__proto__":{"kota":"x"}}}',
      wanted: invalid("/fields/__proto__"),
    },
    {
      name: "__proto__ among a message's variables",
      ask: send,
      headers: json,
      body: () => fill('{"listId":"{list}","message":"x","variables":{"__proto__":"x"}}'),
      wanted: invalid("/variables/__proto__"),
    },
    {
      name: "constructor among a contact's fields",
      ask: contacts,
      json: { number: "628123456789", fields: { constructor: "x" } },
      wanted: invalid("/fields/constructor"),
    },
    { name: "a list without a name", ask: lists, json: {}, wanted: invalid("/name") },
    {
      name: "a list with an unknown field",
      ask: lists,
      json: { name: "Baru", nama: "Baru" },
      wanted: invalid("/nama"),
    },
    { name: "a list whose name is a number", ask: lists, json: { name: 7 }, wanted: invalid("/name") },
    { name: "a list whose name is spaces", ask: lists, json: { name: "  " }, wanted: invalid("/name") },
    {
      name: "a list whose name has 101 characters",
      ask: lists,
      json: { name: "a".repeat(101) },
      wanted: invalid("/name"),
    },
    { name: "a list whose name is taken", ask: lists, json: { name: "Pelanggan" }, wanted: [409, "LIST_NAME_TAKEN"] },
    {
      name: "a list whose name is taken in another case",
      ask: lists,
      json: { name: " PELANGGAN " },
      wanted: [409, "LIST_NAME_TAKEN"],
    },
    { name: "a contact without a number", ask: contacts, json: { name: "Ayu" }, wanted: invalid("/number") },
    { name: "a contact with an impossible number", ask: contacts, json: { number: "12" }, wanted: invalid("/number") },
    {
      name: "a contact whose digits may be two numbers",
      ask: contacts,
      json: { number: "6591234567" },
      wanted: invalid("/number"),
    },
    {
      name: "a contact whose number is a number",
      ask: contacts,
      json: { number: 628123456789 },
      wanted: invalid("/number"),
    },
    {
      name: "a contact whose field is a number",
      ask: contacts,
      json: { number: "628123456789", fields: { umur: 7 } },
      wanted: invalid("/fields/umur"),
    },
    {
      name: "a contact with an unknown country",
      ask: contacts,
      json: { number: "628123456789", defaultCountry: "XX" },
      wanted: invalid("/defaultCountry"),
    },
    { name: "no contacts", ask: contacts, json: { contacts: [] }, wanted: invalid("/contacts") },
    { name: "1,001 contacts", ask: contacts, json: { contacts: many(1_001) }, wanted: invalid("/contacts") },
    {
      name: "contacts beside an unknown field",
      ask: contacts,
      json: { contacts: many(2), kota: "Solo" },
      wanted: invalid("/kota"),
    },
    { name: "a session without an id", ask: "POST /api/whatsapp/sessions", json: {}, wanted: invalid("/sessionId") },
    {
      name: "a session whose id is reserved",
      ask: "POST /api/whatsapp/sessions",
      json: { sessionId: "api-keys" },
      wanted: invalid("/sessionId"),
    },
    {
      name: "a session whose id has a dot",
      ask: "POST /api/whatsapp/sessions",
      json: { sessionId: "a.b" },
      wanted: invalid("/sessionId"),
    },
    {
      name: "a session that exists",
      ask: "POST /api/whatsapp/sessions",
      json: { sessionId: "shop" },
      wanted: [409, "SESSION_EXISTS"],
    },
    {
      name: "an API key without scopes",
      ask: "POST /api/whatsapp/api-keys",
      json: { name: "k", scopes: [] },
      wanted: invalid("/scopes"),
    },
    {
      name: "an API key with an unknown scope",
      ask: "POST /api/whatsapp/api-keys",
      json: { name: "k", scopes: ["root"] },
      wanted: invalid("/scopes/0"),
    },
    {
      name: "an API key that expires some day",
      ask: "POST /api/whatsapp/api-keys",
      json: { name: "k", scopes: ["read"], expiresAt: "besok" },
      wanted: invalid("/expiresAt"),
    },
    {
      name: "an API key of a tenant with a slash",
      ask: "POST /api/whatsapp/api-keys",
      json: { name: "k", scopes: ["read"], tenantId: "a/b" },
      wanted: invalid("/tenantId"),
    },
  ]);
});

describe("a CSV is refused:", () => {
  const unreadable = (line: number): Pick<Case, "wanted"> => ({
    wanted: [422, "CSV_UNREADABLE", `/file/line/${line}`],
  });
  const upload = (name: string, body: NonNullable<Case["body"]>, wanted: Pick<Case, "wanted">): Case => ({
    name,
    ask: bulk,
    headers: csv,
    body,
    ...wanted,
  });
  const form = (
    name: string,
    parts: readonly (readonly [field: string, content: string, file?: string])[],
    pointer: string,
  ): Case => ({
    name,
    ask: bulk,
    body: () => {
      const data = new FormData();
      for (const [field, content, file] of parts) {
        if (file === undefined) data.append(field, content);
        else data.append(field, new Blob([content]), file);
      }
      return data;
    },
    wanted: invalid(pointer),
  });
  const rawForm = (name: string, lines: readonly string[], pointer: string): Case => ({
    name,
    ask: bulk,
    headers: { "content-type": "multipart/form-data; boundary=b" },
    body: () => lines.join("\r\n"),
    wanted: invalid(pointer),
  });
  const good = "number,name\n628123456789,Ayu\n";
  const filePart = [
    "--b",
    'content-disposition: form-data; name="file"; filename="a.csv"',
    "",
    "number",
    "628123456789",
  ];
  const columns = (count: number) => Array.from({ length: count }, (_, index) => `kolom${index}`).join(",");
  refuses([
    upload("a picture", () => bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d), unreadable(1)),
    upload("text of many NULs", () => `number\n6281${"\u0000".repeat(9)}23456789\n`, unreadable(1)),
    upload("nothing", () => "", unreadable(1)),
    upload("a header and nothing below", () => "number,name\n\n,,\n", unreadable(2)),
    upload("no column of numbers", () => "nama,kota\nAyu,Bandung\n", unreadable(1)),
    upload("200 columns", () => `number,${columns(199)}\n628123456789\n`, unreadable(1)),
    upload("200 columns without a header", () => `628123456789,${columns(199)}\n`, unreadable(1)),
    upload("two columns of numbers", () => "hp,ponsel\n628123456789,628123456788\n", unreadable(1)),
    upload("two columns of numbers, no header", () => "628123456789,628123456788\n", unreadable(1)),
    upload("a line of 3 MB", () => `number,name\n628123456789,${"a".repeat(3_000_000)}\n`, unreadable(2)),
    upload("a first line of 3 MB", () => "a".repeat(3_000_000), unreadable(1)),
    upload("more than 4 MB", () => `number\n${"628123456789\n".repeat(323_000)}`, {
      wanted: [413, "BODY_TOO_LARGE", ""],
    }),
    {
      name: "JSON instead",
      ask: bulk,
      json: { file: "x" },
      wanted: [422, "VALIDATION_FAILED", "/file"],
    },
    {
      name: "no content type",
      ask: bulk,
      headers: { "content-type": "" },
      body: () => good,
      wanted: [415, "UNSUPPORTED_MEDIA_TYPE", "/headers/content-type"],
    },
    form("a form without a file", [["mode", "skip"]], "/file"),
    form(
      "a form with two files",
      [
        ["file", good, "a.csv"],
        ["file", good, "b.csv"],
      ],
      "/file",
    ),
    form(
      "a form with three files",
      [
        ["file", good, "a.csv"],
        ["file", good, "b.csv"],
        ["file", good, "c.csv"],
      ],
      "/file",
    ),
    form("a form whose file has another name", [["csv", good, "a.csv"]], "/file"),
    form("a form whose file is a plain field", [["file", good]], "/file"),
    form(
      "a form with an unknown field",
      [
        ["file", good, "a.csv"],
        ["warna", "biru"],
      ],
      "/warna",
    ),
    form(
      "a form with an unknown mode",
      [
        ["file", good, "a.csv"],
        ["mode", "merge"],
      ],
      "/mode",
    ),
    form(
      "a form with a field named __proto__",
      [
        ["file", good, "a.csv"],
        ["__proto__", "x"],
      ],
      "/__proto__",
    ),
    rawForm("a form that breaks off in its file", filePart, "/file"),
    rawForm("a form that breaks off in a part's head", filePart.slice(0, 2), "/file"),
    rawForm(
      "a form that breaks off before the last boundary",
      [...filePart, "--b", 'content-disposition: form-data; name="mode"', "", "sk"],
      "/file",
    ),
    rawForm("a form of nothing", [], "/file"),
    rawForm("a form that is none", ["halo"], "/file"),
    {
      name: "a form without a boundary",
      ask: bulk,
      headers: { "content-type": "multipart/form-data" },
      body: () => good,
      wanted: invalid("/file"),
    },
    {
      name: "a form with a file that is no CSV",
      ask: bulk,
      body: () => {
        const data = new FormData();
        data.append("file", new Blob([bytes(0, 1, 2)]), "a.csv");
        return data;
      },
      ...unreadable(1),
    },
  ]);

  test("a line of 10 MB, above what any body may hold", async () => {
    const before = await everything();
    // API Gateway refuses it before our edge sees it, so the client that knows our answers is not asked.
    const [method = "", path = ""] = fill(bulk).split(" ");
    const headers = { ...csv, "x-api-key": stack.apiKey };
    const body = `number\n${"6".repeat(10 * 1024 * 1024)}\n`;
    const answer = await fetch(stack.url + path, { method, headers, body });
    const { success, error } = (await answer.json()) as Failure;
    expect([answer.status, success, error.code]).toEqual([413, false, "BODY_TOO_LARGE"]);
    expect(error.requestId).toBe(answer.headers.get("x-request-id"));
    expect(await everything()).toEqual(before);
  });
});

describe("a broadcast is refused:", () => {
  const fields = { listId: "{list}", message };
  const unreadable: Case["wanted"] = [422, "MESSAGE_UNREADABLE", "/message"];
  refuses([
    { name: "without a list", ask: send, json: { message }, wanted: invalid("/listIds") },
    {
      name: "with listId and listIds",
      ask: send,
      json: { ...fields, listIds: ["{list}"] },
      wanted: invalid("/listIds"),
    },
    { name: "with no list in listIds", ask: send, json: { listIds: [], message }, wanted: invalid("/listIds") },
    {
      name: "to an unknown list",
      ask: send,
      json: { listIds: ["{list}", "lst_x"], message },
      wanted: [404, "LIST_NOT_FOUND", "/listIds/1"],
    },
    {
      name: "to another session's list",
      ask: send,
      json: { listIds: ["{unlinkedList}"], message },
      wanted: [404, "LIST_NOT_FOUND", "/listIds/0"],
    },
    {
      name: "without an unknown list",
      ask: send,
      json: { ...fields, excludeListIds: ["lst_x"] },
      wanted: [404, "LIST_NOT_FOUND", "/excludeListIds/0"],
    },
    {
      name: "to an empty list",
      ask: send,
      json: { listId: "{empty}", message },
      wanted: [422, "AUDIENCE_EMPTY", "/listIds"],
    },
    {
      name: "to a list that it excludes",
      ask: send,
      json: { ...fields, excludeListIds: ["{list}"] },
      wanted: [422, "AUDIENCE_EMPTY", "/listIds"],
    },
    { name: "without a message", ask: send, json: { listId: "{list}" }, wanted: invalid("/message") },
    { name: "with an empty message", ask: send, json: { ...fields, message: "" }, wanted: invalid("/message") },
    {
      name: "with a message of 16,385 characters",
      ask: send,
      json: { ...fields, message: "a".repeat(16_385) },
      wanted: invalid("/message"),
    },
    {
      name: "with a tag that is never closed",
      ask: send,
      json: { ...fields, message: "Halo\nkak {{ name" },
      wanted: unreadable,
      error: { line: 2, column: 5 },
    },
    {
      name: "with an unknown tag",
      ask: send,
      json: { ...fields, message: "Halo {% include 'x' %}" },
      wanted: unreadable,
      error: { line: 1, column: 6 },
    },
    {
      name: "with an unknown filter",
      ask: send,
      json: { ...fields, message: "Halo {{ name | shout }}" },
      wanted: unreadable,
      error: { line: 1 },
    },
    { name: "with an unknown field", ask: send, json: { ...fields, pesan: "Halo" }, wanted: invalid("/pesan") },
    {
      name: "with a variable that is a number",
      ask: send,
      json: { ...fields, variables: { diskon: 20 } },
      wanted: invalid("/variables/diskon"),
    },
    {
      name: "with a gap below zero",
      ask: send,
      json: { ...fields, pacing: { minGapMs: -1 } },
      wanted: invalid("/pacing/minGapMs"),
    },
    {
      name: "with a least gap above the greatest",
      ask: send,
      json: { ...fields, pacing: { minGapMs: 2, maxGapMs: 1 } },
      wanted: invalid("/pacing/minGapMs"),
    },
    {
      name: "with quiet hours in no timezone",
      ask: send,
      json: { ...fields, quietHours: { from: "21:00", to: "06:00", timezone: "Mars" } },
      wanted: invalid("/quietHours/timezone"),
    },
    {
      name: "with quiet hours at 25:00",
      ask: send,
      json: { ...fields, quietHours: { from: "25:00", to: "06:00", timezone: "Asia/Jakarta" } },
      wanted: invalid("/quietHours/from"),
    },
    {
      name: "on a session that was never linked",
      ask: "POST /api/whatsapp/unlinked/broadcast/send",
      json: { listId: "{unlinkedList}", message },
      wanted: [503, "SESSION_NOT_CONNECTED"],
      error: { qrRequired: true },
    },
    {
      name: "pausing a completed campaign",
      ask: `POST ${base}/campaigns/{campaign}/pause`,
      wanted: [409, "CAMPAIGN_STATE"],
      error: { status: "completed", allowed: ["retry", "delete"] },
    },
    {
      name: "resuming a completed campaign",
      ask: `POST ${base}/campaigns/{campaign}/resume`,
      wanted: [409, "CAMPAIGN_STATE"],
      error: { status: "completed", allowed: ["retry", "delete"] },
    },
    {
      name: "stopping a completed campaign",
      ask: `POST ${base}/campaigns/{campaign}/stop`,
      wanted: [409, "CAMPAIGN_STATE"],
      error: { status: "completed", allowed: ["retry", "delete"] },
    },
  ]);

  test("a session that is not connected says so in the user's own words", async () => {
    const path = "/api/whatsapp/unlinked/broadcast/send";
    const { body } = await client.ask("POST", path, { json: filled({ listId: "{unlinkedList}", message }) });
    expect(body.message).toBe("WhatsApp belum terhubung, silakan scan QR code");
  });
});

describe("the language", () => {
  test.each([
    [undefined, "id"],
    ["", "id"],
    ["en", "en"],
    ["en-US,en;q=0.9", "en"],
    ["fr, en;q=0.8, id;q=0.9", "id"],
    ["id;q=0, en", "en"],
    ["fr", "id"],
    ["*", "id"],
    [";;q=x,,\xff", "id"],
    ["EN", "en"],
    [`${"de,".repeat(2_000)}en`, "id"],
  ])("of Accept-Language %p is %s", async (wish, language) => {
    const headers: Record<string, string> = wish === undefined ? {} : { "accept-language": wish };
    const { body } = await client.withKey(undefined).ask("GET", "/status", { headers });
    expect(body.error.code).toBe("UNAUTHENTICATED");
    expect(body.message).toMatch(language === "en" ? /^The API key is missing/ : /^API key tidak ada/);
  });
});

describe("an expiring key", () => {
  test("stops at its time though it was used just before", async () => {
    const { data } = await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", {
      name: "sebentar",
      scopes: ["read"],
      expiresAt: new Date(Date.now() + 1_000).toISOString(),
    });
    const somebody = client.withKey(data.key);
    expect((await somebody.ask("GET", "/clients")).status).toBe(200);
    const refused = await until(
      () => somebody.ask("GET", "/clients"),
      ({ status }) => status !== 200,
      "the key has expired",
      5_000,
    );
    expect([refused.status, refused.body.error.code]).toEqual([401, "UNAUTHENTICATED"]);
  });
});

describe("a request that fetch would not send", () => {
  /** As it is, however odd; the answer's status and body. */
  async function raw(method: string, path: string, headers: Record<string, string | string[]> = {}) {
    const { hostname, port } = new URL(stack.url);
    const sent = request({ hostname, port, method, path, headers: { "x-api-key": stack.apiKey, ...headers } });
    const answered = new Promise<{ status: number | undefined; body: Failure }>((resolve, reject) => {
      sent.on("error", reject).on("response", (response) => {
        void text(response).then((written) => {
          resolve({ status: response.statusCode, body: JSON.parse(written) as Failure });
        }, reject);
      });
    });
    sent.end();
    return await answered;
  }

  test.each([
    ["a path that is not decodable", "/api/whatsapp/%zz/broadcast/lists", 400, "INVALID_PATH"],
    ["a path that is no path", "*", 400, "INVALID_PATH"],
    ["an absolute address", "http://example.com/health", 400, "INVALID_PATH"],
    ["dots", "/api/whatsapp/../../_simulator/..", 404, "ROUTE_NOT_FOUND"],
  ])("is refused for %s", async (_what, path, status, code) => {
    const answer = await raw("GET", path);
    expect([answer.status, answer.body.success, answer.body.error.code]).toEqual([status, false, code]);
  });

  test("is refused for a header that stands twice", async () => {
    const answer = await raw("GET", "/status", { "user-id": ["shop", "unlinked"] });
    expect([answer.status, answer.body.error.code]).toEqual([400, "USER_ID_REQUIRED"]);
  });
});

test("after all of that it is well, and has logged no failure of its own", async () => {
  expect(await client.get("/health")).toEqual({ success: true, status: "ok" });
  expect(stack.written).not.toMatch(/"level":"ERROR"|request failed|could not be answered|failed:/);
});
