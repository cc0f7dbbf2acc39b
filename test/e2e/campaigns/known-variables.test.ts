import type { Answer, DataOf, Failure } from "../client.ts";
import * as person from "../steps.ts";
import type { CampaignView, Taken } from "../steps.ts";
import { aShop } from "../shop.ts";

/** Variables that contacts lack: told, or refused, before the first message. */
const base = person.broadcastOf("shop");
interface Warning {
  readonly code: string;
  readonly message: string;
  readonly [fact: string]: unknown;
}
type Sent = DataOf<Taken> & Failure & { readonly warnings?: readonly Warning[] };
type Written = readonly { readonly number: string; readonly name?: string; readonly fields?: object }[];

const { client } = aShop({ arriveMs: 0, linked: { shop: "628111000777" } });

const sendAt = () => new Date(Date.now() + 3_600_000).toISOString();
const english = { "accept-language": "en" };
const ask = (path: string, json: object, method = "POST"): Promise<Answer<Sent>> =>
  client.ask<Sent>(method, `${base}${path}`, { json, headers: english });
const pacing = { minGapMs: 3_600_000, maxGapMs: 3_600_000 };
const send = (listId: string, message: string, its: object = {}) => ask("/send", { listId, message, pacing, ...its });
const add = (listId: string, contacts: Written) => client.post(`${base}/lists/${listId}/contacts`, { contacts });
async function aList(name: string, contacts: Written): Promise<string> {
  const listId = await person.aList(client, "shop", name, []);
  await add(listId, contacts);
  return listId;
}
const lackedIn = ({ body }: Answer<Sent>) =>
  (body.warnings ?? [])
    .filter(({ code }) => code === "missing_variable")
    .map(({ variable, have, of }) => `${String(variable)} ${String(have)} of ${String(of)}`);
/** What a text with these variables is taken with, or its refusal. */
async function told(listId: string, message: string): Promise<string | readonly string[]> {
  const answer = await send(listId, message, { allowDuplicate: true });
  return answer.status === 202 ? lackedIn(answer) : `${answer.status} ${answer.body.error.code}`;
}

const contactsOf = (block: number, fields: readonly object[]): Written =>
  person.numbersOf(block, fields.length).map((number, index) => ({ number, fields: fields[index] ?? {} }));

