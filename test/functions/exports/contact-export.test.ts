import fc from "fast-check";
import { contactProblem, isFieldName, mergeContact, type Contact } from "../../../core/contact/contact.ts";
import { isCsvProblem, readCsv } from "../../support/csv.ts";
import { readRow } from "../../../core/import/csv-row.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { listExport } from "../../../functions/exports/contact-export.ts";
import { ExportTooLong } from "../../../functions/exports/export-answer.ts";
import { aContact } from "../../support/builders.ts";

/** A list in memory, in number order, a few contacts at a time. */
const storeOf = (contacts: readonly Contact[], most: number) => ({
  page: async (_tenantId: string, _listId: string, { limit, after }: PageQuery): Promise<Page<Contact>> => {
    const left = contacts.filter(({ number }) => after === undefined || number > after);
    const items = left.slice(0, Math.min(limit, most));
    const next = items.at(-1)?.number;
    return next === undefined || items.length === left.length ? { items } : { items, next };
  },
});
const place = { tenantId: "acme", listId: "lst_1" };

const linesOf = (contacts: ReturnType<typeof storeOf>, of: Parameters<typeof listExport>[1], mayGoOn?: () => boolean) =>
  listExport({ contacts }, of, false).lines(mayGoOn);

async function exportOf(contacts: readonly Contact[], most = 3): Promise<string> {
  let csv = "";
  for await (const lines of linesOf(storeOf(contacts, most), place)) csv += lines;
  return csv;
}

function importOf(csv: string): Contact[] {
  const table = readCsv(Buffer.from(csv));
  if (isCsvProblem(table)) throw new Error(`line ${table.line}: ${table.came}, wanted ${table.wanted}`);
  return table.rows.map(({ cells }) => {
    const read = readRow(cells, table.columns);
    if (!read.ok) throw new Error(read.reason);
    const { contact } = mergeContact(undefined, read.row, { ...place, now: 1 });
    if (contact === undefined) throw new Error("a row that adds nobody");
    return contact;
  });
}

const anyText = fc.string({
  unit: fc.constantFrom(...Array.from("'=+-@,;\"\n\r\t a1éñ中\uFEFF")),
  minLength: 1,
  maxLength: 8,
});
const anyFieldName = fc
  .string({ unit: fc.constantFrom(...Array.from("aBé_ -1")), minLength: 1, maxLength: 5 })
  .filter(isFieldName);
const anyName = fc.oneof(anyFieldName, fc.constantFrom("number", "name", "phone", "nama", "sep", "kota"));
const anyContacts = fc
  .array(
    fc.record({
      name: fc.option(anyText, { nil: undefined }),
      fields: fc.dictionary(anyName, anyText, { maxKeys: 4 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((rows) =>
    rows
      .filter(({ name, fields }) => contactProblem({ ...(name === undefined ? {} : { name }), fields }) === undefined)
      .map(({ name, fields }, index): Contact => {
        const { name: _, ...bare } = aContact({ number: `62812345678${index}`, fields: { ...fields } });
        return name === undefined ? bare : { ...bare, name };
      }),
  )
  .filter((contacts) => contacts.length > 0);

test("exported, imported and exported again: the same bytes, and the same contacts", async () => {
  await fc.assert(
    fc.asyncProperty(anyContacts, fc.integer({ min: 1, max: 4 }), async (contacts, most) => {
      const csv = await exportOf(contacts, most);
      const back = importOf(csv);
      const bare = ({ number, name, fields }: Contact) => ({ number, name, fields });
      expect(back.map(bare)).toEqual(contacts.map(bare));
      expect(await exportOf(back)).toBe(csv);
    }),
    { numRuns: 500 },
  );
});

test("columns are number, name, and every field that somebody has, in one order", async () => {
  const contacts = [
    aContact({ number: "628123456781", fields: { kota: "Solo", b: "" } }),
    aContact({ number: "628123456782", name: "=1+1", fields: { alamat: "Jl. A, 1" } }),
  ];
  expect(await exportOf(contacts)).toBe(
    'number,name,alamat,kota\r\n628123456781,Siti,,Solo\r\n628123456782,\'=1+1,"Jl. A, 1",\r\n',
  );
  expect(await exportOf([])).toBe("number,name\r\n");
});

test("a number whose digits an import would refuse has a + in front, and comes back as itself", async () => {
  const numbers = ["628123456789", "6591234567", "15551234567"];
  const contacts = numbers.map((number) => aContact({ number }));
  let csv = "";
  for await (const lines of linesOf(storeOf(contacts, 3), { ...place, defaultCountry: "ID" })) csv += lines;
  expect(csv.match(/^\S+?(?=,Siti)/gm)).toEqual(["628123456789", "'+6591234567", "'+15551234567"]);
  expect(importOf(csv).map(({ number }) => number)).toEqual(numbers);
});

test("a list that is too large to keep is read twice and gives the same", async () => {
  const fields = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, "x".repeat(1_000)]));
  const contacts = Array.from({ length: 200 }, (_, n) => aContact({ number: `62812${String(10_000 + n)}`, fields }));
  const csv = await exportOf(contacts, 50);
  expect(csv.split("\r\n")).toHaveLength(202);
  expect(importOf(csv)).toHaveLength(200);
});

test("ends where its time ends", async () => {
  let pages = 0;
  const reading = async () => {
    for await (const _ of linesOf(
      storeOf([aContact(), aContact({ number: "629" })], 1),
      place,
      () => (pages += 1) < 2,
    ));
  };
  await expect(reading()).rejects.toThrow(ExportTooLong);
});
