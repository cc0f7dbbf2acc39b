import * as stores from "../../aws/open.ts";
import { formatKey, hashKey } from "../../core/access/api-key.ts";
import type { Session } from "../../core/session/session.ts";
import { Client, type DataOf } from "../e2e/client.ts";
import { aSession, aUlid, anApiKey } from "../support/builders.ts";
import { type LambdasAtHand, startLambdas } from "../support/api/lambdas.ts";
import { until } from "../support/stack.ts";

/** Which sessions are said to be connected, and what a message to one that is not gets. */

const tenantId = "acme";
const shop = { tenantId, sessionId: "shop" };
const profile = { key: "profiles/acme/shop/1", sha256: "0".repeat(64), savedAt: 1_700_000_000_000, previous: [] };
const owner = { slot: 0, slotEpoch: 1 };
const headers = { "user-id": "shop" };
const json = { number: "628120000001", message: "Halo" };

let all: LambdasAtHand;
let client: Client;

beforeAll(async () => {
  all = await startLambdas();
  const secret = formatKey(aUlid(), "a".repeat(32));
  const keyId = `key_${secret.split("_")[1] ?? ""}`;
  const key = { keyId, scopes: ["admin"], hash: hashKey(secret), createdAt: all.now() } as const;
  await stores.apiKeys(all.env).create(anApiKey(key));
  client = new Client(all.url, secret);
  await stores.slots(all.env).take(0, undefined, "worker", 10);
  await stores.sessionDesk(all.env).create(aSession({ ...shop, createdAt: all.now() }));
});
afterAll(async () => {
  await all.close();
});

/** The row as a worker or a request of a person left it. */
async function theRowIs(its: Pick<Session, "state"> & Partial<Pick<Session, "profile" | "owner">>): Promise<void> {
  const sessions = stores.sessions(all.env);
  const sessionOwners = stores.sessionOwners(all.env);
  const seen = await sessions.find(shop);
  if (seen === undefined) throw new Error("the session is gone");
  const taken = await sessionOwners.take(seen, its.owner ?? owner);
  const changes = { state: its.state, profile: its.profile ?? null, wanted: false };
  await sessionOwners.save(taken, its.owner === undefined ? { ...changes, release: true } : changes);
}

const connection = async () => ({
  status: await client.get<object>("/status", headers),
  clients: await client.get<object>("/clients"),
  one: await client.get<object>("/api/whatsapp/sessions/shop"),
  all: await client.get<object>("/api/whatsapp/sessions"),
});

describe("a session that is ready", () => {
  it("is connected while a worker holds it", async () => {
    await theRowIs({ state: "ready", profile, owner });
    expect(await connection()).toMatchObject({
      status: { connected: true, state: "ready" },
      clients: { clients: [{ userId: "shop", isReady: true }] },
      one: { data: { connected: true, state: "ready" } },
      all: { data: [{ connected: true, state: "ready" }] },
    });
    const linked = await client.get<object>("/qrcode", headers);
    expect(linked).toMatchObject({ connected: true, message: "WhatsApp sudah terhubung" });
  });

  it("is not, whatever its row says, once no worker holds it", async () => {
    await theRowIs({ state: "ready", profile });
    expect(await connection()).toMatchObject({
      status: { connected: false, state: "disconnected" },
      clients: { clients: [{ userId: "shop", isReady: false }] },
      one: { data: { connected: false, state: "disconnected" } },
      all: { data: [{ connected: false, state: "disconnected" }] },
    });
    const { status, headers: answered } = await all.slowly(10_000, () => client.ask("GET", "/qrcode", { headers }));
    expect([status, answered.get("retry-after")]).toEqual([202, "2"]);
  });
});

