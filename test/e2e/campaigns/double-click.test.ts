import type { Answer, DataOf, Failure } from "../client.ts";
import * as person from "../steps.ts";
import type { Taken } from "../steps.ts";
import { aShop } from "../shop.ts";

/** The same broadcast asked for twice: a click too many must write to nobody twice. */
const base = person.broadcastOf("shop");
type Sent = DataOf<Taken> &
  Failure & {
    readonly warnings?: readonly { readonly code: string; readonly campaignId: string; readonly message: string }[];
  };

const { client } = aShop({ arriveMs: 0, linked: { shop: "628111000444" } });

const send = (json: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Sent>> =>
  client.ask<Sent>("POST", `${base}/send`, { json, headers });
const pacing = { minGapMs: 0, maxGapMs: 0 };
const codesOf = (answers: readonly Answer<Sent>[]) =>
  answers.map(({ status, body }) => (status < 300 ? String(status) : `${status} ${body.error.code}`)).toSorted();

const ofEqual = (campaignId: string) => ({
  code: "same_body_within_an_hour",
  message: `Kampanye ${campaignId} mengirim pesan yang sama ke daftar kontak yang sama dalam waktu satu jam`,
  campaignId,
});

test("of five equal sends at once one is taken, and each phone gets one message", async () => {
  const numbers = person.numbersOf(1, 4);
  const listId = await person.aList(client, "shop", "Klik ganda", numbers);
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send({ listId, message: "Halo semua", pacing })));
  expect(codesOf(answers)).toEqual(["202", ...Array.from({ length: 4 }, () => "409 DUPLICATE_SEND")]);
  const campaignId = answers.find(({ status }) => status === 202)?.body.data.campaignId ?? "";
  for (const { body } of answers.filter(({ status }) => status === 409)) {
    expect(body.error).toMatchObject({ campaignId, details: [{ pointer: "/allowDuplicate" }] });
    expect(body.message).toContain(campaignId);
  }
  await person.untilStatus(client, "shop", campaignId, "completed");
  const got = (await person.deliveriesOf(client, "shop")).filter(({ body }) => body === "Halo semua");
  expect(got.map(({ to }) => to).toSorted()).toEqual(numbers);
});

test("the same people and text written another way are the same; other people or another text are not", async () => {
  const [listId, other] = [
    await person.aList(client, "shop", "Satu", person.numbersOf(2, 1)),
    await person.aList(client, "shop", "Dua", person.numbersOf(3, 1)),
  ];
  expect((await send({ listIds: [listId, other], message: "Promo {{a}}", variables: { a: "1", b: "2" } })).status).toBe(
    202,
  );
  const again = { listIds: [other, listId, other], variables: { b: "2", a: "1" }, message: "Promo {{a}}" };
  expect(codesOf([await send({ ...again, name: "Lain", pacing })])).toEqual(["409 DUPLICATE_SEND"]);
  expect((await send({ ...again, listIds: [listId] })).status).toBe(202);
  expect((await send({ ...again, message: "Promo {{b}}" })).status).toBe(202);
  expect((await send({ ...again, excludeListIds: [listId] })).status).toBe(202);
});

test("with allowDuplicate it is taken, and told of by a warning", async () => {
  const listId = await person.aList(client, "shop", "Sengaja", person.numbersOf(4, 1));
  const body = { listId, message: "Sengaja" };
  const first = await send(body);
  const again = await send({ ...body, allowDuplicate: true });
  expect(again.status).toBe(202);
  expect(again.body.warnings).toEqual([ofEqual(first.body.data.campaignId)]);
});

test("each Idempotency-Key is a send of its own, and of two at once one is told of the other", async () => {
  const listId = await person.aList(client, "shop", "Dua kunci", person.numbersOf(5, 1));
  const body = { listId, message: "Dua kunci" };
  const both = await Promise.all(["klik-a", "klik-b"].map((key) => send(body, { "idempotency-key": key })));
  expect(codesOf(both)).toEqual(["202", "202"]);
  const ids = both.map(({ body: { data } }) => data.campaignId);
  const warned = both.flatMap(({ body: { warnings = [] } }) => warnings);
  expect(warned.length).toBeGreaterThan(0);
  for (const warning of warned) expect(ids.map(ofEqual)).toContainEqual(warning);
});

test("a send that was refused stands in the way of none", async () => {
  const listId = await person.aList(client, "shop", "Kosong dulu", []);
  const body = { listId, message: "Kosong dulu" };
  expect(codesOf([await send(body)])).toEqual(["422 AUDIENCE_EMPTY"]);
  await client.post(`${base}/lists/${listId}/contacts`, { contacts: [{ number: person.numbersOf(6, 1)[0] }] });
  expect((await send(body)).status).toBe(202);
});

test("a schedule near a send, and a send near a schedule, are told of each other", async () => {
  const listId = await person.aList(client, "shop", "Dekat", person.numbersOf(7, 1));
  const sendAt = new Date(Date.now() + 30 * 60_000).toISOString();
  const schedule = (message: string) =>
    client.ask<Sent>("POST", `${base}/schedule`, { json: { listId, message, sendAt } });
  const sentFirst = await send({ listId, message: "Kirim dulu" });
  expect((await schedule("Kirim dulu")).body.warnings).toEqual([ofEqual(sentFirst.body.data.campaignId)]);
  const scheduledFirst = await schedule("Jadwal dulu");
  // More campaigns of the session than one look at its latest sees.
  for (let one = 0; one < 21; one += 1) await schedule(`Lain ${one}`);
  expect((await send({ listId, message: "Jadwal dulu" })).body.warnings).toEqual([
    ofEqual(scheduledFirst.body.data.campaignId),
  ]);
  const twice = await Promise.all([schedule("Klik jadwal"), schedule("Klik jadwal")]);
  expect(twice.map(({ status }) => status)).toEqual([202, 202]);
  expect(twice.flatMap(({ body: { warnings = [] } }) => warnings).length).toBeGreaterThan(0);
});
