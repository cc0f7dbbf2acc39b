import type { Answer, DataOf, Failure, PageOf } from "../client.ts";
import { aList, broadcastOf, type ContactView, everyRow, type ImportView, numbersOf, untilImported } from "../steps.ts";
import { aShop } from "../shop.ts";

/** CSV in and out, over HTTP, as whoever reads the contract expects it. */

const lists = `${broadcastOf("shop")}/lists`;

const { client } = aShop();
beforeAll(async () => {
  await client.get("/qrcode", { "user-id": "shop" });
});

interface Taken {
  readonly importId: string;
  readonly state: string;
}

const [first = "", second = "", third = ""] = numbersOf(1, 3);

const send = <Body = Failure>(listId: string, query: string, body: string): Promise<Answer<Body>> =>
  client.ask<Body>("POST", `${lists}/${listId}/contacts/bulk${query}`, {
    headers: { "content-type": "text/csv" },
    body,
  });

async function importOf(listId: string, query: string, body: string): Promise<ImportView & Record<string, unknown>> {
  const taken = await send<DataOf<Taken>>(listId, query, body);
  expect([taken.status, taken.body.data.state]).toEqual([202, "queued"]);
  const job = await untilImported(client, `${lists}/${listId}`, taken.body.data.importId);
  return job as ImportView & Record<string, unknown>;
}

const contactsOf = (listId: string) => everyRow<ContactView>(client, `${lists}/${listId}/contacts`);
const exported = (listId: string, query = "") =>
  client.ask("GET", `${broadcastOf("shop")}/export/contacts/${listId}${query}`);

test("a dry run reports and writes nothing; the import does what it reported", async () => {
  const listId = await aList(client, "shop", "Coba", [first]);
  const csv = `number,name\n${first},Baru\n${second},Dua\n${second},Dua lagi\nabc,Salah\n`;
  const dry = await importOf(listId, "?dryRun=true", csv);
  expect(dry).toMatchObject({
    state: "completed",
    dryRun: true,
    mode: "upsert",
    added: 1,
    updated: 1,
    duplicates: 1,
    invalid: 1,
  });
  expect(await contactsOf(listId)).toHaveLength(1);
  // What became no contact is told with the job, in the language of who asks; each of the first rows has its own.
  const told = async (language: string) =>
    (
      await client.get<DataOf<Record<string, readonly object[]>>>(`${lists}/${listId}/imports/${dry.importId}`, {
        "accept-language": language,
      })
    ).data;
  const [english, indonesian] = [await told("en"), await told("id")];
  expect(english["firstRejected"]).toEqual([
    { line: 5, number: "abc", reason: expect.stringMatching(/^wanted a phone number/) as string },
  ]);
  expect(indonesian["firstRejected"]).toEqual([
    { line: 5, number: "abc", reason: expect.stringContaining("nomor telepon") as string },
  ]);
  const problem = expect.stringMatching(/^wanted a phone number/) as string;
  expect(english["firstRows"]).toMatchObject([{ line: 2 }, { line: 3 }, { line: 4 }, { line: 5, problem }]);
  const errors = { id: "yang diharapkan nomor telepon: angka", en: "wanted a phone number: digits" };
  for (const [language, reason] of Object.entries(errors)) {
    const headers = { "accept-language": language };
    const path = `${lists}/${listId}/imports/${dry.importId}/errors.csv`;
    const { headers: got, text } = await client.ask("GET", path, { headers });
    expect([got.get("content-language"), text.split(", ")[0]]).toEqual([
      language,
      `line,number,reason\r\n5,abc,"${reason}`,
    ]);
  }
  const real = await importOf(listId, "", csv);
  expect(real).toMatchObject({ dryRun: false, added: 1, updated: 1, duplicates: 1, invalid: 1, progress: 1 });
  expect((await contactsOf(listId)).map(({ name }) => name)).toEqual(["Baru", "Dua"]);
});

