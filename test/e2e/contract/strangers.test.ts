import { until } from "../../support/stack.ts";
import type { Client, DataOf, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** What people who knew nothing but the contract stumbled over, each once. */

const base = person.broadcastOf("shop");

const { client } = aShop({ linked: true });

describe("a session's default country", () => {
  const local = "0812-3456-7890";
  const number = "6281234567890";

  beforeAll(async () => {
    await client.send("PATCH", "/api/whatsapp/sessions/shop", { json: { defaultCountry: "ID" } });
  });
  afterAll(async () => {
    await client.send("PATCH", "/api/whatsapp/sessions/shop", { json: { defaultCountry: null } });
  });

  test("holds for contacts: written, found, deleted", async () => {
    const listId = await person.aList(client, "shop", "Lokal", []);
    const ofList = `${base}/lists/${listId}/contacts`;
    expect(await client.post<DataOf<unknown>>(ofList, { number: local })).toMatchObject({ data: { added: 1 } });
    expect(await client.get<DataOf<unknown>>(`${ofList}/${local}`)).toMatchObject({ data: { number } });
    expect(await client.send<DataOf<unknown>>("DELETE", `${ofList}?numbers=${local}`)).toMatchObject({
      data: { deleted: 1, notFound: [] },
    });
  });

  test("holds for imports and previews", async () => {
    const listId = await person.aList(client, "shop", "Impor lokal", []);
    const ofList = `${base}/lists/${listId}`;
    const { data } = await client.send<DataOf<{ importId: string }>>("POST", `${ofList}/contacts/bulk`, {
      headers: { "content-type": "text/csv" },
      body: `nomor\n${local}\n`,
    });
    expect(await person.untilImported(client, ofList, data.importId)).toMatchObject({ added: 1, invalid: 0 });
    const preview = { message: "Halo", contacts: [{ number: local }] };
    expect(await client.post(`${base}/preview`, preview)).toMatchObject({ data: [{ number, ok: true }] });
  });
});

describe.each(["sessions", "api-keys", "webhooks"])("GET %s", (what) => {
  const path = `/api/whatsapp/${what}`;

  test("comes in pages like every list", async () => {
    for (const name of ["satu", "dua"]) {
      if (what === "sessions") await client.post(path, { sessionId: name });
      if (what === "api-keys") await client.post(path, { name, scopes: ["read"] });
      if (what === "webhooks") await client.post(path, { url: `https://${name}.example/`, events: ["*"] });
    }
    // The index that lists keys lags.
    const whole = await until(
      () => client.get<PageOf<unknown>>(path),
      ({ data }) => data.length >= 2,
      "both are listed",
    );
    const first = await client.get<PageOf<unknown>>(`${path}?limit=1`);
    expect(first.pagination).toMatchObject({ limit: 1, total: whole.data.length });
    const rest = await client.get<PageOf<unknown>>(
      `${path}?limit=100&cursor=${encodeURIComponent(first.pagination.nextCursor ?? "")}`,
    );
    expect([...first.data, ...rest.data]).toEqual(whole.data);
    expect(rest.pagination.nextCursor).toBeNull();
  });

  test.each(["limit=0", "limit=101", "limit=abc", "foo=1"])("refuses ?%s", async (query) => {
    expect((await client.ask("GET", `${path}?${query}`)).status).toBe(422);
  });
});

test("a key that is limited to some sessions sees and revokes no key that may do more", async () => {
  const path = "/api/whatsapp/api-keys";
  type Key = DataOf<{ readonly key: string; readonly keyId: string }>;
  const limited = await client.post<Key>(path, { name: "terbatas", scopes: ["admin"], sessions: ["shop"] });
  const wide = await client.post<Key>(path, { name: "luas", scopes: ["read"] });
  const other = await client.post<Key>(path, { name: "lain", scopes: ["read"], sessions: ["lain"] });
  const holder = client.withKey(limited.data.key);
  type Keys = PageOf<{ readonly keyId: string }>;
  const allOf = (caller: Client) => () => caller.get<Keys>(`${path}?limit=100`);
  const isListed = ({ data }: Keys) => data.some(({ keyId }) => keyId === other.data.keyId);
  await until(allOf(client), isListed, "the last of them is listed");
  const seen = await allOf(holder)();
  expect(seen.data.map(({ keyId }) => keyId)).toEqual([limited.data.keyId]);
  for (const { data } of [wide, other]) expect((await holder.ask("DELETE", `${path}/${data.keyId}`)).status).toBe(404);
  expect((await client.withKey(wide.data.key).ask("GET", "/clients")).status).toBe(200);
});

test("a field without a value is none: an exported list imports to the same one", async () => {
  const listId = await person.aList(client, "shop", "Kosong", []);
  const ofList = `${base}/lists/${listId}/contacts`;
  const contacts = [
    { number: "6281600000006", fields: { kota: "", catatan: "a" } },
    { number: "6281600000007", fields: { kota: "Solo" } },
  ];
  await client.post(ofList, { contacts });
  await client.post(ofList, { number: "6281600000007", fields: { kota: "", umur: "7" } });
  const { data } = await client.get<PageOf<{ readonly fields: object }>>(ofList);
  expect(data.map(({ fields }) => fields)).toEqual([{ catatan: "a" }, { umur: "7" }]);
});

describe("under one Idempotency-Key", () => {
  test("a form is the same whatever boundary its client draws", async () => {
    const upload = () => {
      const form = new FormData();
      form.set("file", new Blob(["%PDF-1.4\n%%EOF\n"], { type: "application/pdf" }), "a.pdf");
      return client.ask<DataOf<object>>("POST", `${base}/upload`, {
        body: form,
        headers: { "idempotency-key": "form-1" },
      });
    };
    const [first, second] = [await upload(), await upload()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
  });

  test("JSON is the same whatever the order of its members", async () => {
    const make = (json: object) =>
      client.ask<DataOf<object>>("POST", `${base}/lists`, { json, headers: { "idempotency-key": "json-1" } });
    const first = await make({ name: "Urutan", description: "x" });
    expect((await make({ description: "x", name: "Urutan" })).body).toEqual(first.body);
    expect((await make({ description: "y", name: "Urutan" })).status).toBe(422);
  });
});

test.each([
  ["{bad json", 400],
  ['{"x":1}', 422],
  ["{}", 404],
])("a body where none is wanted, %s, answers %i", async (body, status) => {
  const path = `${base}/campaigns/cmp_${"0".repeat(26)}/resume`;
  const answer = await client.ask("POST", path, { body, headers: { "content-type": "application/json" } });
  expect(answer.status).toBe(status);
});

test("every missing variable is named, also after one with parts", async () => {
  const message = "{{ a }} {{ x.y.z }} {{ b }}";
  const { data } = await client.post<DataOf<{ readonly missing: string[] }[]>>(`${base}/preview`, {
    message,
    contacts: [{ number: "6281600000006" }],
  });
  expect(data[0]?.missing).toEqual(["a", "x", "b"]);
});

test("a variable with a space in it is refused with what to write, instead of sending another one", async () => {
  const json = { message: "Halo\n{{ nama kota }}", contacts: [{ number: "6281600000006", fields: { nama: "X" } }] };
  const { status, body } = await client.ask("POST", `${base}/preview`, { json });
  expect(status).toBe(422);
  expect(JSON.stringify(body.error)).toContain('{{ [\\"nama kota\\"] }}');
  const right = {
    ...json,
    message: '{{ ["nama kota"] }}',
    contacts: [{ number: "6281600000006", fields: { "nama kota": "NK" } }],
  };
  expect(await client.post(`${base}/preview`, right)).toMatchObject({ data: [{ ok: true, message: "NK" }] });
});

test("what came of a query with several values is told", async () => {
  const { body } = await client.ask("GET", `${base}/campaigns?status=running,nope`);
  expect(body.error.details).toMatchObject([{ pointer: "/query/status/1", came: '"nope"' }]);
});

test.each(["Łukasz Đặng", "lukasz dang", "ŁUKASZ"])("%s is found however it is written", async (search) => {
  const listId = await person.aList(client, "shop", `Cari ${search}`, []);
  await client.post(`${base}/lists/${listId}/contacts`, { number: "6281600000009", name: "Łukasz Đặng" });
  const found = await client.get<PageOf<object>>(
    `${base}/lists/${listId}/contacts?search=${encodeURIComponent(search)}`,
  );
  expect(found.data).toHaveLength(1);
});

test.each(["a\u0000b", "\u0007"])("a text with the control character %j is not sent", async (message) => {
  const headers = { "user-id": "shop" };
  const { status, body } = await client.ask("POST", "/send-message", {
    json: { number: "6281600000001", message },
    headers,
  });
  expect([status, body.error.details[0]?.pointer]).toEqual([422, "/message"]);
});

test("files are searched by their names", async () => {
  for (const name of ["katalog lebaran.pdf", "harga.pdf"]) {
    const form = new FormData();
    form.set("file", new Blob(["%PDF-1.4\n%%EOF\n"], { type: "application/pdf" }), name);
    await client.send("POST", `${base}/upload`, { body: form });
  }
  const found = await client.get<PageOf<{ readonly originalName: string }>>(`${base}/upload?search=LEBARAN`);
  expect(found.data.map(({ originalName }) => originalName)).toEqual(["katalog lebaran.pdf"]);
});
