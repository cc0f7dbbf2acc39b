import { until } from "../../support/stack.ts";
import type { DataOf, Failure, PageOf } from "../client.ts";
import {
  aList,
  broadcastOf,
  type ContactView,
  everyRow,
  launch,
  type ListView,
  numbersOf,
  untilStatus,
} from "../steps.ts";
import { aShop } from "../shop.ts";

/** Lists and their contacts, over HTTP, as whoever reads the contract expects them. */

const lists = `${broadcastOf("shop")}/lists`;

const { client } = aShop({ linked: true });

interface Removed {
  readonly deleted: number;
  readonly notFound: readonly string[];
}

const listOf = async (listId: string) => (await client.get<DataOf<ListView>>(`${lists}/${listId}`)).data;
const contactsOf = (listId: string, query = "") =>
  everyRow<ContactView & { readonly status: string }>(client, `${lists}/${listId}/contacts${query}`);
const put = <Body = Failure>(path: string, json: unknown) => client.ask<Body>("PUT", path, { json });
const remove = <Body = Failure>(path: string, json?: unknown) =>
  client.ask<Body>("DELETE", path, json === undefined ? {} : { json });

describe("a list", () => {
  test("is renamed and described; a name that another has is refused in any case", async () => {
    const listId = await aList(client, "shop", "Satu", []);
    await aList(client, "shop", "Dua", []);
    const renamed = await put<DataOf<ListView>>(`${lists}/${listId}`, { name: "Tiga", description: "baru" });
    expect([renamed.status, renamed.body.data]).toEqual([200, await listOf(listId)]);
    expect(renamed.body.data).toMatchObject({ name: "Tiga", description: "baru" });
    const taken = await put(`${lists}/${listId}`, { name: " DUA " });
    expect([taken.status, taken.body.error.code]).toEqual([409, "LIST_NAME_TAKEN"]);
    const cleared = await put<DataOf<ListView>>(`${lists}/${listId}`, { description: null });
    expect(cleared.body.data).not.toHaveProperty("description");
  });

  test.each([
    ["nothing", {}],
    ["a blank name", { name: "  " }],
    ["a number as a name", { name: 5 }],
    ["its count", { name: "x", contactCount: 5 }],
    ["no object", [1]],
  ])("given %s to change is refused, each field named", async (_, json) => {
    const listId = await aList(client, "shop", `Tetap ${Math.random()}`, []);
    const answer = await put(`${lists}/${listId}`, json);
    expect([answer.status, answer.body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    expect(answer.body.error.details.length).toBeGreaterThan(0);
  });

  test("that is deleted shows nowhere again, and its name is free", async () => {
    const listId = await aList(client, "shop", "Hilang", numbersOf(1, 3));
    expect((await remove<DataOf<unknown>>(`${lists}/${listId}`)).status).toBe(200);
    for (const path of ["", "/contacts", `/contacts/${String(numbersOf(1, 1)[0])}`, "/imports"]) {
      expect((await client.ask("GET", `${lists}/${listId}${path}`)).status).toBe(404);
    }
    expect((await remove(`${lists}/${listId}`)).body.error.code).toBe("LIST_NOT_FOUND");
    const again = await client.ask("POST", `${lists}/${listId}/contacts`, { json: { number: "628123456789" } });
    expect(again.status).toBe(404);
    expect((await everyRow<ListView>(client, lists)).map((list) => list.listId)).not.toContain(listId);
    const reborn = await aList(client, "shop", "Hilang", []);
    expect(await contactsOf(reborn)).toEqual([]);
  });

  test("of another session, or of nobody, is not found", async () => {
    const listId = await aList(client, "shop", "Milik toko", []);
    await client.get("/qrcode", { "user-id": "lain" });
    const foreign = `${broadcastOf("lain")}/lists/${listId}`;
    for (const path of [foreign, `${lists}/lst_01ARZ3NDEKTSV4RRFFQ69G5FAV`, `${lists}/x`]) {
      expect((await put(path, { name: "y" })).body.error.code).toBe("LIST_NOT_FOUND");
      expect((await remove(path)).body.error.code).toBe("LIST_NOT_FOUND");
    }
  });
});

describe("a contact", () => {
  const [first = "", second = "", third = ""] = numbersOf(2, 3);

  test("is read, changed and deleted by its number; the list counts along", async () => {
    const listId = await aList(client, "shop", "Kontak", [first, second]);
    const path = `${lists}/${listId}/contacts/${first}`;
    const before = (await client.get<DataOf<ContactView>>(path)).data;
    expect(before).toMatchObject({ number: first, name: "Nama 0", status: "active", history: [] });
    const changed = await put<DataOf<ContactView>>(path, { name: "Siti", fields: { kota: "Solo" } });
    expect(changed.body.data).toMatchObject({ name: "Siti", fields: { kota: "Solo" } });
    const replaced = await put<DataOf<ContactView>>(path, { name: null, fields: { tier: "gold" } });
    expect(replaced.body.data.fields).toEqual({ tier: "gold" });
    expect(replaced.body.data).not.toHaveProperty("name");
    expect(replaced.body.data).toMatchObject({ addedAt: (before as unknown as { addedAt: string }).addedAt });
    const gone = await remove<DataOf<unknown>>(path);
    expect([gone.status, gone.body.data]).toEqual([200, { number: first, deleted: 1 }]);
    expect((await remove(path)).body.error.code).toBe("CONTACT_NOT_FOUND");
    expect((await put(path, { name: "x" })).body.error.code).toBe("CONTACT_NOT_FOUND");
    expect((await listOf(listId)).contactCount).toBe(1);
  });

  test.each([
    ["another number", { number: "628" }, "/number"],
    ["nothing", {}, ""],
    ["a name too long", { name: "x".repeat(201) }, "/name"],
    ["a field without a name", { fields: { "": "x" } }, "/fields/"],
    ["a value too long", { fields: { kota: "x".repeat(1_025) } }, "/fields/kota"],
    ["51 fields", { fields: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`f${n}`, "x"])) }, "/fields"],
  ])("is not changed to %s", async (_, json, pointer) => {
    const listId = await aList(client, "shop", `Kontak ${Math.random()}`, [first]);
    const answer = await put(`${lists}/${listId}/contacts/${first}`, json);
    expect([answer.status, answer.body.error.details[0]?.pointer]).toEqual([422, pointer]);
  });

  test("is told by status: who opted out of the tenant's broadcasts is shown so, and found so", async () => {
    const listId = await aList(client, "shop", "Status", [first, second, third]);
    await client.post("/api/whatsapp/opt-outs", { number: second });
    expect((await contactsOf(listId)).map(({ status }) => status)).toEqual(["active", "opted_out", "active"]);
    expect((await contactsOf(listId, "?status=opted_out")).map(({ number }) => number)).toEqual([second]);
    expect((await contactsOf(listId, "?status=active&search=nama")).map(({ number }) => number)).toEqual([
      first,
      third,
    ]);
    expect(await contactsOf(listId, "?status=not_on_whatsapp")).toEqual([]);
    expect((await client.ask("GET", `${lists}/${listId}/contacts?status=gone`)).status).toBe(422);
  });

  test("is counted where that costs nothing: a page says how many there are in all", async () => {
    const listId = await aList(client, "shop", "Jumlah", [first, second, third]);
    const page = await client.get<PageOf<ContactView>>(`${lists}/${listId}/contacts?limit=1`);
    expect(page.pagination).toMatchObject({ limit: 1, total: 3 });
  });

  test("shows which campaigns reached it, and that it is not on WhatsApp once one found out", async () => {
    const [reached = "", stranger = ""] = numbersOf(3, 2);
    await client.send("PUT", `/_simulator/numbers/${stranger}`, { json: { registered: false } });
    const listId = await aList(client, "shop", "Riwayat", [reached, stranger]);
    const { campaignId } = await launch(client, "shop", { gapMs: 0, listId, message: "Halo {{ name }}" });
    await untilStatus(client, "shop", campaignId, "completed");
    // The index of what reached a number lags.
    const { data } = await until(
      () => client.get<DataOf<{ readonly history: readonly unknown[] }>>(`${lists}/${listId}/contacts/${reached}`),
      ({ data: { history } }) => history.length > 0,
      "its history shows",
    );
    expect(data.history).toMatchObject([{ campaignId, campaignName: expect.any(String) as string }]);
    expect((await contactsOf(listId, "?status=not_on_whatsapp")).map(({ number }) => number)).toEqual([stranger]);
  });
});