describe("a variable that no contact has", () => {
  let listId: string;
  beforeAll(async () => {
    listId = await aList("Tidak ada", contactsOf(1, [{ kota: "Solo", "kode pos": "1" }, { kota: "Bandung" }]));
  });

  test("is refused with its place and with the names that there are, the nearest first", async () => {
    for (const [path, its] of [
      ["/send", {}],
      ["/schedule", { sendAt: sendAt() }],
    ] as const) {
      const { status, body } = await ask(path, { listId, message: "Halo,\ndari {{ ktoa }}", ...its });
      expect([status, body.error]).toMatchObject([
        422,
        {
          code: "UNKNOWN_VARIABLE",
          variable: "ktoa",
          line: 2,
          column: 9,
          known: ["kota", "kode pos", "number"],
          unknown: ["ktoa"],
          details: [
            {
              pointer: "/message",
              came: "ktoa at line 2, column 9, which no contact of the lists has",
              wanted: 'one of kota, kode pos, number; or a default, as {{ ktoa | default: "..." }}',
            },
          ],
        },
      ]);
      expect(body.message).toBe("Line 2, column 9: no contact of the lists has ktoa; they have kota, kode pos, number");
    }
  });

  test("of several, each is named", async () => {
    const { body } = await send(listId, "{{ satu }} {{ kota }} {{ dua }} {{ satu }}");
    expect(body.error.details.map(({ came }) => came.split(" at ")[0])).toEqual(["satu", "dua"]);
  });

  test("is refused in a template, a caption, and a change of a scheduled campaign as well", async () => {
    const { data: template } = await client.post<DataOf<{ readonly templateId: string }>>(`${base}/templates`, {
      name: "Lupa",
      body: "Halo {{ tidak_ada }}",
    });
    const { templateId } = template;
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    );
    const form = new FormData();
    form.append("file", new Blob([png], { type: "image/png" }), "toko.png");
    const media = (await client.send<DataOf<{ readonly filename: string }>>("POST", `${base}/upload`, { body: form }))
      .data;
    const campaign = await ask("/schedule", { listId, message: "Halo {{ kota }}", sendAt: sendAt() });
    const { campaignId } = campaign.body.data;
    const nobody = await aList("Tanpa kota", contactsOf(2, [{ alamat: "Jl. Braga" }]));
    for (const [method, path, json, pointer] of [
      ["POST", "/send", { listId, templateId }, "/templateId"],
      ["POST", "/send", { listId, message: "{{ tidak_ada }}", media: { filename: media.filename } }, "/message"],
      ["PUT", `/campaigns/${campaignId}`, { message: "{{ tidak_ada }}" }, "/message"],
      ["PUT", `/campaigns/${campaignId}`, { templateId }, "/templateId"],
      ["PUT", `/campaigns/${campaignId}`, { listId: nobody }, "/listIds"],
    ] as const) {
      const { status, body } = await ask(path, json, method);
      expect([path, status, body.error.code, body.error.details[0]?.pointer]).toEqual([
        path,
        422,
        "UNKNOWN_VARIABLE",
        pointer,
      ]);
    }
    const moved = await ask(`/campaigns/${campaignId}`, { name: "Lain" }, "PUT");
    expect([moved.status, moved.body.warnings]).toEqual([200, undefined]);
    const valued = { listId: nobody, variables: { kota: "Solo" } };
    expect((await ask(`/campaigns/${campaignId}`, valued, "PUT")).status).toBe(200);
  });

  test("is taken with a default, within a condition, or as the campaign's own value", async () => {
    for (const message of [
      'Halo {{ x | default: "teman" }}',
      "Halo {% if x %}{{ x }}{% else %}{{ y }}{% endif %}",
      '{% assign x = "a" %}Halo {{ x }}',
    ]) {
      expect([message, (await send(listId, message)).status]).toEqual([message, 202]);
    }
    expect((await send(listId, "Halo {{ x }}", { variables: { x: "1" } })).status).toBe(202);
  });

  test("is refused although an import into the list is to come only where it does not wait for that", async () => {
    const empty = await person.aList(client, "shop", "Nanti", []);
    const rows = person.numbersOf(3, 900).map((number) => `${number},Nama,Solo`);
    const csv = ["number,name,kota", ...rows].join("\n");
    const importing = client.send("POST", `${base}/lists/${empty}/contacts/bulk`, {
      body: csv,
      headers: { "content-type": "text/csv" },
    });
    await importing;
    const scheduled = await ask("/schedule", { listId: empty, message: "{{ kota }}", sendAt: sendAt() });
    expect(scheduled.status).toBe(202);
  });
});

