import * as files from "../../support/files.ts";
import type { DataOf, Failure, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** Messages that are kept, and what they look like. */

interface TemplateView {
  readonly templateId: string;
  readonly name: string;
  readonly body: string;
  readonly variables: readonly string[];
  readonly media?: { readonly filename: string };
  readonly version: number;
}

interface PreviewView {
  readonly number: string;
  readonly ok: boolean;
  readonly message?: string;
  readonly missing: readonly string[];
  readonly problem?: string;
}

const base = person.broadcastOf("shop");
const templates = `${base}/templates`;

const { client } = aShop({ arriveMs: 0, linked: true });

const create = async (json: object) => (await client.post<DataOf<TemplateView>>(templates, json)).data;

test("a template lists the variables of its body, and is found, changed and deleted", async () => {
  const body = '*Halo* {{ name | default: "Kak" }} di {{ kota | upcase }}, _promo_ ~mahal~ ```kode```';
  const template = await create({ name: "Promo", body });
  expect(template).toMatchObject({ name: "Promo", body, variables: ["name", "kota"], version: 1 });
  const path = `${templates}/${template.templateId}`;
  expect((await client.get<DataOf<TemplateView>>(path)).data).toEqual(template);
  const changed = (await client.send<DataOf<TemplateView>>("PUT", path, { json: { body: "Hai {{ name }}" } })).data;
  expect(changed).toMatchObject({ name: "Promo", variables: ["name"], version: 2 });
  const found = await client.get<PageOf<TemplateView>>(`${templates}?search=promo`);
  expect(found.data).toEqual([changed]);
  expect(await client.send("DELETE", path)).toMatchObject({ data: { deleted: true } });
  expect((await client.ask("GET", path)).body.error.code).toBe("TEMPLATE_NOT_FOUND");
  expect((await client.ask("PUT", path, { json: { name: "x" } })).status).toBe(404);
});

test.each([
  ["Halo {{ name", 1, 6],
  ["Halo\n{{ name | tidakada }}", 2, 1],
  ["a\n\n  {% if x %}", 3, 3],
  ["{% include 'x' %}", 1, 1],
  ["{% render 'x' %}", 1, 1],
])("a body that can't be read (%j) is refused with line and column", async (body, line, column) => {
  for (const [path, json] of [
    [templates, { name: "Rusak", body }],
    [`${base}/preview`, { message: body, contacts: [{ number: "628123456789" }] }],
  ] as const) {
    const answer = await client.ask("POST", path, { json });
    expect([answer.status, answer.body.error]).toMatchObject([422, { code: "MESSAGE_UNREADABLE", line, column }]);
  }
});

test("a preview shows each contact's message, and names what is missing", async () => {
  const message = 'Halo {{ name | default: "Kak" }}, {{ kota }} {{ kode }} ({{ number }}) {{ toko }}';
  const contacts = [
    { number: "+62 812-3456-789", name: "Siti", fields: { kota: "Solo", kode: "7" } },
    { number: "0812 3456 7890" },
  ];
  const json = { message, contacts, defaultCountry: "ID", variables: { toko: "Toko A" } };
  const { data } = await client.post<DataOf<readonly PreviewView[]>>(`${base}/preview`, json);
  expect(data).toMatchObject([
    { number: "628123456789", ok: true, message: "Halo Siti, Solo 7 (628123456789) Toko A", missing: [] },
    { number: "6281234567890", ok: false, missing: ["kota", "kode"] },
  ]);
  const { templateId } = await create({ name: "Pratinjau", body: message });
  const { message: _message, ...rest } = json;
  expect((await client.post<DataOf<unknown>>(`${templates}/${templateId}/preview`, rest)).data).toEqual(data);
});

describe("a preview of a list", () => {
  const preview = (json: object, path = `${base}/preview`) =>
    client.ask<DataOf<readonly PreviewView[]> & Failure>("POST", path, { json });
  const numbers = person.numbersOf(1_200, 12);
  let listId: string;
  beforeAll(async () => {
    const { data } = await client.post<DataOf<{ listId: string }>>(`${base}/lists`, { name: "Pratinjau" });
    ({ listId } = data);
    const contacts = numbers.map((number, at) => ({
      number,
      name: `Nama ${at}`,
      fields: at === 1 ? {} : { kota: `Kota ${at}` },
    }));
    await client.post(`${base}/lists/${listId}/contacts`, { contacts });
  });

  test("shows its first contacts, ten where no limit is given, and what each lacks", async () => {
    const all = await preview({ listId, message: "{{ name }} di {{ Kota }}" });
    expect([all.status, all.body.data.length]).toEqual([200, 10]);
    expect(all.body.data.slice(0, 2)).toMatchObject([
      { number: numbers[0], name: "Nama 0", ok: true, message: "Nama 0 di Kota 0", missing: [] },
      { number: numbers[1], name: "Nama 1", ok: false, missing: ["Kota"], problem: expect.any(String) as unknown },
    ]);
    const { templateId } = await create({ name: "Daftar", body: "Hai {{ name }}" });
    const few = await preview({ listId, limit: 2 }, `${templates}/${templateId}/preview`);
    expect(few.body.data.map(({ message: text }) => text)).toEqual(["Hai Nama 0", "Hai Nama 1"]);
    expect((await preview({ listId, limit: 50, message: "Hai" })).body.data).toHaveLength(12);
  });

  test("shows as many as were asked for, also of contacts so large that a page of the store holds few of them", async () => {
    const { data } = await client.post<DataOf<{ listId: string }>>(`${base}/lists`, { name: "Berat" });
    const text = "\u1b13".repeat(1_024);
    const fields = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`kolom ${at}`, text]));
    const large = person.numbersOf(1_300, 20);
    for (const from of [0, 10]) {
      const contacts = large.slice(from, from + 10).map((number) => ({ number, fields }));
      await client.post(`${base}/lists/${data.listId}/contacts`, { contacts });
    }
    const { body } = await preview({ listId: data.listId, limit: 18, message: "Hai {{ number }}" });
    expect(body.data.map(({ message }) => message)).toEqual(large.slice(0, 18).map((number) => `Hai ${number}`));
  });

  test("is empty of an empty list, and 404 of one that is not there, deleted or another session's", async () => {
    const empty = await person.aList(client, "shop", "Kosong", []);
    expect((await preview({ listId: empty, message: "Hai" })).body.data).toEqual([]);
    await client.send("DELETE", `${base}/lists/${empty}`);
    await client.post("/api/whatsapp/sessions", { sessionId: "other" });
    const elsewhere = await person.aList(client, "other", "Lain", person.numbersOf(1, 1));
    for (const id of [empty, elsewhere, `lst_${"0".repeat(26)}`, "x"]) {
      const { status, body } = await preview({ listId: id, message: "Hai" });
      const { code, details } = body.error;
      expect([status, code, details[0]?.pointer]).toEqual([404, "LIST_NOT_FOUND", "/listId"]);
    }
  });

  test.each([
    [{}, "/contacts"],
    [{ listId: "x", contacts: [{ number: "628123456789" }] }, "/contacts"],
    [{ listId: "x", limit: 0 }, "/limit"],
    [{ listId: "x", limit: 51 }, "/limit"],
    [{ contacts: [{ number: "628123456789" }], limit: 5 }, "/limit"],
    [{ listId: 7 }, "/listId"],
  ])("of %j is refused", async (json, pointer) => {
    const { status, body } = await preview({ message: "Hai", ...json });
    expect([status, body.error.details.map((detail) => detail.pointer)]).toEqual([422, [pointer]]);
  });
});

