import { until } from "../../support/stack.ts";
import type { Client, DataOf, Failure, PageOf } from "../client.ts";
import { aShop } from "../shop.ts";
import * as person from "../steps.ts";

/** The switch that halts sending, as the operator and a tenant's admin use it. */

const path = "/api/whatsapp/operations/sending";

interface Sending {
  readonly tenantId?: string;
  readonly halted: boolean;
  readonly by?: string;
  readonly reason?: string;
  readonly since?: string;
  readonly halts: readonly { readonly of: string; readonly by: string; readonly keyId: string }[];
}

const { client: operator } = aShop({ arriveMs: 0, linked: true });
let admin: Client;
beforeAll(async () => {
  admin = await withKey(operator, { scopes: ["admin"], tenantId: "toko" });
});
afterEach(async () => {
  for (const json of [{ halted: false }, { halted: false, tenantId: "toko" }, { halted: false, tenantId: "default" }]) {
    await put(operator, json);
  }
});

async function withKey(client: Client, fields: object): Promise<Client> {
  const { data } = await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", { name: "kunci", ...fields });
  return operator.withKey(data.key);
}
const put = (client: Client, json: object) => client.ask<DataOf<Sending> & Failure>("PUT", path, { json });
const sendingOf = async (client: Client, query = "") => (await client.get<DataOf<Sending>>(`${path}${query}`)).data;

test("the operator halts the deployment: campaigns wait, direct messages are refused with the reason, and all goes on when it is lifted", async () => {
  const listId = await person.aList(operator, "shop", "Pelanggan", person.numbersOf(1, 12));
  const { campaignId } = await person.launch(operator, "shop", { gapMs: 300, listId, message: "Halo {{ name }}" });
  await person.untilDeliveries(operator, "shop", 3);
  const before = Date.now();
  const { status, body } = await put(operator, { halted: true, reason: "halaman WhatsApp berubah" });
  const answered = (await person.deliveriesOf(operator, "shop")).length;
  expect([status, body.data]).toMatchObject([
    200,
    { halted: true, by: "operator", reason: "halaman WhatsApp berubah" },
  ]);
  expect(Date.parse(body.data.since ?? "")).toBeGreaterThanOrEqual(before);
  const view = () =>
    operator.get<DataOf<{ waitingFor?: string; status: string }>>(
      `${person.broadcastOf("shop")}/campaigns/${campaignId}`,
    );
  await until(view, ({ data }) => data.waitingFor === "operator", "it waits for the operator");
  const refused = await operator.ask("POST", "/send-message", {
    headers: { "user-id": "shop", "accept-language": "en" },
    json: { number: "628129990001", message: "Halo" },
  });
  expect([refused.status, refused.body.error.code]).toEqual([503, "SENDING_HALTED"]);
  expect(refused.body.message).toBe("Sending is halted: halaman WhatsApp berubah");
  expect(refused.body.error).toMatchObject({ qrRequired: false, reason: "halaman WhatsApp berubah" });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  const test = await operator.ask("POST", `${person.broadcastOf("shop")}/test`, {
    json: { number: "628129990001", message: "Halo" },
  });
  expect([test.status, test.body.error.code]).toEqual([503, "SENDING_HALTED"]);
  expect((await person.deliveriesOf(operator, "shop")).length - answered).toBeLessThanOrEqual(1);
  expect((await put(operator, { halted: false })).body.data).toEqual({ halted: false, halts: [] });
  await person.untilStatus(operator, "shop", campaignId, "completed", 90_000);
  expect(await person.deliveriesOf(operator, "shop")).toHaveLength(12);
}, 120_000);

test("a tenant's admin halts its own tenant alone, and lifts that", async () => {
  expect((await put(admin, { halted: true, reason: "salah harga" })).body.data).toMatchObject({
    tenantId: "toko",
    halted: true,
    by: "tenant",
    halts: [{ of: "tenant", by: "tenant" }],
  });
  expect(await sendingOf(operator, "?tenantId=toko")).toMatchObject({ halted: true, reason: "salah harga" });
  expect(await sendingOf(operator)).toEqual({ halted: false, halts: [] });
  expect((await put(admin, { halted: false })).body.data).toEqual({ tenantId: "toko", halted: false, halts: [] });
});

test.each([
  ["of its tenant", { tenantId: "toko" }],
  ["of the deployment", {}],
])("a tenant's admin lifts no halt %s that the operator gave, and sees it", async (_, place) => {
  await put(operator, { ...place, halted: true, reason: "banyak keluhan" });
  expect(await sendingOf(admin)).toMatchObject({ halted: true, by: "operator", reason: "banyak keluhan" });
  const { status, body } = await put(admin, { halted: false });
  expect([status, body.error.code]).toEqual([403, "SCOPE_MISSING"]);
  // Its own halt, given beside that, is its own to lift.
  await put(admin, { halted: true, reason: "salah harga" });
  expect((await put(admin, { halted: false })).body.data).toMatchObject({ halted: true, by: "operator" });
});

test("a tenant names no other tenant", async () => {
  for (const tenantId of ["default", "lain"]) {
    expect((await put(admin, { halted: true, reason: "x", tenantId })).status).toBe(403);
    expect((await admin.ask("GET", `${path}?tenantId=${tenantId}`)).status).toBe(403);
  }
  expect((await put(admin, { halted: false, tenantId: "toko" })).status).toBe(200);
});