describe("a variable that fewer contacts have than there are", () => {
  test("is taken with a warning that says how many have it", async () => {
    const contacts = contactsOf(5, [{ kota: "Solo" }, { kota: "Solo", kode: "1" }, { kode: " " }]);
    const listId = await aList(
      "Sebagian",
      contacts.map((one, index) => (index > 1 ? { ...one, name: "Ayu" } : one)),
    );
    const answer = await send(listId, "{{ name }} {{ kota }} {{ kode }} {{ number }}");
    expect([answer.status, lackedIn(answer)]).toEqual([202, ["name 1 of 3", "kota 2 of 3", "kode 1 of 3"]]);
    expect(answer.body.warnings?.[1]?.message).toBe(
      "2 of 3 contacts have kota; the others get no message (missing_variable)",
    );
    const other = await aList("Lain", contactsOf(6, [{ kota: "Solo" }]));
    const both = await ask("/send", { listIds: [listId, other], message: "{{ kota }} {{ kode }}", pacing });
    expect(lackedIn(both)).toEqual(["kota 3 of 4", "kode 1 of 4"]);
    const without = { listIds: [listId, other], excludeListIds: [listId], message: "Hai {{ kota }}", pacing };
    expect(lackedIn(await ask("/send", without))).toEqual([]);
    const scheduled = await ask("/schedule", { listId, message: "{{ kode }}", sendAt: sendAt() });
    expect(lackedIn(scheduled)).toEqual(["kode 1 of 3"]);
    const path = `/campaigns/${scheduled.body.data.campaignId}`;
    expect(lackedIn(await ask(path, { message: "{{ kota }}" }, "PUT"))).toEqual(["kota 2 of 3"]);
    expect(lackedIn(await ask(path, { listId: other }, "PUT"))).toEqual([]);
  });

  test("is counted through every change of the list", async () => {
    const numbers = person.numbersOf(7, 5);
    const [first = "", second = "", third = ""] = numbers;
    const listId = await person.aList(client, "shop", "Berubah", []);
    const ofList = `${base}/lists/${listId}/contacts`;
    const message = "{{ kota }}";
    await client.post(ofList, { number: first, fields: { kota: "Solo" } });
    expect(await told(listId, message)).toEqual([]);
    await add(listId, [{ number: second }, { number: third, fields: { kota: "" } }]);
    expect(await told(listId, message)).toEqual(["kota 1 of 3"]);
    await add(listId, [
      { number: second, fields: { kota: "Solo" } },
      { number: first, fields: { kode: "1" } },
    ]);
    expect(await told(listId, message)).toEqual(["kota 2 of 3"]);
    await client.send("PUT", `${ofList}/${first}`, { json: { fields: { kode: "1" } } });
    expect(await told(listId, message)).toEqual(["kota 1 of 3"]);
    await client.send("PUT", `${ofList}/${third}`, { json: { fields: { kota: "Solo" } } });
    expect(await told(listId, message)).toEqual(["kota 2 of 3"]);
    await client.send("DELETE", `${ofList}/${third}`);
    expect(await told(listId, message)).toEqual(["kota 1 of 2"]);
    await client.send("DELETE", ofList, { json: { numbers: [second] } });
    expect(await told(listId, message)).toBe("422 UNKNOWN_VARIABLE");
    const replace = async (csv: string) => {
      const { data } = await client.send<DataOf<{ readonly importId: string }>>(
        "POST",
        `${ofList}/bulk?mode=replace&force=true`,
        { body: csv, headers: { "content-type": "text/csv" } },
      );
      await person.untilImported(client, `${base}/lists/${listId}`, data.importId);
    };
    await replace(
      `number,kota\n${numbers.map((number, index) => `${number},${index > 1 ? "Solo" : ""}`).join("\n")}\n`,
    );
    expect(await told(listId, message)).toEqual(["kota 3 of 5"]);
    expect(await told(listId, "{{ kode }}")).toBe("422 UNKNOWN_VARIABLE");
    await client.send("DELETE", ofList, { json: { all: true, force: true } });
    await add(listId, [{ number: first, fields: { kode: "2" } }]);
    expect(await told(listId, message)).toBe("422 UNKNOWN_VARIABLE");
    expect(await told(listId, "{{ kode }}")).toEqual([]);
  });

  test("beyond the contacts that are read to be sure is known by the counts", async () => {
    const listId = await person.aList(client, "shop", "Panjang", []);
    const numbers = [...person.numbersOf(20, 1_000), ...person.numbersOf(21, 100)];
    const rows = numbers.map((number, index) => `${number},${index === 1_099 ? "Solo" : ""}`);
    const { data } = await client.send<DataOf<{ readonly importId: string }>>(
      "POST",
      `${base}/lists/${listId}/contacts/bulk`,
      { body: ["number,kota", ...rows].join("\n"), headers: { "content-type": "text/csv" } },
    );
    await person.untilImported(client, `${base}/lists/${listId}`, data.importId);
    expect(await told(listId, "{{ kota }}")).toEqual(["kota 1 of 1100"]);
    expect(await told(listId, "{{ kotaa }}")).toBe("422 UNKNOWN_VARIABLE");
  });
});

test("the rest of a stopped campaign is told of as well", async () => {
  const listId = await aList("Sisa", contactsOf(9, [{ kota: "Solo" }, { kota: "Solo" }, {}]));
  const first = await send(listId, "{{ kota }}");
  const { campaignId } = first.body.data;
  await client.send<DataOf<CampaignView>>("POST", `${base}/campaigns/${campaignId}/stop`);
  await person.untilStatus(client, "shop", campaignId, "stopped");
  const rest = await ask("/send", { remainderOf: campaignId, pacing });
  expect([rest.status, lackedIn(rest)]).toEqual([202, ["kota 2 of 3"]]);
});
