import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as files from "../support/files.ts";
import { startStack, type Stack, until } from "../support/stack.ts";
import { Client, type DataOf, type PageOf } from "./client.ts";
import * as person from "./steps.ts";

/** A person who starts the system at a terminal, signs in by the address there, and has the simulated phone at hand. */

const dir = mkdtempSync(join(tmpdir(), "phone-"));
let stack: Stack;
let operator: Client;
beforeAll(async () => {
  stack = await startStack({ dataDir: dir, apiKey: null, terminal: true });
  operator = new Client(stack.url, readFileSync(join(dir, "admin-key"), "utf8").trim());
});
afterAll(async () => {
  await stack.end();
  rmSync(dir, { recursive: true, force: true });
});

const ayu = "628123450001";
const toShop = { "user-id": "shop" };

interface ChatView {
  readonly number: string;
  readonly unread: number;
}
interface MessageView {
  readonly direction: string;
  readonly body: string;
  readonly state: string;
  readonly media?: { readonly url?: string };
}

test("the address that npm start prints on a terminal signs in once; it prints no key", async () => {
  const key = readFileSync(join(dir, "admin-key"), "utf8").trim();
  expect(stack.written).not.toContain(key);
  const { origin, hash } = new URL(stack.signInAddress ?? "");
  expect(origin).toBe(stack.url);
  const json = { code: hash.replace("#code=", "") };
  const page = new Client(stack.url);
  const signedIn = await page.ask<DataOf<{ readonly key: string }>>("POST", "/_local/sign-in", { json });
  expect([signedIn.status, signedIn.headers.get("cache-control"), signedIn.body]).toEqual([
    200,
    "no-store",
    { success: true, data: { key } },
  ]);
  const again = await page.ask("POST", "/_local/sign-in", { json });
  expect([again.status, again.body.error.code]).toEqual([401, "SIGN_IN_CODE_OVER"]);
});

describe("with a key of a tenant", () => {
  let shop: Client;
  const keyOf = async (fields: object) =>
    operator.withKey(
      (await operator.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", { name: "k", ...fields })).data.key,
    );
  const messages = async (client = shop) =>
    (await client.get<PageOf<MessageView>>(`/_simulator/chats/${ayu}?session=shop`)).data;

  beforeAll(async () => {
    shop = await keyOf({ scopes: ["write"], tenantId: "toko" });
    await operator.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0, deliverMs: 0, readMs: null } });
    await shop.post("/api/whatsapp/sessions", { sessionId: "shop" });
    await person.link(shop, "shop", "628111000111");
  });

  test("its phone gets a message with a picture, reads it, answers STOP and is opted out", async () => {
    const form = new FormData();
    form.set("file", new Blob([new Uint8Array(files.png)], { type: "image/png" }), "brosur.png");
    const upload = `${person.broadcastOf("shop")}/upload`;
    const { filename } = (await shop.send<DataOf<{ filename: string }>>("POST", upload, { body: form })).data;
    const sending = { number: ayu, message: "Lihat ini", media: { filename } };
    const sent = await shop.send<DataOf<{ id: string }>>("POST", "/send-message", { headers: toShop, json: sending });
    const [arrived] = await until(messages, ([message]) => message?.state === "delivered", "it is on the phone");
    expect(arrived).toMatchObject({
      direction: "to_phone",
      body: "Lihat ini",
      type: "image",
      media: { contentType: "image/png" },
    });
    // As an img of the page asks: without a key.
    const picture = await fetch(stack.url + (arrived?.media?.url ?? ""));
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(Buffer.from(files.png));

    await shop.post(`/_simulator/chats/${ayu}/read`, { session: "shop" });
    const path = `/api/whatsapp/shop/messages/${sent.data.id}`;
    await until(
      () => shop.get<DataOf<{ readonly status: string }>>(path),
      ({ data }) => data.status === "read",
      "the shop knows that it was read",
    );
    await shop.post("/_simulator/inbound", { session: "shop", from: ayu, body: "STOP" });
    await until(
      () => shop.get<PageOf<{ readonly number: string }>>("/api/whatsapp/opt-outs"),
      ({ data }) => data.some(({ number }) => number === ayu),
      "the number is opted out",
    );
    const all = await until(messages, ({ length }) => length === 3, "the confirmation came");
    expect(all.map(({ direction }) => direction)).toEqual(["to_phone", "from_phone", "to_phone"]);
  });

  test("a page that polls is told when nothing changed", async () => {
    const path = "/_simulator/chats?session=shop";
    const { headers } = await shop.ask("GET", path);
    const ask = () => shop.ask("GET", path, { headers: { "if-none-match": headers.get("etag") ?? "" } });
    const held = await ask();
    expect([held.status, held.text, held.headers.get("etag")]).toEqual([304, "", headers.get("etag")]);
    await shop.post("/_simulator/inbound", { session: "shop", from: ayu, body: "Halo?" });
    expect((await ask()).status).toBe(200);
  });

  test("what it may do is what the key allows", async () => {
    const reader = await keyOf({ scopes: ["read"], tenantId: "toko" });
    expect((await reader.get<PageOf<ChatView>>("/_simulator/chats?session=shop")).data).toHaveLength(1);
    const answer = { json: { session: "shop", from: ayu, body: "x" }, headers: { "accept-language": "en" } };
    const refused = await reader.ask("POST", "/_simulator/inbound", answer);
    expect([refused.status, refused.body.error.code, refused.body.message]).toEqual([
      403,
      "SCOPE_MISSING",
      "This API key lacks the scope write",
    ]);
    const limited = await keyOf({ scopes: ["write"], tenantId: "toko", sessions: ["cabang"] });
    const others = await keyOf({ scopes: ["admin"], tenantId: "lain" });
    const outcomes = await Promise.all([
      limited.ask("GET", "/_simulator/chats?session=shop"),
      limited.ask("PUT", `/_simulator/numbers/${ayu}`, { json: { phoneOff: true } }),
      others.ask("GET", `/_simulator/chats/${ayu}?session=shop`),
      others.ask("POST", "/_simulator/inbound", answer),
      others.ask("GET", "/_simulator/deliveries"),
      others.ask("PUT", "/_simulator/behaviour", { json: { acceptMs: 5_000 } }),
      others.withKey("wab_made_up").ask("GET", "/_simulator"),
      others.withKey(undefined).ask("GET", "/_simulator/chats?session=shop"),
    ]);
    expect(outcomes.map(({ status, body }) => `${status} ${body.error.code}`)).toEqual([
      "404 SESSION_UNKNOWN",
      "403 SCOPE_MISSING",
      "404 CHAT_UNKNOWN",
      "404 SESSION_UNKNOWN",
      "401 UNAUTHENTICATED",
      "401 UNAUTHENTICATED",
      "401 UNAUTHENTICATED",
      "401 UNAUTHENTICATED",
    ]);
    expect((await others.get<PageOf<ChatView>>("/_simulator/chats?session=shop")).data).toEqual([]);
  });

  test("a page learns from its key that WhatsApp is simulated", async () => {
    expect(await shop.get("/_simulator")).toMatchObject({
      success: true,
      data: { engine: "simulator", controls: expect.arrayContaining(["POST /_simulator/inbound"]) as string[] },
    });
  });
});