test("mode replace puts the file in place of the list, and skip leaves who is there", async () => {
  const listId = await aList(client, "shop", "Ganti", [first, second]);
  expect(await importOf(listId, "?mode=skip", `nomor;nama\n${first};X\n${third};Tiga\n`)).toMatchObject({
    added: 1,
    skipped: 1,
    removed: 0,
  });
  expect(await importOf(listId, "?mode=replace", `nomor;nama\n${first};Satu\n`)).toMatchObject({
    updated: 1,
    removed: 2,
  });
  expect((await contactsOf(listId)).map(({ number, name }) => [number, name])).toEqual([[first, "Satu"]]);
  const list = await client.get<DataOf<{ readonly contactCount: number }>>(`${lists}/${listId}`);
  expect(list.data.contactCount).toBe(1);
});

test("columns are what the mapping says, in the query or in a form", async () => {
  const listId = await aList(client, "shop", "Peta", []);
  const mapping = JSON.stringify({ Kontak: "number", Siapa: "name", Rahasia: null });
  const csv = `Kontak,Siapa,Rahasia,Kota\n${first},Siti,x,Solo\n`;
  expect(await importOf(listId, `?mapping=${encodeURIComponent(mapping)}`, csv)).toMatchObject({ added: 1 });
  const form = new FormData();
  form.set("mapping", mapping);
  form.set("mode", "replace");
  form.set("file", new Blob([csv]), "k.csv");
  const taken = await client.send<DataOf<Taken>>("POST", `${lists}/${listId}/contacts/bulk`, { body: form });
  await untilImported(client, `${lists}/${listId}`, taken.data.importId);
  expect(await contactsOf(listId)).toMatchObject([{ number: first, name: "Siti", fields: { Kota: "Solo" } }]);
});

test.each([
  ["a mapping that is no JSON", "?mapping=x", "/query/mapping"],
  [
    "a mapping of two columns to one field",
    `?mapping=${encodeURIComponent('{"a":"kota","b":"kota"}')}`,
    "/query/mapping",
  ],
  ["an unknown mode", "?mode=merge", "/query/mode"],
  ["an unknown country", "?defaultCountry=XX", "/query/defaultCountry"],
  ["a dry run that is neither", "?dryRun=1", "/query/dryRun"],
  ["another option", "?forced=true", "/query/forced"],
])("%s is refused and named", async (_, query, pointer) => {
  const listId = await aList(client, "shop", `Salah ${Math.random()}`, []);
  const answer = await send(listId, query, `number\n${first}\n`);
  expect([answer.status, answer.body.error.details[0]?.pointer]).toEqual([422, pointer]);
});

test.each([
  ["that was never uploaded", "uploads/default/shop/none.csv"],
  ["of another tenant", "uploads/other/shop/none.csv"],
  ["that is a path", "uploads/default/../../profiles/x"],
  ["of another kind of file", "imports/default/x/contacts.csv"],
])("an uploadKey %s is refused", async (_, uploadKey) => {
  const listId = await aList(client, "shop", `Unggah ${Math.random()}`, []);
  const answer = await client.ask("POST", `${lists}/${listId}/contacts/bulk`, { json: { uploadKey } });
  expect([answer.status, answer.body.error.details[0]?.pointer]).toEqual([422, "/uploadKey"]);
});