describe("several contacts are deleted", () => {
  const numbers = numbersOf(4, 5);
  const [first = "", second = "", third = ""] = numbers;
  const missing = "628129999999";

  test("as the body names them, however they are written, and told who was not there", async () => {
    const listId = await aList(client, "shop", "Hapus", numbers);
    const written = `+${first.slice(0, 2)} ${first.slice(2, 5)}-${first.slice(5)}`;
    const answer = await remove<DataOf<Removed>>(`${lists}/${listId}/contacts`, {
      numbers: [written, first, missing, "abc"],
    });
    expect([answer.status, answer.body.data]).toEqual([200, { deleted: 1, notFound: [missing, "abc"] }]);
    const byQuery = await remove<DataOf<Removed>>(`${lists}/${listId}/contacts?numbers=${second},${third},${missing}`);
    expect(byQuery.body.data).toEqual({ deleted: 2, notFound: [missing] });
    expect((await listOf(listId)).contactCount).toBe(2);
    const all = await remove<DataOf<Removed>>(`${lists}/${listId}/contacts`, { all: true });
    expect(all.body.data).toEqual({ deleted: 2, notFound: [] });
    expect([(await listOf(listId)).contactCount, await contactsOf(listId)]).toEqual([0, []]);
  });

  test.each([
    ["nothing", "", undefined],
    ["no numbers", "", { numbers: [] }],
    ["all of nothing", "", { all: false }],
    ["both", "?numbers=628123456789", { all: true }],
    ["too many", "", { numbers: Array.from({ length: 1_001 }, () => "628123456789") }],
    ["an empty query", "?numbers=", undefined],
    ["commas", "?numbers=,,", undefined],
    ["another field", "", { numbers: ["628123456789"], force: true }],
  ])("only when it is clear which: %s is refused", async (_, query, json) => {
    const listId = await aList(client, "shop", `Jelas ${Math.random()}`, numbers.slice(0, 1));
    const answer = await remove(`${lists}/${listId}/contacts${query}`, json);
    expect([answer.status, answer.body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    expect((await listOf(listId)).contactCount).toBe(1);
  });
});

test("a list that a running campaign uses is kept, and told by which", async () => {
  const listId = await aList(client, "shop", "Dipakai", numbersOf(5, 3));
  const { campaignId } = await launch(client, "shop", { gapMs: 60_000, listId, message: "Halo" });
  const refused = await remove(`${lists}/${listId}`);
  expect([refused.status, refused.body.error.code, refused.body.error["usedBy"]]).toEqual([
    409,
    "LIST_IN_USE",
    [campaignId],
  ]);
  expect((await contactsOf(listId)).length).toBe(3);
  await client.post(`${broadcastOf("shop")}/campaigns/${campaignId}/stop`, {});
  const gone = await until(
    () => client.ask<DataOf<unknown>>("DELETE", `${lists}/${listId}`),
    ({ status }) => status !== 409,
    "the list is no longer used",
  );
  expect(gone.status).toBe(200);
});

test("only a list that is empty is deleted, where that was asked for", async () => {
  const listId = await aList(client, "shop", "Hanya kosong", numbersOf(6, 2));
  const refused = await remove(`${lists}/${listId}?ifEmpty=true`);
  expect([refused.status, refused.body.error.code]).toEqual([409, "LIST_NOT_EMPTY"]);
  expect((await contactsOf(listId)).length).toBe(2);
  await remove(`${lists}/${listId}/contacts`, { all: true });
  expect((await remove(`${lists}/${listId}?ifEmpty=true`)).status).toBe(200);
  expect((await remove(`${lists}/${listId}`)).status).toBe(404);
  const full = await aList(client, "shop", "Dengan isi", numbersOf(6, 2));
  expect((await remove(`${lists}/${full}?ifEmpty=false`)).status).toBe(200);
});
