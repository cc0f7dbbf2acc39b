import * as files from "../../support/files.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** WhatsApp shows no text beside audio: whatever would send the two together is refused, and audio alone goes. */

const base = person.broadcastOf("shop");
const pacing = { minGapMs: 0, maxGapMs: 0 };
const [number = ""] = person.numbersOf(62, 1);
const sendAt = new Date(Date.now() + 3_600_000 * 5).toISOString();
const sentence = "WhatsApp shows no text beside audio; send two messages: the text, and the audio without a text";
let listId: string;
let audio: { readonly filename: string };
let picture: { readonly filename: string };

const upload = async (bytes: Uint8Array, name: string, type: string) => {
  const body = new FormData();
  body.set("file", new Blob([new Uint8Array(bytes)], { type }), name);
  const { data } = await client.send<DataOf<{ filename: string; state: string }>>("POST", `${base}/upload`, { body });
  expect(data.state).toBe("ready");
  return { filename: data.filename };
};

const { client } = aShop({ env: { DIRECT_MESSAGE_GAP_MS: "0" }, arriveMs: 0, linked: true });
beforeAll(async () => {
  listId = await person.aList(client, "shop", "Suara", [number]);
  audio = await upload(files.ogg, "suara.ogg", "audio/ogg");
  picture = await upload(files.png, "gambar.png", "image/png");
});

const refusalOf = async (method: string, path: string, json: object, headers: Record<string, string> = {}) => {
  const { status, body } = await client.ask(method, path, { json, headers: { "accept-language": "en", ...headers } });
  return [status, body.error.code, body.error.details[0]?.pointer, body.message];
};
const refusedAt = (pointer: string) => [422, "VALIDATION_FAILED", pointer, sentence];
const idOf = async <Id extends string>(path: string, json: object, id: Id): Promise<string> =>
  (await client.post<DataOf<Record<Id, string>>>(base + path, json)).data[id];

test("is refused by whatever sends at once or later", async () => {
  const both = { message: "Dengarkan", media: audio };
  expect(await refusalOf("POST", `${base}/send`, { listId, ...both })).toEqual(refusedAt("/message"));
  expect(await refusalOf("POST", `${base}/schedule`, { listId, sendAt, ...both })).toEqual(refusedAt("/message"));
  expect(await refusalOf("POST", `${base}/test`, { number, ...both })).toEqual(refusedAt("/message"));
  const user = { "user-id": "shop" };
  expect(await refusalOf("POST", "/send-message", { number, ...both }, user)).toEqual(refusedAt("/message"));
  const caption = { number, caption: "Dengarkan", media: audio };
  expect(await refusalOf("POST", "/send-message", caption, user)).toEqual(refusedAt("/caption"));
  const { body } = await client.ask("POST", `${base}/send`, { json: { listId, ...both } });
  expect(body.message).toMatch(/dua pesan/);
});

test("is refused in a template, and with the text of one", async () => {
  const both = { name: "Suara", body: "Dengarkan", media: audio };
  expect(await refusalOf("POST", `${base}/templates`, both)).toEqual(refusedAt("/body"));
  const templateId = await idOf("/templates", { name: "Gambar", body: "Lihat", media: picture }, "templateId");
  const path = `${base}/templates/${templateId}`;
  expect(await refusalOf("PUT", path, { media: audio })).toEqual(refusedAt("/media/filename"));
  expect(await refusalOf("PUT", path, { media: audio, body: "Dengar" })).toEqual(refusedAt("/body"));
  expect(await refusalOf("POST", `${base}/send`, { listId, templateId, media: audio })).toEqual(
    refusedAt("/media/filename"),
  );
  expect(await refusalOf("POST", `${base}/test`, { number, templateId, media: audio })).toEqual(
    refusedAt("/media/filename"),
  );
  expect(await client.send("PUT", path, { json: { media: null } })).toMatchObject({ data: { version: 2 } });
});

test("is refused where a scheduled campaign is changed", async () => {
  const withText = await idOf("/schedule", { listId, sendAt, message: "Nanti" }, "campaignId");
  const withAudio = await idOf("/schedule", { listId, sendAt, media: audio }, "campaignId");
  const templateId = await idOf("/templates", { name: "Teks", body: "Nanti" }, "templateId");
  const change = (campaignId: string, json: object) => refusalOf("PUT", `${base}/campaigns/${campaignId}`, json);
  expect(await change(withText, { media: audio })).toEqual(refusedAt("/media/filename"));
  expect(await change(withAudio, { message: "Dengarkan" })).toEqual(refusedAt("/message"));
  expect(await change(withAudio, { templateId })).toEqual(refusedAt("/templateId"));
  for (const [campaignId, json] of [
    [withText, { media: picture }],
    [withAudio, { message: "Lihat", media: picture }],
    [withAudio, { name: "Lain" }],
  ] as const) {
    expect((await client.ask("PUT", `${base}/campaigns/${campaignId}`, { json })).status).toBe(200);
  }
});

test("audio alone goes, and a picture with a text", async () => {
  const user = { "user-id": "shop" };
  expect((await client.ask("POST", "/send-message", { json: { number, media: audio }, headers: user })).status).toBe(
    200,
  );
  expect((await client.ask("POST", `${base}/test`, { json: { number, media: audio } })).status).toBe(202);
  expect((await client.ask("POST", `${base}/send`, { json: { listId, media: audio, pacing } })).status).toBe(202);
  const seen = { listId, message: "Lihat", media: picture, pacing };
  expect((await client.ask("POST", `${base}/send`, { json: seen })).status).toBe(202);
});