test("a key that may only write, and one that is limited to sessions, halt nothing", async () => {
  const writer = await withKey(admin, { scopes: ["write"] });
  const limited = await withKey(admin, { scopes: ["admin"], sessions: ["shop"] });
  for (const client of [writer, limited]) {
    expect((await put(client, { halted: true, reason: "x" })).status).toBe(403);
    expect((await put(client, { halted: false })).status).toBe(403);
    expect((await sendingOf(client)).halted).toBe(false);
  }
});

test.each([
  ["a halt without a reason", { halted: true }, "/reason"],
  ["an empty reason", { halted: true, reason: "" }, "/reason"],
  ["a blank reason", { halted: true, reason: "  " }, "/reason"],
  ["a reason of 201 characters", { halted: true, reason: "x".repeat(201) }, "/reason"],
  ["neither", {}, "/halted"],
  ["a word", { halted: "yes", reason: "x" }, "/halted"],
  ["an unknown field", { halted: false, until: 1 }, "/until"],
  ["a tenant id that is none", { halted: false, tenantId: "A B" }, "/tenantId"],
])("%s is refused", async (_, json, pointer) => {
  const { status, body } = await put(operator, json);
  expect([status, [...new Set(body.error.details.map((detail) => detail.pointer))]]).toEqual([422, [pointer]]);
});

test("a reason of 200 characters is taken, and each change is in the audit trail", async () => {
  const reason = "x".repeat(200);
  expect((await put(admin, { halted: true, reason })).body.data.reason).toBe(reason);
  await put(admin, { halted: false });
  const { data } = await admin.get<PageOf<{ operation: string; target: object }>>("/api/whatsapp/audit");
  const changes = data.filter(({ operation }) => operation === "setSending").slice(0, 2);
  expect(changes.map(({ target }) => target)).toEqual([
    { tenantId: "toko", of: "tenant", halted: "false" },
    { tenantId: "toko", of: "tenant", halted: "true" },
  ]);
});

describe("the deployment, as its operator sees it:", () => {
  interface TenantView {
    readonly tenantId: string;
    readonly createdAt?: string;
    readonly halt?: object;
    readonly sessions: number;
    readonly sessionsByState: Readonly<Record<string, number>>;
  }
  const [tenants, workers] = ["/api/whatsapp/operations/tenants", "/api/whatsapp/operations/workers"];
  const none = { stopped: 0, starting: 0, awaiting_qr: 0, ready: 0, disconnected: 0, logged_out: 0, failed: 0 };

  test("its tenants, page by page, each with its sessions and what halts it", async () => {
    await admin.post("/api/whatsapp/sessions", { sessionId: "cabang" });
    await withKey(operator, { scopes: ["read"], tenantId: "adi" });
    await put(operator, { halted: true, reason: "tagihan", tenantId: "toko" });
    const all = await operator.get<PageOf<TenantView>>(tenants);
    expect(all.data).toEqual([
      { tenantId: "adi", createdAt: expect.any(String) as string, sessions: 0, sessionsByState: none },
      { tenantId: "default", sessions: 1, sessionsByState: { ...none, ready: 1 } },
      {
        tenantId: "toko",
        createdAt: expect.any(String) as string,
        halt: { by: "operator", reason: "tagihan", since: expect.any(String) as string },
        sessions: 1,
        sessionsByState: { ...none, stopped: 1 },
      },
    ]);
    expect(all.pagination.nextCursor).toBeNull();
    for (const limit of [1, 2]) {
      const found: TenantView[] = [];
      let query = `?limit=${limit}`;
      while (query !== "") {
        const page = await operator.get<PageOf<TenantView>>(tenants + query);
        found.push(...page.data);
        const { nextCursor } = page.pagination;
        query = nextCursor === null ? "" : `?limit=${limit}&cursor=${encodeURIComponent(nextCursor)}`;
      }
      expect(found).toEqual(all.data);
    }
    // A key of the operator's own tenant makes it no second one.
    await withKey(operator, { scopes: ["admin"] });
    expect((await person.everyRow<TenantView>(operator, tenants)).map(({ tenantId }) => tenantId)).toEqual([
      "adi",
      "default",
      "toko",
    ]);
  });

  test("its workers' slots, with what they hold and the pages that were found", async () => {
    const before = Date.now();
    const read = () => operator.get<PageOf<{ lastBeatAt?: string }>>(workers);
    const { data, pagination } = await until(
      read,
      (page) => Date.parse(page.data[0]?.lastBeatAt ?? "") >= before,
      "the worker beats",
    );
    expect(data).toEqual([
      {
        slot: 0,
        workerId: "local",
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
        since: expect.any(String) as string,
        lastBeatAt: expect.any(String) as string,
        capacity: 50,
        sessions: 1,
        connected: 1,
        pages: [{ version: expect.any(String) as string, unavailable: [], sessions: 1 }],
      },
    ]);
    expect(pagination).toMatchObject({ nextCursor: null, total: 1 });
  });

  test("no other key sees any of it, not even an admin's of the operator's tenant", async () => {
    for (const client of [admin, await withKey(operator, { scopes: ["admin"] })]) {
      for (const path of [tenants, workers]) {
        const { status, body } = await client.ask("GET", path);
        expect([status, body.error.code]).toEqual([403, "SCOPE_MISSING"]);
      }
    }
  });
});
