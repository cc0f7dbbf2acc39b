import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import type { MediaKind } from "../../core/whatsapp.ts";
import type { ControlAnswer, ControlCaller } from "../../simulator/controls/call.ts";
import { handleControl } from "../../simulator/controls/controls.ts";
import { json } from "./json-answer.ts";
import { aMessage, eachTestHasASimulation, type OpenSession, receiver, sender } from "./simulation.ts";

/** What a page shows as a phone, and does with it. */

const simulation = eachTestHasASimulation();

const shop: ControlCaller = { tenantId: "toko", scopes: ["read", "write"] };
const others: ControlCaller = { tenantId: "lain", scopes: ["read", "write"] };
const operator: ControlCaller = { tenantId: "default", scopes: ["read", "write", "operator"] };

interface Ask {
  readonly by?: ControlCaller;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

/** `path` without its `/_simulator`; by a key of the shop's. */
function ask(method: string, path: string, { by = shop, body, query = {} }: Ask = {}): Promise<ControlAnswer> {
  const context = {
    authorize: async () => by,
    qrOnShow: async ({ tenantId, sessionId }: { tenantId: string; sessionId: string }) =>
      shown.get(`${tenantId}/${sessionId}`),
  };
  return handleControl(simulation().network, { method, path: `/_simulator${path}`, query, body }, context);
}

/** Codes on show, by tenant and session. */
const shown = new Map<string, string>();
beforeEach(() => {
  shown.clear();
});

/** A linked session; its folder is called as tenant and session are. */
async function link({ tenantId }: ControlCaller, number = sender, sessionId = "shop"): Promise<OpenSession> {
  const session = await simulation().open(`${tenantId}-${sessionId}`);
  simulation().network.scan({ qr: simulation().qrOf(session), number, session: { tenantId, sessionId } });
  await simulation().clock.advance(100);
  session.events.length = 0;
  return session;
}

let sent = 0;
async function send({ connection }: OpenSession, to: string, text: string): Promise<void> {
  void connection.send(aMessage({ messageId: `3EB0${String((sent += 1)).padStart(18, "0")}`, to, text }));
  await simulation().clock.advance(50);
}

interface MessageView {
  readonly direction: string;
  readonly body: string;
  readonly state: string;
  readonly media?: { readonly url?: string; readonly contentType?: string; readonly fileName?: string };
}
interface ChatView {
  readonly number: string;
  readonly messages: number;
  readonly unread: number;
  readonly onTheirWay: number;
  readonly phoneOff: boolean;
  readonly lastMessage: MessageView;
}
interface PageView<Row> {
  readonly data: readonly Row[];
  readonly pagination: { readonly limit: number; readonly nextCursor: string | null };
}

async function page<Row>(path: string, { query, ...more }: Ask = {}): Promise<PageView<Row>> {
  const { status, body } = await json(ask("GET", path, { query: { session: "shop", ...query }, ...more }));
  expect([status, body]).toEqual([200, expect.objectContaining({ success: true })]);
  return body as PageView<Row>;
}
const chats = async (asked: Ask = {}) => (await page<ChatView>("/chats", asked)).data;
const chat = async (number = receiver, asked: Ask = {}) => (await page<MessageView>(`/chats/${number}`, asked)).data;
const refusalOf = async (answering: Promise<ControlAnswer>) => {
  const { status, body } = await json(answering);
  return [status, (body as { readonly error: { readonly code: string } }).error.code];
};

test("a chat holds what went both ways, the newest first, with what became of each", async () => {
  const session = await link(shop);
  await send(session, receiver, "Halo");
  const inbound = { session: "shop", from: receiver, body: "STOP" };
  expect(await json(ask("POST", "/inbound", { body: inbound }))).toMatchObject({ status: 200 });
  expect(await chats()).toEqual([
    {
      number: receiver,
      registered: true,
      phoneOff: false,
      messages: 2,
      unread: 1,
      onTheirWay: 0,
      lastMessage: {
        id: expect.stringMatching(/^3A/) as string,
        direction: "from_phone",
        from: receiver,
        to: sender,
        type: "text",
        body: "STOP",
        state: "delivered",
        at: expect.stringMatching(/^2026-01-01T00:00:00/) as string,
      },
    },
  ]);
  const [stop, hello] = await chat();
  expect([stop?.body, hello?.body]).toEqual(["STOP", "Halo"]);
  expect(hello).toMatchObject({ direction: "to_phone", from: sender, to: receiver, state: "delivered" });
});

test("what a phone reads is read for the session, once, also where a read was due later", async () => {
  const session = await link(shop);
  simulation().behave({ readMs: 5_000 });
  await send(session, receiver, "satu");
  await send(session, receiver, "dua");
  expect(session.heard()).toEqual(["ack 1", "ack 2", "ack 1", "ack 2"]);
  session.events.length = 0;
  const read = () => json(ask("POST", `/chats/${receiver}/read`, { body: { session: "shop" } }));
  expect((await read()).body).toEqual({ success: true, data: { read: 2 } });
  expect(session.heard()).toEqual(["ack 3", "ack 3"]);
  expect((await read()).body).toEqual({ success: true, data: { read: 0 } });
  await simulation().clock.advance(10_000);
  expect(session.heard()).toEqual(["ack 3", "ack 3"]);
  expect((await chat()).map(({ state }) => state)).toEqual(["read", "read"]);
  expect(await chats()).toMatchObject([{ unread: 0 }]);
});

test("to a phone that is off messages are on their way until it is on again", async () => {
  const session = await link(shop);
  await ask("PUT", `/numbers/${receiver}`, { body: { phoneOff: true } });
  await send(session, receiver, "Halo");
  expect(await chats()).toMatchObject([{ phoneOff: true, onTheirWay: 1, unread: 0, lastMessage: { state: "sent" } }]);
  await ask("PUT", `/numbers/${receiver}`, { body: { phoneOff: false } });
  expect(await chats()).toMatchObject([
    { phoneOff: false, onTheirWay: 0, unread: 1, lastMessage: { state: "delivered" } },
  ]);
  expect(session.heard()).toEqual(["ack 1", "ack 2"]);
});

test("what a phone writes is sent until the session is there to receive it", async () => {
  const { connection } = await link(shop);
  await connection.close();
  await ask("POST", "/inbound", { body: { session: "shop", from: receiver, body: "Halo?" } });
  expect(await chat()).toMatchObject([{ body: "Halo?", state: "sent" }]);
  await simulation().open("toko-shop");
  expect(await chat()).toMatchObject([{ body: "Halo?", state: "delivered" }]);
});

test("chats and their messages are pages; a chat that gets a message comes first, and digits of a number find it", async () => {
  const session = await link(shop);
  const numbers = ["628111", "628222", "628333", "628444", "628555"];
  for (const number of numbers) await send(session, number, `untuk ${number}`);
  await send(session, "628222", "lagi");
  const walk = async <Row>(path: string, limit: string) => {
    const rows: Row[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit, ...(cursor ? { cursor } : {}) };
      const { data, pagination } = await page<Row>(path, { query });
      expect(data.length).toBeLessThanOrEqual(Number(limit));
      rows.push(...data);
      cursor = pagination.nextCursor;
    } while (cursor !== null);
    return rows;
  };
  const inOrder = ["628222", "628555", "628444", "628333", "628111"];
  for (const limit of ["1", "2", "5", "100"])
    expect((await walk<ChatView>("/chats", limit)).map(({ number }) => number)).toEqual(inOrder);
  for (const limit of ["1", "2"])
    expect((await walk<MessageView>("/chats/628222", limit)).map(({ body }) => body)).toEqual(["lagi", "untuk 628222"]);
  expect((await chats({ query: { search: "+62 84-4" } })).map(({ number }) => number)).toEqual(["628444"]);
  for (const query of [{ limit: "0" }, { limit: "101" }, { cursor: "x" }, { form: "1" }, { session: "" }]) {
    expect([query, await refusalOf(ask("GET", "/chats", { query: { session: "shop", ...query } }))]).toEqual([
      query,
      [422, "VALIDATION_FAILED"],
    ]);
  }
  expect(await refusalOf(ask("GET", "/chats/62899", { query: { session: "shop" } }))).toEqual([404, "CHAT_UNKNOWN"]);
});