test("a file that was uploaded is imported by its key, right after the upload", async () => {
  const listId = await aList(client, "shop", "Unggahan", []);
  const csv = `nomor;nama\n${first};Siti\n${second};Budi\n`;
  const announced = { filename: "kontak.csv", contentType: "text/csv", size: csv.length, purpose: "contacts" };
  const { data } = await client.post<
    DataOf<{ readonly url: string; readonly fields: Readonly<Record<string, string>>; readonly uploadKey: string }>
  >(`${broadcastOf("shop")}/upload`, announced);
  const bulk = `${lists}/${listId}/contacts/bulk`;
  const json = { uploadKey: data.uploadKey, mode: "upsert", dryRun: false };
  const early = await client.ask("POST", bulk, { json });
  expect([early.status, early.body.error.details[0]?.pointer]).toEqual([422, "/uploadKey"]);
  const form = new FormData();
  for (const [name, value] of Object.entries(data.fields)) form.set(name, value);
  form.set("file", new Blob([csv], { type: "text/csv" }), "kontak.csv");
  expect((await fetch(data.url, { method: "POST", body: form })).status).toBeLessThan(300);
  // Looked at first, without an import, as often as is wanted; then the import is as it was chosen meanwhile.
  const importAs = async (choices: object) => {
    const taken = await client.post<DataOf<Taken>>(bulk, { ...json, ...choices });
    return await untilImported(client, `${lists}/${listId}`, taken.data.importId);
  };
  const columns = [
    { place: 1, header: "nomor", readAs: "number" },
    { place: 2, header: "nama", readAs: "name" },
  ];
  const shown = {
    delimiter: ";",
    encoding: "utf-8",
    header: true,
    columns,
    firstRows: [{ name: "Siti" }, { name: "Budi" }],
  };
  expect(await importAs({ dryRun: true })).toMatchObject({ dryRun: true, added: 2, ...shown });
  const chosen = { dryRun: true, mapping: { nama: "sapaan" }, defaultCountry: "SG", header: true, encoding: "utf-8" };
  expect(await importAs(chosen)).toMatchObject({
    defaultCountry: "SG",
    columns: [columns[0], { place: 2, header: "nama", readAs: "field", field: "sapaan" }],
    firstRows: [{ fields: { sapaan: "Siti" } }, { fields: { sapaan: "Budi" } }],
  });
  const job = await importAs({});
  expect(job).toMatchObject({ state: "completed", added: 2, totalRows: 2 });
  expect((await contactsOf(listId)).map(({ name }) => name)).toEqual(["Siti", "Budi"]);
});