test.each([
  ["a loop without end", "{% for i in (1..100000000) %}x{% endfor %}{{ name }}"],
  ["a text without end", "{% assign a = 'xxxxxxxxxx' %}{% for i in (1..1000000) %}{{ a }}{% endfor %}{{ name }}"],
  ["a text that is too long", "{{ name }}{% for i in (1..5000) %}x{% endfor %}"],
])("%s is stopped", async (_what, message) => {
  const contacts = [{ number: "628123456789", name: "Siti" }];
  const { data } = await client.post<DataOf<readonly PreviewView[]>>(`${base}/preview`, { message, contacts });
  expect(data).toMatchObject([{ ok: false, problem: expect.any(String) as unknown }]);
});

test("a text that takes its whole time for each contact holds nobody up for long", async () => {
  const message = "{% for i in (1..3000) %}{% for k in (1..3000) %}{{ name | append: 'x' }}{% endfor %}{% endfor %}";
  const contacts = person.numbersOf(9, 50).map((number) => ({ number, name: "Siti" }));
  const startedAt = Date.now();
  const { data } = await client.post<DataOf<readonly PreviewView[]>>(`${base}/preview`, { message, contacts });
  expect(data).toHaveLength(50);
  expect(data.at(-1)).toMatchObject({ ok: false, problem: "tidak disusun: teks ini butuh waktu terlalu lama" });
  expect(Date.now() - startedAt).toBeLessThan(10_000);
});