const png = Buffer.from("89504e470d0a1a0a", "hex");

async function sendFile(
  { connection }: OpenSession,
  kind: MediaKind,
  contentType: string,
  fileName: string,
): Promise<void> {
  mkdirSync(simulation().folder("media"), { recursive: true });
  const path = simulation().folder("media/file");
  writeFileSync(path, png);
  const media = { kind, path, contentType, fileName, sha256: createHash("sha256").update(png).digest("hex") };
  void connection.send(aMessage({ messageId: `3EB0${kind}`, text: "lihat", media }));
  await simulation().clock.advance(50);
}

/** What the address of a chat's file answers, to a caller without a key. */
const fetchFile = async (url = ""): Promise<ControlAnswer> => {
  const { pathname, search } = new URL(url, "http://localhost");
  const nobody: ControlCaller = { tenantId: "", scopes: ["none"], sessions: [] };
  const query = Object.fromEntries(new URLSearchParams(search));
  return ask("GET", pathname.replace("/_simulator", ""), { by: nobody, query });
};

test("a picture has an address that is proof enough, and that only a chat tells; it is kept for the next process", async () => {
  const session = await link(shop);
  await sendFile(session, "image", "image/png", "foto.png");
  const [{ media } = {}] = await chat();
  expect(media).toEqual({
    contentType: "image/png",
    url: expect.stringMatching(/^\/_simulator\/media\/[0-9a-f]{64}\?/) as string,
  });
  expect(await fetchFile(media?.url)).toMatchObject({
    status: 200,
    headers: { "content-type": "image/png", "content-disposition": "inline" },
    bytes: png,
  });
  expect(await refusalOf(fetchFile(media?.url?.replace(/=.*/, "=x")))).toEqual([404, "FILE_UNKNOWN"]);
  expect(await refusalOf(fetchFile(media?.url?.replace(/\?.*/, "")))).toEqual([422, "VALIDATION_FAILED"]);
  simulation().restart();
  expect(await refusalOf(fetchFile(media?.url))).toEqual([404, "FILE_UNKNOWN"]);
  const [again] = await chat();
  expect(await fetchFile(again?.media?.url)).toMatchObject({ status: 200, bytes: png });
});

