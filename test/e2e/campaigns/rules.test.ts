import { until } from "../../support/stack.ts";
import type { DataOf, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** The rules that hold for every route, on a deployment with limits that can be reached. */

const page = "https://console.example";

interface MadeKey {
  readonly keyId: string;
  readonly key: string;
  readonly lastUsedAt?: string;
}

const keysPath = "/api/whatsapp/api-keys";
const makeKey = async (fields: object = {}): Promise<MadeKey> =>
  (await client.post<DataOf<MadeKey>>(keysPath, { name: "kunci", scopes: ["write"], ...fields })).data;

const { client } = aShop({ env: { CORS_ORIGINS: page, BROADCASTS_PER_MINUTE: "3", REQUESTS_PER_MINUTE: "400" } });
beforeAll(async () => {
  await client.post("/api/whatsapp/sessions", { sessionId: "shop" });
});

describe("rate limits", () => {
  const send = `${person.broadcastOf("shop")}/send`;

  test("every answer to a key says where it stands, and one without a key nothing", async () => {
    const one = await client.withKey((await makeKey()).key).ask("GET", "/clients");
    expect(one.headers.get("ratelimit-limit")).toBe("400");
    expect(one.headers.get("ratelimit-remaining")).toBe("399");
    expect(Number(one.headers.get("ratelimit-reset"))).toBeGreaterThan(0);
    const refused = await client.withKey((await makeKey()).key).ask("GET", "/api/whatsapp/sessions/none");
    expect([refused.status, refused.headers.get("ratelimit-limit")]).toEqual([404, "400"]);
    expect((await client.ask("GET", "/health")).headers.get("ratelimit-limit")).toBeNull();
    expect((await client.withKey(undefined).ask("GET", "/clients")).headers.get("ratelimit-limit")).toBeNull();
  });

  test("broadcasts run out first, the rest goes on, and so does everybody else", async () => {
    const noisy = client.withKey((await makeKey({ tenantId: "noisy", scopes: ["admin"] })).key);
    const quiet = client.withKey((await makeKey({ tenantId: "quiet", scopes: ["admin"] })).key);
    const body = { json: { listId: "lst_01ARZ3NDEKTSV4RRFFQ69G5FAV", message: "Halo" } };
    for (let request = 0; request < 3; request += 1) {
      expect((await noisy.ask("POST", send, body)).status).toBe(404);
    }
    const refused = await noisy.ask("POST", send, { ...body, headers: { "accept-language": "en" } });
    expect([refused.status, refused.body.error.code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    expect(refused.headers.get("ratelimit-limit")).toBe("3");
    expect((await noisy.ask("GET", "/clients")).status).toBe(200);
    expect((await quiet.ask("POST", send, body)).status).toBe(404);
  });
});

describe("pages of other origins", () => {
  test("may call when they are named, and read every answer, refusals too", async () => {
    const asked = { headers: { origin: page } };
    for (const [path, status] of [
      ["/clients", 200],
      ["/api/whatsapp/sessions/none", 404],
    ] as const) {
      const answer = await client.ask("GET", path, asked);
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([status, page]);
      expect(answer.headers.get("vary")).toBe("origin, accept-language");
    }
    const unauthenticated = await client.withKey(undefined).ask("GET", "/clients", asked);
    expect(unauthenticated.headers.get("access-control-allow-origin")).toBe(page);
    expect(unauthenticated.headers.get("access-control-expose-headers")).toContain("www-authenticate");
  });

  test("ask first what they may", async () => {
    const preflight = await client.withKey(undefined).ask("OPTIONS", `${person.broadcastOf("shop")}/lists`, {
      headers: { origin: page, "access-control-request-method": "POST" },
    });
    expect([preflight.status, preflight.text]).toEqual([204, ""]);
    expect(preflight.headers.get("access-control-allow-methods")).toBe("GET, POST");
  });

  test("that are not named may not", async () => {
    const stranger = { headers: { origin: "https://evil.example" } };
    expect((await client.ask("GET", "/clients", stranger)).headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await client.ask("OPTIONS", "/clients", stranger);
    expect([preflight.status, preflight.body.error.code]).toEqual([405, "METHOD_NOT_ALLOWED"]);
    expect(preflight.headers.get("allow")).toBe("GET");
  });
});

describe("an API key", () => {
  test("made twice under one Idempotency-Key is one key, with its secret answered twice", async () => {
    const ask = { json: { name: "sekali", scopes: ["read"] }, headers: { "idempotency-key": "kunci-1" } };
    const first = await client.ask<DataOf<MadeKey>>("POST", keysPath, ask);
    const again = await client.ask<DataOf<MadeKey>>("POST", keysPath, ask);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect((await client.withKey(first.body.data.key).ask("GET", "/clients")).status).toBe(200);
    const other = await client.ask("POST", keysPath, { ...ask, json: { name: "lain", scopes: ["read"] } });
    expect([other.status, other.body.error.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
    // Another admin of the tenant neither hears the secret nor makes a second key.
    const colleague = client.withKey((await makeKey({ scopes: ["admin"] })).key);
    const overheard = await colleague.ask("POST", keysPath, ask);
    expect([overheard.status, overheard.body.error.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
  });

  test("shows when it was last used", async () => {
    const made = await makeKey();
    const listed = async () => {
      const { data } = await client.get<DataOf<readonly MadeKey[]>>(keysPath);
      return data.find(({ keyId }) => keyId === made.keyId);
    };
    expect((await listed())?.lastUsedAt).toBeUndefined();
    await client.withKey(made.key).get("/clients");
    const used = await until(listed, (key) => key?.lastUsedAt !== undefined, "the key was used");
    expect(Math.abs(Date.parse(used?.lastUsedAt ?? "") - Date.now())).toBeLessThan(60_000);
  });
});

describe("the audit trail", () => {
  interface Entry {
    readonly operation: string;
    readonly keyId: string;
    readonly target: Readonly<Record<string, string>>;
    readonly status: number;
    readonly requestId: string;
  }
  const trail = "/api/whatsapp/audit";

  test("says who changed what, the latest first, and nothing of what was in it", async () => {
    const made = await makeKey({ tenantId: "diaudit", scopes: ["admin"], name: "rahasia dagang" });
    const admin = client.withKey(made.key);
    await admin.post("/api/whatsapp/sessions", { sessionId: "toko" });
    const { data } = await admin.post<DataOf<{ listId: string }>>(`${person.broadcastOf("toko")}/lists`, {
      name: "Pelanggan rahasia",
    });
    expect((await admin.ask("POST", `${person.broadcastOf("toko")}/lists`, { json: {} })).status).toBe(422);
    const { data: entries } = await admin.get<PageOf<Entry>>(trail);
    expect(entries).toMatchObject([
      { operation: "createList", keyId: made.keyId, target: { sessionId: "toko", listId: data.listId }, status: 201 },
      { operation: "createSession", keyId: made.keyId, target: { sessionId: "toko" }, status: 201 },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/rahasia|wab_/);
    const first = await admin.get<PageOf<Entry>>(`${trail}?limit=1`);
    expect(first.data).toEqual(entries.slice(0, 1));
    const rest = await admin.get<PageOf<Entry>>(
      `${trail}?limit=1&cursor=${encodeURIComponent(first.pagination.nextCursor ?? "")}`,
    );
    expect(rest.data).toEqual(entries.slice(1, 2));
  });

  test("is for admins, and a key that is limited to sessions reads of these", async () => {
    expect((await client.withKey((await makeKey()).key).ask("GET", trail)).status).toBe(403);
    await client.post("/api/whatsapp/sessions", { sessionId: "cabang" });
    const limited = client.withKey((await makeKey({ scopes: ["admin"], sessions: ["cabang"] })).key);
    const { data } = await limited.get<PageOf<Entry>>(trail);
    expect(data.map(({ target }) => target["sessionId"])).toEqual(["cabang"]);
  });
});

describe("health", () => {
  test("is shallow for anybody, and deep for an admin", async () => {
    expect(await client.withKey(undefined).get("/health")).toEqual({ success: true, status: "ok" });
    expect(await client.withKey(undefined).get("/health?deep=false")).toEqual({ success: true, status: "ok" });
    const deep = await until(
      () => client.get<{ status: string; checks: object; workers: { running: number } }>("/health?deep=true"),
      ({ workers }) => workers.running === 1,
      "a worker runs",
    );
    expect(deep).toMatchObject({
      status: "ok",
      checks: { registry: { ok: true }, delivery: { ok: true }, bucket: { ok: true } },
    });
    expect((await client.withKey(undefined).ask("GET", "/health?deep=true")).status).toBe(401);
    expect((await client.withKey((await makeKey()).key).ask("GET", "/health?deep=true")).status).toBe(403);
    expect((await client.ask("GET", "/health?deep=yes")).status).toBe(422);
  });
});
