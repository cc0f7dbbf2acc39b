import * as stores from "../../../aws/open.ts";
import { Client, type DataOf, type PageOf } from "../../e2e/client.ts";
import { type LambdasAtHand, startLambdas } from "../../support/api/lambdas.ts";

/** What a key may do to things that are the whole tenant's, or the whole deployment's. */

let all: LambdasAtHand;
let operator: Client;

beforeAll(async () => {
  all = await startLambdas();
  operator = new Client(all.url, all.apiKey);
  await operator.post("/api/whatsapp/sessions", { sessionId: "shop" });
});
afterAll(async () => {
  await all.close();
});

const keys = "/api/whatsapp/api-keys";
async function keyWith(fields: object): Promise<Client> {
  const { data } = await operator.post<DataOf<{ key: string }>>(keys, { name: "kunci", scopes: ["write"], ...fields });
  return operator.withKey(data.key);
}

describe("an opt-out", () => {
  const optOuts = "/api/whatsapp/opt-outs";

  test.each(["write", "admin"])(
    "is added by a %s key that is limited to a session, which can't take it back",
    async (scope) => {
      const limited = await keyWith({ scopes: [scope], sessions: ["shop"] });
      const number = scope === "write" ? "628111000001" : "628111000002";
      expect((await limited.ask("POST", optOuts, { json: { number } })).status).toBe(201);
      const refused = await limited.ask("DELETE", `${optOuts}/${number}`);
      expect([refused.status, refused.body.error.code]).toEqual([403, "SCOPE_MISSING"]);
      expect(refused.body.error.details).toMatchObject([{ wanted: "API key yang tidak dibatasi ke sesi tertentu" }]);
      // Nor does it learn who did not opt out.
      expect((await limited.ask("DELETE", `${optOuts}/628999000009`)).status).toBe(403);
      expect((await stores.optOuts(all.env).find("default", number))?.number).toBe(number);
      expect((await (await keyWith({})).ask("DELETE", `${optOuts}/${number}`)).status).toBe(200);
    },
  );

  test("is neither added nor taken back by a key that only reads", async () => {
    const reader = await keyWith({ scopes: ["read"] });
    expect((await reader.ask("POST", optOuts, { json: { number: "628111000003" } })).status).toBe(403);
    expect((await reader.ask("DELETE", `${optOuts}/628111000003`)).status).toBe(403);
  });
});

test("the audit trail names what was made where no id stands in the path", async () => {
  interface Entry {
    readonly operation: string;
    readonly target: Readonly<Record<string, string>>;
  }
  await operator.post("/api/whatsapp/opt-outs", { number: "628123456789" });
  const form = new FormData();
  form.set("file", new Blob([Buffer.from("%PDF-1.4\n")], { type: "application/pdf" }), "a.pdf");
  await operator.send("POST", "/api/whatsapp/shop/broadcast/upload", { body: form });
  const { data } = await operator.get<PageOf<Entry>>("/api/whatsapp/audit");
  const targetOf = (wanted: string) => data.find(({ operation }) => operation === wanted)?.target;
  expect(targetOf("addOptOut")).toEqual({ number: "628***789" });
  expect(targetOf("createUpload")).toEqual({ sessionId: "shop", filename: expect.any(String) as string });
});

describe("the health that looks deep", () => {
  const deep = "/health?deep=true";

  test("is the operator's: its bootstrap key's and its tenant's admin keys', at a token each", async () => {
    for (const client of [operator, await keyWith({ scopes: ["admin"] })]) {
      const { status, headers } = await client.ask("GET", deep);
      expect([status, headers.get("ratelimit-limit")]).toEqual([200, "600"]);
      const again = await client.ask("GET", deep);
      expect(Number(again.headers.get("ratelimit-remaining"))).toBeLessThan(Number(headers.get("ratelimit-remaining")));
    }
  });

  test.each<[string, object]>([
    ["another tenant's admin", { scopes: ["admin"], tenantId: "acme" }],
    ["an admin of some sessions", { scopes: ["admin"], sessions: ["shop"] }],
    ["a key that writes", { scopes: ["write"] }],
  ])("is refused to %s, and nothing is counted before", async (_, fields) => {
    const { status, body, text } = await (await keyWith(fields)).ask("GET", deep);
    expect([status, body.error.code]).toEqual([403, "SCOPE_MISSING"]);
    expect(text).not.toMatch(/workers|checks/);
  });

  test("is refused when the key has asked too often", async () => {
    const noisy = await keyWith({ scopes: ["admin"] });
    let last = await noisy.ask("GET", deep);
    for (let asked = 1; asked < 700 && last.status === 200; asked += 1) last = await noisy.ask("GET", deep);
    expect([last.status, last.body.error.code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("a key that expires", () => {
  const make = (expiresAt: string) => operator.ask("POST", keys, { json: { name: "k", scopes: ["read"], expiresAt } });
  const at = (ms: number) => new Date(all.now() + ms).toISOString();

  test.each([-60_000, -1, 0])("does so in the future, not %d ms from now", async (ms) => {
    const { status, body } = await make(at(ms));
    expect([status, body.error.details]).toMatchObject([422, [{ pointer: "/expiresAt" }]]);
  });

  test("at a moment of any offset", async () => {
    expect((await make(at(60_000))).status).toBe(201);
    const here = new Date(all.now() + 3_600_000 + 7 * 3_600_000).toISOString().replace("Z", "+07:00");
    expect((await make(here)).status).toBe(201);
    const past = new Date(all.now() + 3_600_000).toISOString().replace("Z", "+07:00");
    expect((await make(past)).status).toBe(422);
  });
});

describe("a webhook's address", () => {
  const webhooks = "/api/whatsapp/webhooks";
  const make = (url: string) =>
    operator.ask<DataOf<{ webhookId: string; url: string }>>("POST", webhooks, { json: { url, events: ["*"] } });

  test.each([
    ["HTTPS://Hooks.Example.COM", "https://hooks.example.com/"],
    ["https://hooks.example.com:443/a/../b", "https://hooks.example.com/b"],
    [" https://hooks.example.com/x ", "https://hooks.example.com/x"],
    ["https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"],
    ["https://hooks.example.com/a b", "https://hooks.example.com/a%20b"],
  ])("%j is kept and shown as %s", async (written, kept) => {
    const made = await make(written);
    expect([made.status, made.body.data.url]).toEqual([201, kept]);
    const { webhookId } = made.body.data;
    expect(await operator.get(`${webhooks}/${webhookId}`)).toMatchObject({ data: { url: kept } });
    const changed = await operator.ask("PUT", `${webhooks}/${webhookId}`, { json: { url: written } });
    expect(changed.body).toMatchObject({ data: { url: kept } });
    await operator.send("DELETE", `${webhooks}/${webhookId}`);
  });

  test.each([
    "https://hooks.example.com/\r\nx",
    "https://hooks.example.com/\t",
    "https://hooks.\nexample.com/",
    "https://hooks.example.com/\0",
    "\u0085https://hooks.example.com/",
    "https://hooks.example.com/\u007f",
    `https://hooks.example.com/${"ä".repeat(700)}`,
  ])("%j is refused", async (written) => {
    const { status, body } = await operator.ask("POST", webhooks, { json: { url: written, events: ["*"] } });
    expect([status, body.error.details]).toMatchObject([422, [{ pointer: "/url" }]]);
  });
});