test("a document has its name, and a browser saves what it might run", async () => {
  const session = await link(shop);
  await sendFile(session, "document", "text/html", "harga.html");
  const [{ media } = {}] = await chat();
  expect(media).toMatchObject({ contentType: "application/octet-stream", fileName: "harga.html" });
  expect(await fetchFile(media?.url)).toMatchObject({
    headers: { "content-type": "application/octet-stream", "content-disposition": "attachment" },
  });
});

test("tenants whose sessions have one name see, link and answer their own alone", async () => {
  const [ofShop, ofOthers] = [await link(shop), await link(others, "628999000999")];
  await send(ofShop, receiver, "dari toko");
  await send(ofOthers, receiver, "dari lain");
  expect((await chat()).map(({ body }) => body)).toEqual(["dari toko"]);
  expect((await chat(receiver, { by: others })).map(({ body }) => body)).toEqual(["dari lain"]);
  expect(await chats({ by: operator })).toEqual([]);
  ofShop.events.length = 0;
  await ask("POST", "/inbound", { by: others, body: { session: "shop", from: receiver, body: "ke lain" } });
  expect(ofOthers.events.at(-1)).toMatchObject({ type: "message", message: { body: "ke lain" } });
  expect(ofShop.events).toEqual([]);
  const stranger: ControlCaller = { tenantId: "asing", scopes: ["read", "write"] };
  expect(await chats({ by: stranger })).toEqual([]);
  for (const [path, body] of [
    ["/inbound", { session: "shop", from: receiver, body: "x" }],
    ["/sessions/shop/scan", { number: "628777" }],
  ] as const)
    expect((await refusalOf(ask("POST", path, { by: stranger, body })))[0]).toBe(404);
});

test("a scan links the session of the caller's tenant", async () => {
  const session = await simulation().open();
  shown.set("toko/shop", simulation().qrOf(session));
  expect(await refusalOf(ask("POST", "/sessions/shop/scan", { by: others, body: { number: sender } }))).toEqual([
    404,
    "QR_NOT_ON_SHOW",
  ]);
  expect(await json(ask("POST", "/sessions/shop/scan", { body: { number: sender } }))).toMatchObject({ status: 200 });
  await simulation().clock.advance(100);
  await send(session, receiver, "Halo");
  expect(await chats()).toMatchObject([{ number: receiver }]);
  expect(await chats({ by: others })).toEqual([]);
});