describe("a message to a session", () => {
  const send = (language = "id") =>
    client.ask("POST", "/send-message", { headers: { ...headers, "accept-language": language }, json });
  const openDirects = async () => await stores.directs(all.env).open(shop);

  it.each([
    { state: "starting", owner },
    { state: "starting" },
    { state: "disconnected", owner },
    { state: "disconnected" },
    // Left by a worker that is gone.
    { state: "ready" },
  ] as const)("on its way (%j) waits for it, and is told to come back", async (row) => {
    await theRowIs({ ...row, profile });
    const askedAt = all.now();
    let lastedMs = 0;
    const answer = await all.slowly(1_500, async () => {
      const answered = await send();
      lastedMs = all.now() - askedAt;
      return answered;
    });
    expect(lastedMs).toBeGreaterThanOrEqual(17_000);
    expect(lastedMs).toBeLessThan(25_000);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(answer.body.message).toBe(
      "WhatsApp sedang menyambung kembali, silakan coba lagi sebentar lagi; tidak perlu scan QR code",
    );
    const state = row.state === "ready" ? "disconnected" : row.state;
    expect(answer.body.error).toMatchObject({ code: "SESSION_NOT_CONNECTED", qrRequired: false, state });
    const english = await all.slowly(10_000, () => send("en"));
    expect(english.body.message).toBe("WhatsApp is connecting again, try again in a moment; no scan is needed");
    expect(await openDirects()).toEqual([]);
  });

  it.each([
    { state: "stopped" },
    { state: "failed" },
    { state: "logged_out" },
    { state: "logged_out", profile },
    { state: "awaiting_qr", owner },
    { state: "awaiting_qr", owner, profile },
    // Scanned just now, or never: only a saved profile comes back by itself.
    { state: "starting", owner },
    { state: "disconnected" },
  ] as const)("that needs a scan (%j) is refused at once", async (row) => {
    await theRowIs(row);
    const answer = await send();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, null]);
    expect(answer.body.message).toBe("WhatsApp belum terhubung, silakan scan QR code");
    const { state } = row;
    expect(answer.body.error).toMatchObject({ code: "SESSION_NOT_CONNECTED", qrRequired: true, state });
    expect((await send("en")).body.message).toBe("WhatsApp is not connected, please scan the QR code");
  });

  it.each(["disconnected", "starting"] as const)("that is %s goes once it is connected", async (state) => {
    await theRowIs({ state, profile });
    const answering = client.ask<DataOf<{ id: string }>>("POST", "/send-message", { headers, json });
    await theRowIs({ state: "ready", profile, owner });
    const [message] = await until(openDirects, ({ length }) => length === 1, "the message is asked for");
    if (message === undefined) throw new Error("no message");
    const directClaims = stores.directClaims(all.env);
    await directClaims.advance(message, "sending", { at: all.now(), token: "t" });
    await directClaims.advance(message, "sent", { at: all.now() });
    const { status, body } = await answering;
    expect([status, body.data.id]).toEqual([200, message.directId]);
  });

  it.each(["logged_out", "awaiting_qr"] as const)("is refused as soon as it is %s meanwhile", async (state) => {
    await theRowIs({ state: "disconnected", profile });
    const answering = send();
    await theRowIs({ state });
    const { status, body } = await answering;
    expect([status, body.error]).toMatchObject([503, { qrRequired: true, state }]);
  });

  it("that asks for what can't be is refused without waiting", async () => {
    await theRowIs({ state: "disconnected", profile });
    const unknown = { ...json, quotedMessageId: `msg_${aUlid()}` };
    const askedAt = all.now();
    const { status } = await client.ask("POST", "/send-message", { headers, json: unknown });
    expect([status, all.now() - askedAt]).toEqual([422, 0]);
  });
});

test("a test of a broadcast waits for no session that is linked, and needs one", async () => {
  const path = "/api/whatsapp/shop/broadcast/test";
  await theRowIs({ state: "ready", profile });
  expect((await client.ask("POST", path, { json })).status).toBe(202);
  await theRowIs({ state: "logged_out" });
  expect((await client.ask("POST", path, { json })).status).toBe(503);
});

test("a session that is logged out already is logged out again", async () => {
  for (const row of [{ state: "logged_out" }, { state: "stopped" }] as const) {
    await theRowIs(row);
    for (const _ of [1, 2]) {
      const { status, body } = await client.ask("POST", "/logout", { headers });
      expect([status, body.message]).toEqual([200, "Berhasil logout dan sesi dihapus"]);
    }
  }
});

describe("a session whose worker is dead", () => {
  const slots = () => stores.slots(all.env);
  const slot = async () => {
    const found = (await slots().list()).find((one) => one.slot === 0);
    if (found === undefined) throw new Error("the slot is gone");
    return found;
  };
  const isConnected = async () => (await client.get<{ connected: boolean }>("/status", headers)).connected;
  const sweptAfter = async (ms: number) => {
    all.later(ms);
    await all.lambdas.sweep();
  };
  const beats = async () => {
    await slots().beat(await slot(), 1);
  };

  beforeEach(async () => {
    const seen = await slot();
    if (seen.workerId !== undefined) await slots().release(seen);
    const held = await slots().take(0, await slot(), "worker", 10);
    await theRowIs({ state: "ready", profile, owner: { slot: 0, slotEpoch: held.epoch } });
    await beats();
  });

  it("is not connected after two runs of the sweep, where no other worker sees it", async () => {
    await sweptAfter(60_000);
    await sweptAfter(60_000);
    expect(await isConnected()).toBe(false);
    expect((await slot()).workerId).toBeUndefined();
    expect(await stores.sessions(all.env).find(shop)).toMatchObject({ state: "disconnected" });
    // Nothing of it is left that a late beat could renew.
    await expect(slots().beat({ ...(await slot()), epoch: 1 }, 1)).rejects.toThrow("changed since");
  });

  it("stays connected while its worker beats, however slowly", async () => {
    for (const _ of [1, 2, 3, 4]) {
      await sweptAfter(60_000);
      await beats();
    }
    expect(await isConnected()).toBe(true);
  });

  it("stays connected where runs of the sweep follow each other sooner than a lease ends", async () => {
    for (const ms of [60_000, 0, 10_000, 10_000]) await sweptAfter(ms);
    expect(await isConnected()).toBe(true);
  });

  it("is not taken from a worker that took the slot since", async () => {
    await sweptAfter(60_000);
    await slots().release(await slot());
    const { epoch } = await slots().take(0, await slot(), "another", 10);
    await theRowIs({ state: "ready", profile, owner: { slot: 0, slotEpoch: epoch } });
    await sweptAfter(60_000);
    expect(await isConnected()).toBe(true);
  });
});

