import * as files from "../../support/files.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** What is taken all the same and told as likely not meant: a GIF, which does not play, and the session's own number. */

interface Warning {
  readonly code: string;
  readonly message: string;
}

interface Warned extends DataOf<{ readonly filename: string; readonly status: string }> {
  readonly warnings?: readonly Warning[];
}

const own = "628111000111";
const base = person.broadcastOf("shop");
const pacing = { minGapMs: 0, maxGapMs: 0 };

const { client } = aShop({ env: { DIRECT_MESSAGE_GAP_MS: "0" }, arriveMs: 0, linked: { shop: own } });

const upload = async (bytes: Uint8Array, name: string, type: string, headers: Record<string, string> = {}) => {
  const body = new FormData();
  body.set("file", new Blob([new Uint8Array(bytes)], { type }), name);
  const warned = await client.ask<Warned>("POST", `${base}/upload`, {
    body,
    headers,
  });
  return warned.body;
};
const warningsOf = async (path: string, json: object, headers: Record<string, string> = {}) => {
  const { status, body } = await client.ask<Warned>("POST", path, { json, headers });
  expect([200, 202]).toContain(status);
  return body.warnings;
};

test("an uploaded GIF is warned of, in both languages, and nothing else is", async () => {
  const stands = "WhatsApp shows a GIF as a still picture; upload it as an MP4 video (video/mp4) if it is to play";
  const english = await upload(files.gif, "a.gif", "image/gif", { "accept-language": "en" });
  expect(english.warnings).toEqual([{ code: "gif_does_not_play", message: stands }]);
  const { warnings, data } = await upload(files.gif, "a.gif", "image/gif");
  const diam = expect.stringMatching(/gambar diam/) as string;
  expect(warnings).toEqual([{ code: "gif_does_not_play", message: diam }]);
  expect(await client.get(`${base}/upload/${data.filename}`)).toMatchObject({ warnings });
  const announced = { filename: "a.gif", contentType: "image/gif", size: 99 };
  expect(await client.post<unknown>(`${base}/upload`, announced)).toMatchObject({ warnings });
  expect((await upload(files.gif, "kosong.gif", "application/pdf")).warnings).toBeUndefined();
  expect((await upload(files.png, "a.png", "image/png")).warnings).toBeUndefined();
});

test("a GIF under another picture's name is warned of as well", async () => {
  expect((await upload(files.gif, "a.png", "image/png")).warnings).toMatchObject([{ code: "gif_does_not_play" }]);
});

test("a picture that is only a head is refused as unreadable, in a form and by permission", async () => {
  expect((await upload(files.png.subarray(0, 40), "a.png", "image/png")).data).toMatchObject({
    state: "rejected",
    reason: "unreadable",
  });
});

test("whatever sends a GIF warns", async () => {
  const { filename } = (await upload(files.gif, "a.gif", "image/gif")).data;
  const media = { filename };
  const [number = ""] = person.numbersOf(3, 1);
  const listId = await person.aList(client, "shop", "Gambar", [number]);
  const message = expect.stringMatching(/gambar diam/) as string;
  const gif = [{ code: "gif_does_not_play", message, filename }];
  expect(await warningsOf("/send-message", { number, media }, { "user-id": "shop" })).toEqual(gif);
  expect(await warningsOf(`${base}/test`, { number, media })).toEqual(gif);
  expect(await warningsOf(`${base}/send`, { listId, media, pacing })).toEqual(gif);
  const sendAt = new Date(Date.now() + 3_600_000 * 5).toISOString();
  expect(await warningsOf(`${base}/schedule`, { listId, media, message: "besok", sendAt })).toEqual(gif);
});

test("a message to the session's own number warns, however it is sent", async () => {
  const [other = ""] = person.numbersOf(4, 1);
  const listId = await person.aList(client, "shop", "Diri", [other, own]);
  const without = await person.aList(client, "shop", "Tanpa", [other]);
  const itself = await person.aList(client, "shop", "Sendiri", [own]);
  const message = `${own} adalah nomor sesi ini sendiri, dan termasuk dalam penerima`;
  const self = [{ code: "own_number", message, number: own }];
  expect(await warningsOf("/send-message", { number: own, message: "x" }, { "user-id": "shop" })).toEqual(self);
  expect(await warningsOf("/send-message", { number: other, message: "x" }, { "user-id": "shop" })).toBeUndefined();
  expect(await warningsOf(`${base}/test`, { number: own, message: "x" })).toEqual(self);
  expect(await warningsOf(`${base}/send`, { listIds: [without, listId], message: "satu", pacing })).toEqual(self);
  expect(await warningsOf(`${base}/send`, { listId: without, message: "dua", pacing })).toBeUndefined();
  const left = { listId, excludeListIds: [itself], message: "tiga" };
  expect(await warningsOf(`${base}/send`, { ...left, pacing })).toBeUndefined();
  const sendAt = new Date(Date.now() + 3_600_000 * 5).toISOString();
  expect(await warningsOf(`${base}/schedule`, { listId, message: "empat", sendAt })).toEqual(self);
  const english = { listId, message: "lima", sendAt };
  expect(await warningsOf(`${base}/schedule`, english, { "accept-language": "en" })).toEqual([
    { ...self[0], message: `${own} is the session's own number, and among the recipients` },
  ]);
});
