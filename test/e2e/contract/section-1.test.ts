import { until } from "../../support/stack.ts";
import type { Ask, DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** The contract of the session API, row by row: each route at both of its addresses, what it answers and each failure. */

const keys = new Map<string, string>();

const { client } = aShop({ env: { DIRECT_MESSAGE_GAP_MS: "0", MAX_SESSIONS_PER_TENANT: "12" }, arriveMs: 5 });
beforeAll(async () => {
  for (const [session, number] of Object.entries(linked)) await person.link(client, session, number);
  await client.post("/api/whatsapp/sessions", { sessionId: "unlinked" });
  await client.send("PUT", `/_simulator/numbers/${nobody}`, { json: { registered: false } });
  for (const [name, fields] of Object.entries({
    read: { scopes: ["read"] },
    elsewhere: { scopes: ["write"], sessions: ["elsewhere"] },
    stranger: { scopes: ["admin"], tenantId: "stranger" },
  })) {
    const made = await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", { name, ...fields });
    keys.set(name, made.data.key);
  }
});

const linked = { toko: "628111000101", user1: "628111000102", user2: "628111000103" };
const nobody = "628129999999";
const somebody = "628120000001";
const user = (id: string) => ({ "user-id": id });

interface Row {
  readonly name: string;
  readonly ask: readonly [method: string, path: string];
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: NonNullable<Ask["body"]>;
  /** Whose key; nobody's when null. */
  readonly as?: string | null;
  readonly status: number;
  /** Of the answer's JSON; the Indonesian sentence among it. */
  readonly wanted?: Readonly<Record<string, unknown>>;
  readonly code?: string;
  readonly english?: string;
  readonly answered?: Readonly<Record<string, string | RegExp>>;
}

const message = (json: object) => ({ json: { number: somebody, message: "Halo", ...json } });
const write = (path: string, its: object) => ({ ask: ["POST", path] as const, headers: user("toko"), ...its });

const failing: readonly Row[] = [
  // The seven classes of error that users name stand side by side in error-classes.test.ts.
  ...(
    [
      ["GET", "/qrcode"],
      ["GET", "/status"],
      ["POST", "/send-message"],
      ["POST", "/logout"],
      ["GET", "/clients"],
    ] as const
  ).map(([method, path]) => ({
    name: `authentication: ${method} ${path} without a key`,
    ask: [method, path] as const,
    as: null,
    headers: user("toko"),
    ...(path === "/send-message" ? message({}) : {}),
    status: 401,
    code: "UNAUTHENTICATED",
    answered: { "www-authenticate": /^Bearer / },
  })),
  ...(["GET /qrcode", "GET /status", "POST /send-message", "POST /logout"] as const).flatMap((route) =>
    [undefined, "", "a b", "x".repeat(65), "sessions", "OPENAPI", "häus"].map((id) => ({
      name: `validation: ${route} with user-id ${JSON.stringify(id)}`,
      ask: route.split(" ") as [string, string],
      headers: id === undefined ? {} : user(encodeURI(id)),
      ...(route.endsWith("message") ? message({}) : {}),
      status: 400,
      code: "USER_ID_REQUIRED",
    })),
  ),
  ...(["GET /qrcode", "POST /send-message", "POST /logout"] as const).map((route) => ({
    name: `authentication: ${route} needs write`,
    ask: route.split(" ") as [string, string],
    as: "read",
    headers: user("toko"),
    ...(route.endsWith("message") ? message({}) : {}),
    status: 403,
    code: "SCOPE_MISSING",
  })),
  ...(["GET /qrcode", "POST /send-message", "POST /logout"] as const).map((route) => ({
    name: `${route} with a key of other sessions`,
    ask: route.split(" ") as [string, string],
    as: "elsewhere",
    headers: user("toko"),
    ...(route.endsWith("message") ? message({}) : {}),
    status: 404,
    code: "SESSION_NOT_FOUND",
  })),
  {
    name: "a picture of an unknown format",
    ask: ["GET", "/qrcode?format=gif"],
    headers: user("toko"),
    status: 422,
    code: "VALIDATION_FAILED",
  },
  {
    name: "logout of no session",
    ask: ["POST", "/logout"],
    headers: user("nobody"),
    status: 404,
    code: "SESSION_NOT_FOUND",
    wanted: { message: "Sesi tidak ditemukan" },
  },
  {
    name: "logout of another tenant's session",
    ask: ["POST", "/logout"],
    as: "stranger",
    headers: user("toko"),
    status: 404,
    code: "SESSION_NOT_FOUND",
  },
  {
    name: "send-message not linked",
    ...write("/send-message", message({})),
    headers: user("unlinked"),
    status: 503,
    code: "SESSION_NOT_CONNECTED",
    wanted: { message: "WhatsApp belum terhubung, silakan scan QR code", error: { qrRequired: true } },
    english: "WhatsApp is not connected, please scan the QR code",
  },
  {
    name: "send-message of no session",
    ...write("/send-message", message({})),
    headers: user("nobody"),
    status: 503,
    code: "SESSION_NOT_CONNECTED",
    wanted: { error: { qrRequired: true } },
  },
  {
    name: "send-message of another tenant's session",
    ...write("/send-message", message({})),
    as: "stranger",
    status: 503,
    code: "SESSION_NOT_CONNECTED",
    wanted: { error: { qrRequired: true } },
  },
  {
    name: "send-message to nobody on WhatsApp",
    ...write("/send-message", message({ number: nobody })),
    status: 422,
    code: "NUMBER_NOT_ON_WHATSAPP",
  },
  {
    name: "validation: send-message of no JSON",
    ...write("/send-message", {}),
    body: "{",
    headers: { ...user("toko"), "content-type": "application/json" },
    status: 400,
    code: "INVALID_JSON",
  },
  {
    name: "validation: send-message of a form",
    ...write("/send-message", {}),
    body: "number=1",
    headers: { ...user("toko"), "content-type": "application/x-www-form-urlencoded" },
    status: 415,
    code: "UNSUPPORTED_MEDIA_TYPE",
  },
  {
    name: "validation: send-message of too much",
    ...write("/send-message", { json: { number: somebody, message: "x".repeat(4_300_000) } }),
    status: 413,
    code: "BODY_TOO_LARGE",
  },
  {
    name: "validation: send-message of a long text",
    ...write("/send-message", message({ message: "x".repeat(70_000) })),
    status: 422,
    code: "VALIDATION_FAILED",
  },
  {
    name: "validation: send-message of a number in digits",
    ...write("/send-message", message({ number: 628123456789 })),
    status: 422,
    code: "VALIDATION_FAILED",
  },
  {
    name: "send-message by GET",
    ask: ["GET", "/send-message"],
    headers: user("toko"),
    status: 405,
    code: "METHOD_NOT_ALLOWED",
    answered: { allow: /POST/ },
  },
  { name: "logout by GET", ask: ["GET", "/logout"], headers: user("toko"), status: 405, code: "METHOD_NOT_ALLOWED" },
];

const atBoth = (row: Row): readonly Row[] =>
  ["", "/api/whatsapp"].map((prefix) => ({
    ...row,
    name: `${row.name}, at ${prefix === "" ? "the root" : prefix}`,
    ask: [row.ask[0], prefix + row.ask[1]],
  }));

const asking = async ({ ask: [method, path], headers, json, body, as }: Row, language?: string) => {
  const caller = as === undefined ? client : client.withKey(as === null ? undefined : keys.get(as));
  return await caller.ask<Record<string, unknown>>(method, path, {
    headers: { ...headers, ...(language === undefined ? {} : { "accept-language": language }) },
    ...(json === undefined ? {} : { json }),
    ...(body === undefined ? {} : { body }),
  });
};

test.each(failing.flatMap(atBoth))("$name is refused", async (row) => {
  const before = await client.get<readonly unknown[]>("/_simulator/deliveries");
  const { status, body, headers } = await asking(row);
  expect([status, (body["error"] as { code: string }).code]).toEqual([row.status, row.code]);
  expect(body).toMatchObject({ success: false, ...row.wanted });
  for (const [name, value] of Object.entries(row.answered ?? {})) expect(headers.get(name)).toMatch(value);
  const english = await asking(row, "en");
  expect(english.status).toBe(row.status);
  expect(english.body["message"]).not.toBe(body["message"]);
  if (row.english !== undefined) expect(english.body["message"]).toBe(row.english);
  expect(await client.get("/_simulator/deliveries")).toHaveLength(before.length);
});

describe.each(["", "/api/whatsapp"])("under %j", (prefix) => {
  test("GET /qrcode of a linked session says that it is connected, in any format", async () => {
    for (const format of ["", "?format=png", "?format=text"]) {
      const { status, body } = await client.ask<object>("GET", `${prefix}/qrcode${format}`, { headers: user("toko") });
      expect([status, body]).toEqual([200, { success: true, message: "WhatsApp sudah terhubung", connected: true }]);
    }
  });

  test("GET /qrcode starts a session and answers its code, and only a code that lives", async () => {
    const id = `qr${prefix.length}`;
    const { status, body } = await client.ask<{ qrCode: string }>("GET", `${prefix}/qrcode`, { headers: user(id) });
    expect([status, body]).toEqual([
      200,
      { success: true, message: "QR Code siap untuk di-scan", qrCode: expect.any(String) as string },
    ]);
    await client.post(`/_simulator/sessions/${id}/scan`, { number: `62811100020${prefix.length % 10}` });
    await person.untilConnected(client, id);
    const english = await client.get<{ message: string }>(`${prefix}/qrcode`, { ...user(id), "accept-language": "en" });
    expect(english.message).toBe("WhatsApp is connected already");
  });

  test("GET /status tells the state, and makes nothing", async () => {
    const { status, body } = await client.ask<Record<string, unknown>>("GET", `${prefix}/status`, {
      headers: user("toko"),
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      connected: true,
      state: "ready",
      number: linked.toko,
      name: "Toko toko",
      since: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      profileSavedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    const never = await client.ask<object>("GET", `${prefix}/status`, { headers: user("never") });
    expect([never.status, never.body]).toEqual([200, { success: true, connected: false, state: "stopped" }]);
    const { clients } = await client.get<{ clients: readonly { userId: string }[] }>(`${prefix}/clients`);
    expect(clients.map(({ userId }) => userId)).not.toContain("never");
  });

  test("GET /clients lists the tenant's own sessions", async () => {
    const { body } = await client.ask<{ clients: readonly object[] }>("GET", `${prefix}/clients`);
    expect(body).toMatchObject({ success: true });
    expect(body.clients).toContainEqual({ userId: "user1", isReady: true });
    expect(body.clients).toContainEqual({ userId: "unlinked", isReady: false });
    const stranger = await client.withKey(keys.get("stranger")).get(`${prefix}/clients`);
    expect(stranger).toEqual({ success: true, clients: [] });
  });

  test("POST /send-message answers when WhatsApp has it", async () => {
    const { status, body } = await client.ask<object>("POST", `${prefix}/send-message`, {
      headers: user("toko"),
      ...message({}),
    });
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        message: "Pesan berhasil dikirim",
        data: { id: expect.stringMatching(/^msg_/) as string, timestamp: expect.any(Number) as number },
      },
    ]);
  });
});