describe("a session that is being logged out", () => {
  it("is not started by who asks for its QR code or for a pairing code: it would start right after", async () => {
    const sessions = stores.sessions(all.env);
    await theRowIs({ state: "ready", profile, owner });
    await stores.sessionDesk(all.env).beginLogout(shop, all.now());
    const asked = await client.ask("GET", "/qrcode", { headers });
    expect([asked.status, asked.headers.get("retry-after"), asked.body.message]).toEqual([
      202,
      "2",
      "Sesi sedang logout, silakan coba lagi sebentar lagi",
    ]);
    const seen = await sessions.find(shop);
    // Its worker is done with it: what was asked for meanwhile was not for what comes after.
    await stores.sessionOwners(all.env).save(seen ?? { ...shop, epoch: -1 }, {
      state: "logged_out",
      profile: null,
      wanted: false,
      logoutRequestedAt: null,
      release: true,
    });
    expect(await sessions.find(shop)).toMatchObject({ state: "logged_out", wanted: false });
    await all.slowly(10_000, () => client.ask("GET", "/qrcode", { headers }));
    expect(await sessions.find(shop)).toMatchObject({ state: "starting", wanted: true });
  });
});

describe("a pairing code", () => {
  const request = (number: string) =>
    client.ask("POST", "/api/whatsapp/sessions/shop/pairing-code", { json: { number } });

  it("that a later request asks for, for another number, is what the one before is told of", async () => {
    await theRowIs({ state: "awaiting_qr", owner });
    const first = request("628111000333");
    const sessions = stores.sessions(all.env);
    await until(
      () => sessions.find(shop),
      (session) => session?.pairing?.number === "628111000333",
      "the first request is written",
    );
    await stores.sessionDesk(all.env).ask(shop, { pairing: { number: "628111000444", requestedAt: all.now() } });
    const { status, body } = await first;
    expect([status, body.error.code, body.error["number"]]).toEqual([409, "PAIRING_OVERTAKEN", "628111000444"]);
    expect(body.message).toContain("628111000444");
  });

  it("that a scan of the QR code overtakes says that the session is linked", async () => {
    await theRowIs({ state: "awaiting_qr", owner });
    const first = request("628111000333");
    const sessions = stores.sessions(all.env);
    await until(
      () => sessions.find(shop),
      (session) => session?.pairing?.number === "628111000333",
      "the request is written",
    );
    await theRowIs({ state: "ready", profile, owner });
    const { status, body } = await first;
    expect([status, body.error.code]).toEqual([409, "SESSION_LINKED"]);
  });
});

describe("a word that became reserved after sessions could bear it", () => {
  const words = ["operations", "people", "segments", "tenant", "console", "Audit"];

  it.each(words)("%s is no new session's", async (word) => {
    const named = { headers: { "user-id": word } };
    for (const [method, path, ask] of [
      ["GET", "/qrcode", named],
      ["GET", "/status", named],
      ["POST", "/send-message", { ...named, json }],
      ["POST", "/logout", named],
    ] as const) {
      const { status, body } = await client.ask(method, path, ask);
      expect([path, status, body.error.code]).toEqual([path, 400, "USER_ID_REQUIRED"]);
    }
    const made = await client.ask("POST", "/api/whatsapp/sessions", { json: { sessionId: word } });
    expect([made.status, made.body.error.details[0]?.pointer]).toEqual([422, "/sessionId"]);
  });

  it("stays that of a session which bears it", async () => {
    await stores.sessionDesk(all.env).create(aSession({ tenantId, sessionId: "console", createdAt: all.now() }));
    const named = { headers: { "user-id": "console" } };
    expect((await client.ask("GET", "/status", named)).status).toBe(200);
    expect((await client.ask("POST", "/send-message", { ...named, json })).status).toBe(503);
    expect((await client.ask("GET", "/api/whatsapp/console/broadcast/lists")).status).toBe(200);
    expect((await client.ask("POST", "/logout", named)).status).toBe(200);
  });
});
