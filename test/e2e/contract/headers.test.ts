import { gzipSync } from "node:zlib";
import type { DataOf, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** What headers say of bodies: how they are packed, in which language, for whom; and what the audit says of requests. */

const base = person.broadcastOf("shop");

const { client } = aShop({ env: { DIRECT_MESSAGE_GAP_MS: "0" }, arriveMs: 0, linked: true });

describe("a body that comes packed", () => {
  const json = JSON.stringify({ name: "Pelanggan" });
  const packed = new Uint8Array(gzipSync(json));
  const ask = (encoding: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    client.ask("POST", `${base}/lists`, {
      body,
      headers: { "content-type": "application/json", "content-encoding": encoding, ...headers },
    });

  test.each([
    ["gzip", packed],
    ["br", packed],
    ["GZIP", packed],
    ["identity, gzip", packed],
    ["gzip", json],
  ])("is refused by its encoding %s, saying what to do", async (encoding, body) => {
    const { status, body: told } = await ask(encoding, body, { "accept-language": "en" });
    expect([status, told.error.code, told.error.details]).toEqual([
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      [
        {
          pointer: "/headers/content-encoding",
          came: JSON.stringify(encoding),
          wanted: "no encoding: the body as it is",
        },
      ],
    ]);
    expect(told.message).toContain("send it uncompressed");
    expect((await ask(encoding, body)).body.message).toContain("tanpa kompresi");
  });

  test("is taken when it is packed as nothing", async () => {
    expect((await ask("identity", json)).status).toBe(201);
  });

  test("is refused as CSV and as a form, too", async () => {
    const headers = { "content-encoding": "gzip", "content-type": "text/csv" };
    const { data } = await client.post<DataOf<{ listId: string }>>(`${base}/lists`, { name: "Berkas" });
    const bulk = `${base}/lists/${data.listId}/contacts/bulk`;
    expect((await client.ask("POST", bulk, { body: packed, headers })).status).toBe(415);
    const form = new FormData();
    form.set("file", new Blob([packed]), "a.csv");
    const answer = await client.ask("POST", `${base}/upload`, { body: form, headers: { "content-encoding": "gzip" } });
    expect(answer.status).toBe(415);
  });

  test("without a body there is nothing to refuse", async () => {
    const headers = { "content-encoding": "gzip", "user-id": "shop" };
    expect((await client.ask("GET", "/status", { headers })).status).toBe(200);
  });
});

describe("the language of an answer", () => {
  const told = async (path: string, language: string, method = "GET", json?: object) => {
    const headers = { "user-id": "shop", ...(language === "" ? {} : { "accept-language": language }) };
    const answer = await client.ask(method, path, { headers, ...(json === undefined ? {} : { json }) });
    return [answer.status, answer.headers.get("content-language"), answer.headers.get("vary")];
  };
  const vary = "accept-language";

  test("is told of every sentence, and that it would be another for others", async () => {
    expect(await told("/qrcode", "en")).toEqual([200, "en", vary]);
    expect(await told("/qrcode", "")).toEqual([200, "id", vary]);
    expect(await told("/nowhere", "en")).toEqual([404, "en", vary]);
    expect(await told(`${base}/lists`, "id", "POST", {})).toEqual([422, "id", vary]);
    expect(await told("/send-message", "en-GB", "POST", { number: "628120000001", message: "x" })).toEqual([
      200,
      "en",
      vary,
    ]);
  });

  test("of an answer without a sentence is none", async () => {
    expect(await told(`${base}/lists`, "en")).toEqual([200, null, vary]);
  });

  test("of a repeat is the first answer's", async () => {
    const json = { number: "628120000002", message: "x" };
    const once = async (language: string) => {
      const headers = { "user-id": "shop", "idempotency-key": "bahasa", "accept-language": language };
      const { headers: got, body } = await client.ask<{ message: string }>("POST", "/send-message", { json, headers });
      return [got.get("content-language"), body.message];
    };
    const first = await once("en");
    expect(first).toEqual(["en", "The message was sent"]);
    expect(await once("id")).toEqual(first);
  });

  test("and vary stand on 304 as well", async () => {
    const listId = await person.aList(client, "shop", "Tetap", person.numbersOf(5, 1));
    const sendAt = new Date(Date.now() + 7_200_000).toISOString();
    const { data } = await client.post<DataOf<person.Taken>>(`${base}/schedule`, { listId, message: "x", sendAt });
    const path = `${base}/campaigns/${data.campaignId}`;
    const etag = (await client.ask("GET", path)).headers.get("etag") ?? "";
    const again = await client.ask("GET", path, { headers: { "if-none-match": etag } });
    expect([again.status, again.headers.get("vary")]).toEqual([304, vary]);
  });
});

describe("the audit", () => {
  interface Entry {
    readonly operation: string;
    readonly target: Readonly<Record<string, string>>;
    readonly status: number;
  }
  const entries = async () => (await client.get<PageOf<Entry>>("/api/whatsapp/audit?limit=100")).data;
  const targetsOf = async (operation: string) =>
    (await entries()).filter((entry) => entry.operation === operation).map(({ target }) => target);

  test("names the number of a single message, cut short, and the campaign of a broadcast", async () => {
    const number = "628120000009";
    await client.ask("POST", "/send-message", {
      json: { number: "+62 812-0000-009", message: "rahasia" },
      headers: { "user-id": "shop" },
    });
    expect((await targetsOf("sendMessage"))[0]).toMatchObject({ sessionId: "shop", number: "628***009" });
    await client.post(`${base}/test`, { number, message: "rahasia" });
    expect((await targetsOf("sendTest"))[0]).toMatchObject({ sessionId: "shop", number: "628***009" });
    const listId = await person.aList(client, "shop", "Audit", [number]);
    const pacing = { minGapMs: 0, maxGapMs: 0 };
    const { data } = await client.post<DataOf<person.Taken>>(`${base}/send`, { listId, message: "rahasia", pacing });
    const { campaignId } = data;
    expect((await targetsOf("sendCampaign"))[0]).toEqual({ sessionId: "shop", campaignId });
    const sendAt = new Date(Date.now() + 7_200_000).toISOString();
    const later = await client.post<DataOf<person.Taken>>(`${base}/schedule`, { listId, message: "besok", sendAt });
    expect((await targetsOf("scheduleCampaign"))[0]).toMatchObject({ campaignId: later.data.campaignId });
    expect(JSON.stringify(await entries())).not.toMatch(/rahasia|628120000009/);
  });

  test("names the file of an upload, stored or announced", async () => {
    const json = { filename: "a.png", contentType: "image/png", size: 100 };
    const { data } = await client.post<DataOf<{ filename: string }>>(`${base}/upload`, json);
    expect((await targetsOf("createUpload"))[0]).toEqual({ sessionId: "shop", filename: data.filename });
  });

  test("has the request for a code that started a session, and no other", async () => {
    const code = (session: string) => client.ask("GET", "/qrcode", { headers: { "user-id": session } });
    expect((await code("baru")).status).toBe(200);
    expect((await code("baru")).status).toBe(200);
    const ofNew = async () => (await targetsOf("getQrCode")).filter(({ sessionId }) => sessionId === "baru");
    expect(await ofNew()).toEqual([{ sessionId: "baru" }]);
  });
});
