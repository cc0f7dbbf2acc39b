import type { DataOf, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** Variables as people write them, over HTTP: in any case, by the header of their file, and those that are missing. */

const base = person.broadcastOf("shop");
const pacing = { minGapMs: 0, maxGapMs: 0 };

const { client } = aShop({ env: { DIRECT_MESSAGE_GAP_MS: "0" }, arriveMs: 0, linked: true });

async function imported(name: string, csv: string, mapping = {}): Promise<string> {
  const { data } = await client.post<DataOf<person.ListView>>(`${base}/lists`, { name });
  const ofList = `${base}/lists/${data.listId}`;
  const taken = await client.send<DataOf<{ readonly importId: string }>>(
    "POST",
    `${ofList}/contacts/bulk?${new URLSearchParams({ defaultCountry: "ID", ...mapping }).toString()}`,
    { body: csv, headers: { "content-type": "text/csv" } },
  );
  const job = await person.untilImported(client, ofList, taken.data.importId);
  expect(job).toMatchObject({ state: "completed", invalid: 0 });
  return data.listId;
}

interface RecipientView {
  readonly number: string;
  readonly reason?: string;
  readonly missing?: readonly string[];
}

/** What each of the list got, by number. */
async function textsOf(listId: string, content: object): Promise<Record<string, string>> {
  const before = (await person.deliveriesOf(client, "shop")).length;
  const { data } = await client.post<DataOf<person.Taken>>(`${base}/send`, { listId, pacing, ...content });
  await person.untilStatus(client, "shop", data.campaignId, "completed");
  const all = await person.untilDeliveries(client, "shop", before + 1);
  return Object.fromEntries(all.slice(before).map(({ to, body }) => [to, body]));
}

test("a variable is found by the file's own header, in any case, as well as by the field's name", async () => {
  const listId = await imported("Kota", 'Nama,HP,Kota,"No. Pesanan"\nAyu,0812-7700-0001,Bandung,A-17\n');
  const message =
    "{{ Nama }} {{ nama }} {{ NAMA }} {{ name }} {{ Name }}, {{ Kota }} {{ kota }} {{ KOTA }}, {{ no_pesanan }} {{ No_Pesanan }} {{ ['No. Pesanan'] }} {{ ['no pesanan'] }}, {{ HP }} {{ number }}";
  expect(await textsOf(listId, { message })).toEqual({
    "6281277000001": "Ayu Ayu Ayu Ayu Ayu, Bandung Bandung Bandung, A-17 A-17 A-17 A-17, 6281277000001 6281277000001",
  });
});

test("dates are in the session's timezone in the preview, the test, the dry run and what is sent", async () => {
  const listId = await imported("Tanggal", "Nama,HP,Jadwal\nAyu,0812-7700-0005,2026-12-01 09:00\n");
  const change = async (timezone: string) =>
    await client.send("PATCH", "/api/whatsapp/sessions/shop", { json: { timezone } });
  await change("Asia/Tokyo");
  const message =
    '{{ "2026-12-01T20:30:00Z" | date: "%d %H.%M" }}, {{ jadwal | date: "%d %H.%M" }}, {{ "2026-12-01T20:30:00Z" | date: "%H.%M", "WIB" }}{% assign jam = "2026-12-01T20:30:00Z" | date: "%H" %}{% if jam != "05" %}{{ salah }}{% endif %}';
  const wanted = "02 05.30, 01 09.00, 03.30";
  const shown = await client.post<DataOf<readonly object[]>>(`${base}/preview`, { listId, message });
  expect(shown.data).toMatchObject([{ ok: true, message: wanted }]);
  const fields = { jadwal: "2026-12-01 09:00" };
  const tried = await client.post<DataOf<object>>(`${base}/test`, { number: "6281277000006", fields, message });
  expect(tried.data).toMatchObject({ message: wanted });
  const dry = await client.post<DataOf<object>>(`${base}/send`, { listId, message, dryRun: true });
  expect(dry.data).toMatchObject({ willSend: 1 });
  await person.untilDeliveries(client, "shop", 2);
  expect(await textsOf(listId, { message })).toEqual({ "6281277000005": wanted });
  // A change holds from the next message on.
  await change("Asia/Jakarta");
  const { data } = await client.post<DataOf<readonly { message?: string }[]>>(`${base}/preview`, { listId, message });
  expect(data.map((one) => one.message)).toEqual([undefined]);
  await change("UTC");
});

test("a column that the mapping renames is found by its own header as well", async () => {
  const csv = "Siapa,Telp,Kota,Langkah\nAyu,0812-7700-0002,Bandung,3\nBudi,0812-7700-0003,Solo,\n";
  const mapping = JSON.stringify({ Siapa: "name", Telp: "number", Kota: "city", "4": "poin" });
  const listId = await imported("Diganti", csv, { mapping });
  const message =
    "{{ Siapa }} {{ name }} {{ nama }}, {{ Kota }} {{ kota }} {{ city }} {{ City }}, {{ telp }}, {{ Langkah | default: '-' }} {{ poin | default: '-' }}";
  const dry = await client.post<DataOf<object>>(`${base}/send`, { listId, message, dryRun: true });
  expect(dry.data).toMatchObject({ willSend: 2, missingVariables: [] });
  expect(await textsOf(listId, { message })).toEqual({
    "6281277000002": "Ayu Ayu Ayu, Bandung Bandung Bandung Bandung, 6281277000002, 3 3",
    "6281277000003": "Budi Budi Budi, Solo Solo Solo Solo, 6281277000003, - -",
  });
  const lacking = await client.post<{ readonly warnings?: readonly unknown[] }>(`${base}/send`, {
    listId,
    message: "{{ langkah }}",
    pacing,
  });
  expect(lacking.warnings).toMatchObject([{ code: "missing_variable", variable: "langkah", have: 1, of: 2 }]);
});

test("who lacks a variable fails alone, and recipients, report and history say which it was", async () => {
  const listId = await imported("Lubang", "Nama,HP,Kota,Kode\nAyu,0812-7700-0011,Solo,1\nBudi,0812-7700-0012,,\n");
  const message = "Halo {{ nama }} di {{ kota }}, {{ KODE }} {{ kota }}";
  const { data } = await client.post<DataOf<person.Taken>>(`${base}/send`, { listId, message, pacing });
  await person.untilStatus(client, "shop", data.campaignId, "completed");
  const ofCampaign = `${base}/campaigns/${data.campaignId}/recipients`;
  const { data: rows } = await client.get<PageOf<RecipientView>>(`${ofCampaign}?status=failed`);
  expect(rows).toMatchObject([{ number: "6281277000012", reason: "missing_variable", missing: ["kota", "KODE"] }]);
  const report = await client.text(`${base}/export/campaign/${data.campaignId}`);
  expect(report).toMatch(/^6281277000012,Budi,failed,.*"missing_variable: kota, KODE"/m);
  const contact = await client.get<DataOf<{ readonly history: readonly RecipientView[] }>>(
    `${base}/lists/${listId}/contacts/6281277000012`,
  );
  expect(contact.data.history).toMatchObject([{ reason: "missing_variable", missing: ["kota", "KODE"] }]);
});

test("a preview and a test show what the campaign will say", async () => {
  const contact = { number: "6281277000021", name: "Ayu", fields: { "Kode Pos": "40111" } };
  const message = "{{ Nama }} {{ kode_pos }} {{ Kota }}";
  const json = { message, contacts: [contact], variables: { kota: "Solo" } };
  const { data } = await client.post<DataOf<readonly unknown[]>>(`${base}/preview`, json);
  expect(data).toMatchObject([{ ok: true, message: "Ayu 40111 Solo" }]);
  const without = await client.post<DataOf<readonly unknown[]>>(`${base}/preview`, { message, contacts: [contact] });
  expect(without.data).toMatchObject([{ ok: false, missing: ["Kota"] }]);
  // A list keeps no empty value, so no message goes to a contact that has nothing else.
  const empty = { ...contact, name: "", fields: { ...contact.fields, Kota: "" } };
  const emptied = await client.post<DataOf<readonly unknown[]>>(`${base}/preview`, { message, contacts: [empty] });
  expect(emptied.data).toMatchObject([{ ok: false, missing: ["Nama", "Kota"] }]);
  const tested = await client.ask("POST", `${base}/test`, { json: { message, ...contact } });
  expect([tested.status, tested.body.error.details[0]?.pointer]).toEqual([422, "/fields/Kota"]);
  const nameless = { message: "{{ Nama }}", number: contact.number };
  const named = await client.ask("POST", `${base}/test`, { json: nameless });
  expect([named.status, named.body.error.details[0]?.pointer]).toEqual([422, "/name"]);
});

describe("a number in place of a variable", () => {
  const numbers = person.numbersOf(61, 1);
  const [number = ""] = numbers;
  const contacts = [{ number }];
  const sendAt = new Date(Date.now() + 3_600_000 * 5).toISOString();
  let listId: string;
  beforeAll(async () => {
    listId = await person.aList(client, "shop", "Meta", numbers);
  });

  test("is refused with its place wherever a text is taken in", async () => {
    const text = "Halo\n{{1}}, pesanan {{2}} siap";
    const { data: template } = await client.post<DataOf<{ templateId: string }>>(`${base}/templates`, {
      name: "Lama",
      body: "Halo",
    });
    const scheduled = await client.post<DataOf<person.Taken>>(`${base}/schedule`, { listId, message: "Nanti", sendAt });
    for (const [method, path, json, pointer] of [
      ["POST", "/send", { listId, message: text }, "/message"],
      ["POST", "/schedule", { listId, message: text, sendAt }, "/message"],
      ["PUT", `/campaigns/${scheduled.data.campaignId}`, { message: text }, "/message"],
      ["POST", "/templates", { name: "Meta", body: text }, "/body"],
      ["PUT", `/templates/${template.templateId}`, { body: text }, "/body"],
      ["POST", "/preview", { message: text, contacts }, "/message"],
      ["POST", "/test", { message: text, number }, "/message"],
    ] as const) {
      const { status, body } = await client.ask(method, base + path, { json, headers: { "accept-language": "en" } });
      expect([path, status, body.error]).toMatchObject([
        path,
        422,
        { code: "MESSAGE_UNREADABLE", line: 2, column: 1, details: [{ pointer }] },
      ]);
      expect(body.message).toBe(
        "Line 2, column 1: {{1}} is no variable, and would be sent as a number; write the name of the contact's field, such as {{ name }}",
      );
    }
  });
});