test("a number that a tenant switches off is off for its own sessions, and the operator's word holds for all", async () => {
  const [ofShop, ofOthers] = [await link(shop), await link(others, "628999000999")];
  const change = async (by: ControlCaller, body: object) =>
    (await json(ask("PUT", `/numbers/${receiver}`, { by, body }))).body;
  expect(await change(others, { phoneOff: true })).toMatchObject({ data: { phoneOff: true } });
  await send(ofShop, receiver, "dari toko");
  await send(ofOthers, receiver, "dari lain");
  expect(await chat()).toMatchObject([{ state: "delivered" }]);
  expect(await chat(receiver, { by: others })).toMatchObject([{ state: "sent" }]);
  await change(operator, { phoneOff: false });
  expect(await chat(receiver, { by: others })).toMatchObject([{ state: "delivered" }]);
  await change(shop, { registered: false });
  expect(await ofShop.connection.checkNumber(receiver)).toEqual({ onWhatsApp: false });
  expect(await ofOthers.connection.checkNumber(receiver)).toEqual({ onWhatsApp: true });
  expect(await refusalOf(ask("PUT", `/numbers/${receiver}`, { body: { lid: "1" } }))).toEqual([
    422,
    "VALIDATION_FAILED",
  ]);
});

test("a key that is limited to sessions reaches these alone", async () => {
  await link(shop);
  const limited = { ...shop, sessions: ["cabang"] };
  expect(await refusalOf(ask("GET", "/chats", { by: limited, query: { session: "shop" } }))).toEqual([
    404,
    "SESSION_UNKNOWN",
  ]);
  const body = { session: "shop", from: receiver, body: "x" };
  expect(await refusalOf(ask("POST", "/inbound", { by: limited, body }))).toEqual([404, "SESSION_UNKNOWN"]);
  expect(await chats({ by: limited, query: { session: "cabang" } })).toEqual([]);
});

test("a key learns that WhatsApp is simulated, and what it may do with it", async () => {
  const controlsOf = async (by: ControlCaller) =>
    ((await json(ask("GET", "", { by }))).body as { data: { controls: string[] } }).data.controls;
  const reading = ["GET /_simulator", "GET /_simulator/chats", "GET /_simulator/chats/{number}"];
  expect(await controlsOf({ tenantId: "toko", scopes: ["read"] })).toEqual(reading);
  const all = await controlsOf(operator);
  const ofShop = await controlsOf(shop);
  expect(all).toEqual(expect.arrayContaining([...ofShop, "PUT /_simulator/behaviour"]));
  expect(ofShop).toEqual(expect.arrayContaining([...reading, "PUT /_simulator/numbers/{number}"]));
  expect(ofShop).not.toContain("GET /_simulator/deliveries");
  expect(await controlsOf({ ...shop, sessions: ["shop"] })).not.toContain("PUT /_simulator/numbers/{number}");
});

test("chats outlive the network's process; what phones received can be forgotten, and what is on its way arrives", async () => {
  const session = await link(shop);
  await send(session, receiver, "Halo");
  await ask("POST", "/inbound", { body: { session: "shop", from: receiver, body: "Ya" } });
  await ask("PUT", "/numbers/628333", { body: { phoneOff: true } });
  await send(session, "628333", "nanti");
  const before = [await chats(), await chat()];
  simulation().restart();
  expect([await chats(), await chat()]).toEqual(before);
  simulation().network.forgetDeliveries();
  expect(await chats()).toMatchObject([{ number: "628333", onTheirWay: 1 }]);
  await ask("PUT", "/numbers/628333", { body: { phoneOff: false } });
  await simulation().clock.advance(50);
  expect(await chat("628333")).toMatchObject([{ body: "nanti", state: "delivered" }]);
});

test("a page of the newest among a hundred thousand chats is quick", () => {
  const { chats: all } = simulation().network;
  const session = { tenantId: "toko", sessionId: "shop" };
  for (let place = 0; place < 100_000; place += 1) {
    const number = String(628_000_000_000 + place);
    all.add(session, number, {
      direction: "to_phone",
      id: number,
      account: sender,
      type: "text",
      body: "Halo",
      at: place,
    });
  }
  const started = performance.now();
  for (let turn = 0; turn < 10; turn += 1) all.list(session, { limit: 50 });
  expect((performance.now() - started) / 10).toBeLessThan(100);
});