test("the code comes as a picture by Accept or by format", async () => {
  const ask = async (query: string, accept?: string) =>
    await client.ask<{ qrCode: string }>("GET", `/qrcode${query}`, {
      headers: { ...user("pictures"), ...(accept === undefined ? {} : { accept }) },
    });
  const raw = (await ask("")).body.qrCode;
  expect(raw).toMatch(/^2@/);
  const png = /^\u{fffd}PNG\r\n/u;
  for (const [answer, mediaType, start] of [
    [await ask("", "image/png"), "image/png", png],
    [await ask("?format=png"), "image/png", png],
    [await ask("", "image/svg+xml"), "image/svg+xml; charset=utf-8", /^<svg /],
    [await ask("?format=svg"), "image/svg+xml; charset=utf-8", /^<svg /],
    [await ask("?format=text"), "text/plain; charset=utf-8", /^(\u001b\[38;5;16;48;5;231m[ ▀▄█]+\u001b\[0m\n)+$/],
    [await ask("?format=text", "image/png"), "text/plain; charset=utf-8", /█/],
  ] as const) {
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, mediaType]);
    expect(answer.text).toMatch(start);
  }
  expect((await ask("?format=dataurl")).body.qrCode).toMatch(/^data:image\/png;base64,[\w+/=]+$/);
  for (const accept of ["application/json", "*/*", "text/html"])
    expect((await ask("", accept)).body.qrCode).toMatch(/^2@/);
});