test("a list that is exported and imported again is the same list, formulas and all", async () => {
  const listId = await aList(client, "shop", "Keluar", []);
  const contacts = [
    { number: first, name: "=SUM(A1)", fields: { kota: " Solo ", "kode pos": "00123", catatan: 'a "b", c\nd' } },
    { number: second, name: "'Siti", fields: { phone: "+62", kota: "@x" } },
    { number: third },
  ];
  await client.post(`${lists}/${listId}/contacts`, { contacts });
  const out = await exported(listId);
  expect([out.status, out.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  expect(out.text).toContain(`'=SUM(A1)`);
  const again = await aList(client, "shop", "Masuk", []);
  await importOf(again, "", out.text);
  const bare = ({ number, name, fields }: ContactView) => ({ number, name, fields });
  expect((await contactsOf(again)).map(bare)).toEqual((await contactsOf(listId)).map(bare));
  expect((await exported(again)).text).toBe(out.text);
  expect((await exported(listId, "?bom=true")).text).toBe(`\uFEFF${out.text}`);
  expect((await exported(listId, "?bom=yes")).status).toBe(422);
  expect((await exported("lst_01ARZ3NDEKTSV4RRFFQ69G5FAV")).body.error.code).toBe("LIST_NOT_FOUND");
});

test("an export above 4 MB is a download elsewhere, whole", async () => {
  const listId = await aList(client, "shop", "Besar", []);
  const numbers = numbersOf(9, 5_000);
  for (const some of [numbers.slice(0, 2_500), numbers.slice(2_500)]) {
    await importOf(
      listId,
      "",
      ["number,catatan", ...some.map((number) => `${number},${"x".repeat(1_000)}`)].join("\n"),
    );
  }
  const answer = await exported(listId);
  expect(answer.status).toBe(303);
  const file = await fetch(answer.headers.get("location") ?? "");
  expect([file.status, file.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  expect((await file.text()).trimEnd().split("\r\n")).toHaveLength(5_001);
});

test("imports of a list are told the newest first, page by page", async () => {
  const listId = await aList(client, "shop", "Riwayat impor", []);
  const jobs = [await importOf(listId, "", `number\n${first}\n`), await importOf(listId, "", `number\n${second}\n`)];
  const page = await client.get<PageOf<ImportView>>(`${lists}/${listId}/imports`);
  expect(page.data.map(({ importId }) => importId)).toEqual(jobs.map(({ importId }) => importId).toReversed());
});

const rawImport = async (listId: string, query: string, body: Uint8Array) => {
  const taken = await client.ask<DataOf<Taken>>("POST", `${lists}/${listId}/contacts/bulk${query}`, {
    headers: { "content-type": "text/csv" },
    body: new Uint8Array(body),
  });
  expect(taken.status).toBe(202);
  const job = await untilImported(client, `${lists}/${listId}`, taken.body.data.importId);
  return job as ImportView & Record<string, unknown>;
};
const errorsOf = (listId: string, { importId }: ImportView) =>
  client.text(`${lists}/${listId}/imports/${importId}/errors.csv`);

test("a file in an encoding that is told is read in it, and one that is not is read with a warning", async () => {
  const file = Buffer.from("Name;Phone\n\xc8\xe2\xe0\xed;+79123456789\n", "latin1");
  const listId = await aList(client, "shop", "Kiril", []);
  const guessed = await rawImport(listId, "?dryRun=true", file);
  expect(guessed).toMatchObject({ encoding: "windows-1252", warnings: [{ code: "encoding_unsure" }] });
  expect(guessed["firstRows"]).toEqual([{ line: 2, number: "79123456789", name: "Èâàí", fields: {} }]);
  const told = await rawImport(listId, "?encoding=cp1251", file);
  expect(told).toMatchObject({ encoding: "windows-1251", delimiter: ";", header: true, warnings: [] });
  expect(await contactsOf(listId)).toMatchObject([{ number: "79123456789", name: "Иван" }]);
});

test.each([
  ["encoding", "?encoding=klingon", "/query/encoding"],
  ["header", "?header=yes", "/query/header"],
])("an unknown %s is refused and named", async (what, query, pointer) => {
  const listId = await aList(client, "shop", `Salah ${what}`, []);
  const answer = await send(listId, query, `number\n${first}\n`);
  expect([answer.status, answer.body.error.details[0]?.pointer]).toEqual([422, pointer]);
});

test("the job and the dry run say what each column was read as, and show the first rows", async () => {
  const listId = await aList(client, "shop", "Kolom", []);
  const csv = `No.,Nama,No. HP,Kota/Kab\n1,Ayu,${first},Solo\n2,Budi,12,Solo\n`;
  for (const query of ["?dryRun=true", ""]) {
    expect(await importOf(listId, query, csv)).toMatchObject({
      encoding: "utf-8",
      delimiter: ",",
      header: true,
      columns: [
        { place: 1, header: "No.", readAs: "field", field: "No" },
        { place: 2, header: "Nama", readAs: "name" },
        { place: 3, header: "No. HP", readAs: "number" },
        { place: 4, header: "Kota/Kab", readAs: "field", field: "Kota Kab" },
      ],
      firstRows: [
        { line: 2, number: first, name: "Ayu", fields: { No: "1", "Kota Kab": "Solo" } },
        { line: 3, number: "12", problem: expect.stringContaining("nomor telepon") as string },
      ],
      warnings: [
        { code: "column_renamed", column: 1, header: "No.", field: "No" },
        {
          code: "column_renamed",
          message: 'Kolom 4, "Kota/Kab", disimpan sebagai kolom kontak "Kota Kab"',
          column: 4,
          header: "Kota/Kab",
          field: "Kota Kab",
        },
      ],
      added: 1,
      invalid: 1,
    });
  }
});

test("a stray quote and a control byte cost their rows, told with their lines; the others are kept", async () => {
  const listId = await aList(client, "shop", "Kutip", []);
  const numbers = numbersOf(41, 500);
  const lines = numbers.map((number, index) => `${number},Nama ${index}`);
  const csv = ["number,name", ...lines.slice(0, 250), `"Si" Ayu,${second}`, `${third},A\u0000yu`, ...lines.slice(250)];
  const job = await rawImport(listId, "", Buffer.from(csv.join("\r\n")));
  expect(job).toMatchObject({ state: "completed", rowsRead: 502, added: 500, invalid: 2 });
  const errors = (await errorsOf(listId, job)).trimEnd().split("\r\n");
  expect(errors).toHaveLength(3);
  expect(errors[1]).toMatch(/^252,Si Ayu,.*teks setelah tanda kutip penutup/);
  expect(errors[2]).toMatch(new RegExp(`^253,${third},.*karakter kontrol`));
});

test("columns that fit equally well refuse the file, and the mapping helps", async () => {
  const listId = await aList(client, "shop", "Kembar", []);
  const csv = `Nama,HP,Ponsel\nAyu,${first},${second}\n`;
  const refused = await send(listId, "", csv);
  expect([refused.status, refused.body.error.code]).toEqual([422, "CSV_UNREADABLE"]);
  expect(refused.body.error.details[0]?.came).toContain('"HP" (column 2), "Ponsel" (column 3)');
  expect(refused.body.error.details[0]?.wanted).toContain("mapping");
  const mapping = encodeURIComponent('{"Ponsel":"number"}');
  expect(await importOf(listId, `?mapping=${mapping}`, csv)).toMatchObject({ added: 1 });
  expect((await contactsOf(listId)).map(({ number }) => number)).toEqual([second]);
});

test("a file without a header keeps its first row under a mapping by place, and header=true takes it away", async () => {
  const listId = await aList(client, "shop", "Tanpa judul", []);
  const csv = `${first},Ayu\n${second},Budi\n`;
  const mapping = encodeURIComponent('{"1":"number","2":"name"}');
  expect(await importOf(listId, `?mapping=${mapping}`, csv)).toMatchObject({ added: 2, header: false });
  expect((await contactsOf(listId)).map(({ name }) => name)).toEqual(["Ayu", "Budi"]);
  expect(await importOf(listId, `?mode=replace&header=true&mapping=${mapping}`, csv)).toMatchObject({ removed: 1 });
});

test("an uploaded file that is in no encoding we name is taken by the option, and a bad one fails with its reason", async () => {
  const listId = await aList(client, "shop", "Unggahan Kiril", []);
  const upload = async (bytes: Uint8Array) => {
    const body = new FormData();
    body.set("purpose", "contacts");
    body.set("file", new Blob([new Uint8Array(bytes)], { type: "text/csv" }), "kontak.csv");
    const { data } = await client.send<DataOf<{ readonly uploadKey: string }>>(
      "POST",
      `${broadcastOf("shop")}/upload`,
      { body },
    );
    return data.uploadKey;
  };
  const bulk = async (json: Readonly<Record<string, unknown>>) => {
    const taken = await client.post<DataOf<Taken>>(`${lists}/${listId}/contacts/bulk`, json);
    return (await untilImported(client, `${lists}/${listId}`, taken.data.importId)) as ImportView & {
      problem?: string;
    };
  };
  const cyrillic = await upload(Buffer.from("Name;Phone\n\xc8\xe2\xe0\xed;+79123456789\n", "latin1"));
  expect(await bulk({ uploadKey: cyrillic, encoding: "windows-1251", header: true })).toMatchObject({ added: 1 });
  expect((await contactsOf(listId)).map(({ name }) => name)).toEqual(["Иван"]);
  const twins = await upload(Buffer.from(`HP,Ponsel\n${first},${second}\n`));
  const failed = await bulk({ uploadKey: twins });
  expect(failed.state).toBe("failed");
  expect(failed.problem).toMatch(/"HP" \(column 1\), "Ponsel" \(column 2\); yang diharapkan opsi mapping/);
});
