import type { DataOf } from "../client.ts";
import { aList, broadcastOf, type ContactView, everyRow, link, untilImported } from "../steps.ts";
import { aShop } from "../shop.ts";

/** Contacts of one request, whatever is wrong with some of them, and the country of numbers that have none. */

const lists = `${broadcastOf("shop")}/lists`;

const { client } = aShop();
beforeAll(async () => {
  await client.get("/qrcode", { "user-id": "shop" });
});

interface Added {
  readonly added: number;
  readonly updated: number;
  readonly duplicates: number;
  readonly invalid: readonly { readonly index: number; readonly number: string; readonly reason: string }[];
}

const add = (listId: string, json: string, language = "en") =>
  client.ask<DataOf<Added>>("POST", `${lists}/${listId}/contacts`, {
    headers: { "content-type": "application/json", "accept-language": language },
    body: json,
  });

test.each([
  ["a number as a JSON number", '{"number":6281277779002}', "6281277779002", /wanted a string as number/],
  ["no number", '{"name":"Budi"}', "", /wanted a string as number/],
  ["a number that is null", '{"number":null}', "null", /wanted a string as number, came null/],
  ["a name that is null", '{"number":"6281277779004","name":null}', "6281277779004", /a string as name, came null/],
  [
    "a field that is null",
    '{"number":"6281277779004","fields":{"a":null}}',
    "6281277779004",
    /as fields\/a, came null/,
  ],
  ["a number that is an object", '{"number":{"a":1}}', '{"a":1}', /as number/],
  ["null", "null", "", /wanted an object/],
  ["a text", '"6281277779003"', "", /wanted an object/],
  ["an array", "[1]", "", /wanted an object/],
  ["a text too long", `{"number":"${"8".repeat(10_001)}"}`, `${"8".repeat(197)}...`, /at most 10000 characters/],
  ["a name too long", `{"number":"6281277779004","name":"${"n".repeat(201)}"}`, "6281277779004", /at most 200 char/],
  ["a field too long", `{"number":"6281277779004","fields":{"a":"${"n".repeat(1_025)}"}}`, "6281277779004", /1024/],
  ["a field that is a number", '{"number":"6281277779004","fields":{"umur":5}}', "6281277779004", /as fields\/umur/],
  ["a field of a bad name", '{"number":"6281277779004","fields":{"a*b":"x"}}', "6281277779004", /field names of/],
  ["an unknown member", '{"number":"6281277779004","kota":"Solo"}', "6281277779004", /no such field as kota/],
  ["a member that is no field", '{"number":"6281277779004","__proto__":{"a":1}}', "6281277779004", /no such field/],
  ["a number of two readings", '{"number":"6591234567"}', "6591234567", /\+6591234567.*\+626591234567/],
  ["a number of no reading", '{"number":"15551234567"}', "15551234567", /wanted a phone number of ID/],
])("an entry with %s leaves the good ones", async (what, entry, number, reason) => {
  const listId = await aList(client, "shop", what, []);
  const answer = await add(
    listId,
    `{"contacts":[{"number":"6281277779001"},${entry},{"number":"081277779005"}],"defaultCountry":"ID"}`,
  );
  expect(answer.status).toBe(200);
  expect(answer.body.data).toEqual({
    added: 2,
    updated: 0,
    duplicates: 0,
    invalid: [{ index: 1, number, reason: expect.stringMatching(reason) as string }],
  });
  const kept = await everyRow<ContactView>(client, `${lists}/${listId}/contacts`);
  expect(kept.map((contact) => contact.number)).toEqual(["6281277779001", "6281277779005"]);
});

test("why an entry is no contact is said in the caller's language", async () => {
  const listId = await aList(client, "shop", "Bahasa", []);
  const entries = '{"name":"Budi"},{"number":"12"},{"number":"6281277779001","fields":{"umur":5}}';
  const { body } = await add(listId, `{"contacts":[${entries}]}`, "id");
  expect(body.data.invalid.map(({ reason }) => reason)).toEqual([
    "yang diharapkan teks sebagai number, yang datang tidak ada",
    "yang diharapkan nomor telepon internasional seperti +628123456789 (atau defaultCountry)",
    "yang diharapkan teks sebagai fields/umur, yang datang 5",
  ]);
});

