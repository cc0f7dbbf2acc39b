import { mergeContact } from "../../../core/contact/contact.ts";
import { CountTally } from "../../../core/contact/list-counts.ts";
import { valuesFor } from "../../../core/content/message-template.ts";
import { mapColumns } from "../../../core/import/csv-columns.ts";
import { readRow } from "../../../core/import/csv-row.ts";

/** Columns that got another name than their header, and the texts that call them by either. */

const where = { tenantId: "t", listId: "lst_a", now: 1 };

function contactOf(
  headers: readonly string[],
  mapping: Readonly<Record<string, string | null>>,
  cells: readonly string[],
) {
  const columns = mapColumns(headers, { mapping, rows: [cells] });
  if ("wanted" in columns) throw new Error(columns.wanted);
  const read = readRow(cells, columns);
  if (!read.ok) throw new Error(read.reason);
  return read.row;
}

test.each([
  [{ Kota: "city" }, ["HP", "Kota"], { Kota: "Solo", city: "Solo" }],
  [{ "2": "city" }, ["HP", "Kota/Kab"], { "Kota Kab": "Solo", city: "Solo" }],
  [{ X: "name" }, ["HP", "X"], { X: "Solo", name: "Solo" }],
  [{ X: "number" }, ["X", "Kota"], { X: "6281234567890", Kota: "Solo" }],
  [{ name: "panggilan" }, ["HP", "name"], { name: "Solo", panggilan: "Solo" }],
] as const)("with %j the columns %j are %j", (mapping, headers, values) => {
  const row = contactOf(headers, mapping, ["6281234567890", "Solo"]);
  expect(valuesFor({}, row)).toEqual({ number: "6281234567890", ...values });
});

test("a header that a variable is found by anyway is not kept", () => {
  expect(
    contactOf(["No. HP", "Nama", "Kota"], { Kota: "kota" }, ["6281234567890", "Ayu", "Solo"]).headers,
  ).toBeUndefined();
});

test("a field of that very name, or of one that differs in case, comes first", () => {
  const row = { number: "1", fields: { city: "Solo", KOTA: "Bogor" }, headers: { Kota: "city" } };
  expect(valuesFor({}, row)).toEqual({ number: "1", city: "Solo", KOTA: "Bogor" });
});

test("a campaign's own value stands behind it", () => {
  const row = { number: "1", fields: { city: "Solo" }, headers: { Kota: "city" } };
  expect(valuesFor({ kota: "Bogor" }, row)["kota"]).toBeUndefined();
  expect(valuesFor({ kota: "Bogor" }, { ...row, fields: {} })).toEqual({ number: "1", kota: "Bogor" });
});

test("another import adds its headers, and one that replaces leaves its own", () => {
  const first = mergeContact(undefined, { number: "1", fields: { city: "Solo" }, headers: { Kota: "city" } }, where);
  const row = { number: "1", fields: { poin: "3" }, headers: { Z: "poin" } };
  expect(mergeContact(first.contact, row, where).contact?.headers).toEqual({ Kota: "city", Z: "poin" });
  expect(mergeContact(first.contact, row, where, "replace").contact?.headers).toEqual({ Z: "poin" });
  const plain = { number: "1", fields: { a: "b" } };
  expect(mergeContact(first.contact, plain, where).contact?.headers).toEqual({ Kota: "city" });
  expect(mergeContact(first.contact, plain, where, "replace").contact).not.toHaveProperty("headers");
});

test("a list counts who bears a field by the header, too", () => {
  const tally = new CountTally();
  tally.change(undefined, { fields: { city: "Solo" }, headers: { Kota: "city", X: "name", Nr: "number" } });
  tally.change(undefined, { name: "Ayu", fields: { city: " " }, headers: { Kota: "city", X: "name" } });
  expect(tally.counts.fields).toEqual({ city: 1, Kota: 1, Nr: 1, name: 1, X: 1 });
});