test.each(["a\u0000b", "\ud800"])("no message is made of half characters (%j)", async (message) => {
  const refused = await client.ask("POST", `${base}/preview`, {
    json: { message, contacts: [{ number: "628123456789" }] },
  });
  expect([refused.status, refused.body.error.details[0]?.pointer]).toEqual([422, "/message"]);
});

test("a campaign keeps the version that it was launched with", async () => {
  const listId = await person.aList(client, "shop", "Versi", person.numbersOf(1, 3));
  const { templateId } = await create({ name: "Versi", body: "Versi satu, {{ name }}" });
  const pacing = { minGapMs: 300, maxGapMs: 300 };
  const { data } = await client.post<DataOf<person.Taken>>(`${base}/send`, { listId, templateId, pacing });
  await client.send("PUT", `${templates}/${templateId}`, { json: { body: "Versi dua" } });
  await client.send("DELETE", `${templates}/${templateId}`);
  await person.untilStatus(client, "shop", data.campaignId, "completed");
  const bodies = (await person.deliveriesOf(client, "shop")).map(({ body }) => body);
  expect(bodies).toEqual(["Versi satu, Nama 0", "Versi satu, Nama 1", "Versi satu, Nama 2"]);
});

test("a template names a file of its session, and one that can be sent", async () => {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(files.png)], { type: "image/png" }), "a.png");
  const sent = await client.send<DataOf<{ readonly filename: string }>>("POST", `${base}/upload`, { body: form });
  const { filename } = sent.data;
  expect(await create({ name: "Bergambar", body: "Halo", media: { filename } })).toMatchObject({ media: { filename } });
  const missing = `med_${"0".repeat(26)}.png`;
  const refused = await client.ask("POST", templates, { json: { name: "x", body: "x", media: { filename: missing } } });
  expect([refused.status, refused.body.error.code]).toEqual([404, "MEDIA_NOT_FOUND"]);
});

test("a send says either a message or a template, or a file alone", async () => {
  const listId = await person.aList(client, "shop", "Pilih", person.numbersOf(2, 1));
  const templateId = `tpl_${"0".repeat(26)}`;
  const code = async (json: object) => {
    const { status, body } = await client.ask("POST", `${base}/send`, { json: { listId, ...json } });
    return [status, body.error.details[0]?.pointer];
  };
  expect(await code({})).toEqual([422, "/message"]);
  expect(await code({ message: "a", templateId })).toEqual([422, "/message"]);
  expect(await code({ templateId })).toEqual([404, "/templateId"]);
  expect(await code({ media: { filename: "../../x" } })).toEqual([404, "/media/filename"]);
  expect(await code({ message: "x".repeat(4_097) })).toEqual([422, "/message"]);
});