test("sessions of a tenant are limited", async () => {
  const made: number[] = [];
  for (let index = 0; index < 12; index += 1) {
    made.push((await client.ask("POST", "/api/whatsapp/sessions", { json: { sessionId: `more${index}` } })).status);
  }
  expect(new Set(made)).toEqual(new Set([201, 409]));
  const { status, body } = await client.ask("GET", "/qrcode", { headers: user("one-more") });
  expect([status, body.error.code]).toEqual([409, "SESSION_LIMIT"]);
  // Another tenant has its own.
  const stranger = client.withKey(keys.get("stranger"));
  expect((await stranger.ask("POST", "/api/whatsapp/sessions", { json: { sessionId: "toko" } })).status).toBe(201);
});

test("two sessions send side by side and log out by themselves; what they have stays", async () => {
  const send = (id: string, number: string) =>
    client.post("/send-message", { number, message: `dari ${id}` }, user(id));
  await Promise.all([send("user1", "628120000011"), send("user2", "628120000012")]);
  const listId = await person.aList(client, "user1", "Pelanggan", person.numbersOf(7, 40));
  const { campaignId } = await person.launch(client, "user1", { listId, message: "Halo", gapMs: 200 });
  await person.untilDeliveries(client, "user1", 3);
  const { status, body } = await client.ask<object>("POST", "/logout", { headers: user("user1") });
  expect([status, body]).toEqual([200, { success: true, message: "Berhasil logout dan sesi dihapus" }]);
  expect(await person.statusOf(client, "user1")).toMatchObject({ connected: false, state: "logged_out" });
  expect(await person.statusOf(client, "user2")).toMatchObject({ connected: true, state: "ready" });
  const campaign = await person.campaignOf(client, "user1", campaignId);
  expect(campaign).toMatchObject({ status: "paused", pausedBecause: "session_logged_out" });
  const lists = await client.get<DataOf<readonly object[]>>(`${person.broadcastOf("user1")}/lists`);
  expect(lists.data).toHaveLength(1);
  // Once more is no mistake; writing is, until it is linked anew.
  expect((await client.ask("POST", "/logout", { headers: user("user1") })).status).toBe(200);
  const refused = await client.ask("POST", "/send-message", { headers: user("user1"), ...message({}) });
  expect([refused.status, refused.body.error["qrRequired"]]).toEqual([503, true]);
  await send("user2", "628120000013");
  await person.link(client, "user1", linked.user1);
  await send("user1", "628120000014");
});

test("a logout by the phone shows within five seconds, and pauses what runs", async () => {
  const listId = await person.aList(client, "user2", "Pelanggan", person.numbersOf(8, 40));
  const { campaignId } = await person.launch(client, "user2", { listId, message: "Halo", gapMs: 200 });
  await person.untilDeliveries(client, "user2", 3);
  await client.post("/_simulator/sessions/user2/fault", { kind: "logout" });
  await until(
    () => person.statusOf(client, "user2"),
    ({ state }) => state === "logged_out",
    "it shows",
    5_000,
  );
  await person.untilStatus(client, "user2", campaignId, "paused");
  expect(await person.campaignOf(client, "user2", campaignId)).toMatchObject({ pausedBecause: "session_logged_out" });
});