test.each([
  ["no contacts", '{"contacts":[]}'],
  ["contacts that are no array", '{"contacts":"6281277779001"}'],
  ["an unknown option", '{"contacts":[{"number":"6281277779001"}],"country":"ID"}'],
  ["a member that is no option", '{"contacts":[{"number":"6281277779001"}],"__proto__":1}'],
  ["one contact alone that has a JSON number", '{"number":6281277779001}'],
])("a request with %s is refused", async (what, body) => {
  const listId = await aList(client, "shop", what, []);
  expect((await add(listId, body)).status).toBe(422);
});

describe("a session that is linked to a number of Indonesia, without a setting", () => {
  const own = { "user-id": "toko" };
  const ownLists = `${broadcastOf("toko")}/lists`;
  const send = async (number: string) => {
    const { body } = await client.ask<{ readonly data: { readonly id: string } }>("POST", "/send-message", {
      headers: own,
      json: { number, message: "Halo" },
    });
    return (await client.get<DataOf<{ readonly number: string }>>(`/api/whatsapp/toko/messages/${body.data.id}`)).data
      .number;
  };
  const previewed = async (number: string, defaultCountry?: string) => {
    const json = {
      message: "Halo",
      contacts: [{ number }],
      ...(defaultCountry === undefined ? {} : { defaultCountry }),
    };
    const { body } = await client.ask<DataOf<readonly { readonly number: string }[]>>(
      "POST",
      `${broadcastOf("toko")}/preview`,
      { json },
    );
    return body.data.map((row) => row.number);
  };

  beforeAll(async () => {
    await link(client, "toko", "6281199990001");
  }, 60_000);

  test("reads 0812 as its own in a batch, a file, a preview and a message", async () => {
    const listId = await aList(client, "toko", "Tanpa negara", []);
    const { data } = await client.post<DataOf<Added>>(`${ownLists}/${listId}/contacts`, {
      contacts: [{ number: "0812-7777-6001" }],
    });
    expect(data).toMatchObject({ added: 1, invalid: [] });
    const taken = await client.ask<DataOf<{ readonly importId: string }>>(
      "POST",
      `${ownLists}/${listId}/contacts/bulk`,
      { headers: { "content-type": "text/csv" }, body: "nomor\n081277776002\n6591234567\n" },
    );
    const job = await untilImported(client, `${ownLists}/${listId}`, taken.body.data.importId);
    expect(job).toMatchObject({ added: 1, invalid: 1 });
    const errors = await client.text(`${ownLists}/${listId}/imports/${job.importId}/errors.csv`);
    expect(errors).toMatch(/^3,6591234567,.*\+65 9123 4567.*\+62 659 1234567/m);
    expect(await previewed("0812-7777-6003")).toEqual(["6281277776003"]);
    expect(await send("0812-7777-6003")).toBe("6281277776003");
  });

  test("takes digits of two readings to one person as international, and answers by them", async () => {
    expect(await send("6591234567")).toBe("6591234567");
    expect(await send("15551234567")).toBe("15551234567");
    expect(await previewed("6591234567")).toEqual(["6591234567"]);
    const listId = await aList(client, "toko", "Dua bacaan", []);
    await client.post(`${ownLists}/${listId}/contacts`, { contacts: [{ number: "+6591234567" }] });
    const one = await client.get<DataOf<ContactView>>(`${ownLists}/${listId}/contacts/6591234567`);
    expect(one.data.number).toBe("6591234567");
    const out = await client.ask("GET", `${broadcastOf("toko")}/export/contacts/${listId}`);
    expect(out.text).toMatch(/^'\+6591234567,/m);
    const again = await aList(client, "toko", "Dua bacaan lagi", []);
    const taken = await client.ask<DataOf<{ readonly importId: string }>>(
      "POST",
      `${ownLists}/${again}/contacts/bulk`,
      { headers: { "content-type": "text/csv" }, body: out.text },
    );
    expect(await untilImported(client, `${ownLists}/${again}`, taken.body.data.importId)).toMatchObject({ added: 1 });
    const gone = await client.ask("DELETE", `${ownLists}/${listId}/contacts`, { json: { numbers: ["6591234567"] } });
    expect(gone.body).toMatchObject({ data: { deleted: 1, notFound: [] } });
  });

  test("the request's country counts before its own, and its own after a logout, too", async () => {
    expect(await previewed("9123 4567", "SG")).toEqual(["6591234567"]);
    await client.send("POST", "/logout", { headers: own });
    const listId = await aList(client, "toko", "Setelah logout", []);
    const { data } = await client.post<DataOf<Added>>(`${ownLists}/${listId}/contacts`, { number: "0812-7777-6004" });
    expect(data.added).toBe(1);
  });
});
