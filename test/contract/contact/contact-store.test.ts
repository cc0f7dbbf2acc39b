import type { Contact } from "../../../core/contact/contact.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { aContact, anId, someTime } from "../../support/builders.ts";
import { atOnce, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const tenantId = "acme";

async function stored(its: Partial<Contact> = {}): Promise<Contact> {
  const contact = aContact({ listId: anId("list"), ...its });
  await stores().contacts.save(contact, undefined);
  return contact;
}

const found = ({ listId, number }: Contact) => stores().contacts.find(tenantId, listId, number);
const countOf = async (tenant: string, listId: string) => (await stores().contacts.count(tenant, listId)).contacts;
const manyOf = (listId: string, count: number) =>
  Array.from({ length: count }, (_, n) => aContact({ listId, number: `6281${String(n).padStart(6, "0")}` }));

describe("save", () => {
  test("stores what is found again, whole: fields with any name and no name at all", async () => {
    const writtenBy = { importId: "imp_1", row: 0, effect: "added" } as const;
    const { name: _, ...nameless } = aContact({ listId: anId("list"), fields: { "kode pos": "1", å: "" }, writtenBy });
    await stores().contacts.save(nameless, undefined);
    expect(await found(nameless)).toEqual(nameless);
  });

  test("of a new one is refused when it exists", async () => {
    const contact = await stored();
    await expect(stores().contacts.save({ ...contact, name: "Budi" }, undefined)).rejects.toThrow(ConditionRefused);
    expect(await found(contact)).toEqual(contact);
  });

  test("of a seen one replaces it whole", async () => {
    const contact = await stored();
    const { name: _, ...changed } = { ...contact, fields: {}, updatedAt: someTime + 1 };
    await stores().contacts.save(changed, contact);
    expect(await found(contact)).toEqual(changed);
  });

  test("is refused when it changed since it was seen", async () => {
    const contact = await stored();
    const changed = { ...contact, name: "Budi", updatedAt: someTime + 1 };
    await stores().contacts.save(changed, contact);
    await expect(stores().contacts.save({ ...contact, updatedAt: someTime + 2 }, contact)).rejects.toThrow(
      ConditionRefused,
    );
    expect(await found(contact)).toEqual(changed);
  });

  test("is refused when it is gone, and does not bring it back", async () => {
    const gone = aContact({ listId: anId("list") });
    await expect(stores().contacts.save(gone, gone)).rejects.toThrow(ConditionRefused);
    expect(await found(gone)).toBeUndefined();
  });

  test("by ten at once, new or seen, succeeds once", async () => {
    const contact = aContact({ listId: anId("list") });
    const made = await atOnce(10, (index) => stores().contacts.save({ ...contact, name: `n${index}` }, undefined));
    expect([made.won.length, made.refused]).toEqual([1, 9]);
    const seen = await found(contact);
    const changed = await atOnce(10, (index) =>
      stores().contacts.save({ ...contact, name: `m${index}`, updatedAt: someTime + 1 }, seen),
    );
    expect([changed.won.length, changed.refused]).toEqual([1, 9]);
  });
});

describe("many", () => {
  test("are written whatever is there, more than one batch of them", async () => {
    const listId = anId("list");
    await stored({ listId, number: "6281000000", name: "before" });
    const contacts = manyOf(listId, 60);
    await stores().contacts.saveMany(contacts);
    expect(await countOf(tenantId, listId)).toBe(60);
    expect((await stores().contacts.find(tenantId, listId, "6281000000"))?.name).toBe("Siti");
  });

  test("are found by number, the missing left out, a number asked for twice answered once", async () => {
    const listId = anId("list");
    const contacts = manyOf(listId, 120);
    await stores().contacts.saveMany(contacts);
    const numbers = contacts.map(({ number }) => number);
    const answer = await stores().contacts.findMany(tenantId, listId, [...numbers, ...numbers, "6299"]);
    expect([...answer.keys()].toSorted()).toEqual(numbers);
    expect(answer.get("6281000007")).toEqual(contacts[7]);
    expect((await stores().contacts.findMany(tenantId, listId, [])).size).toBe(0);
  });

  test("and one in another list or of another tenant are not found", async () => {
    const contact = await stored();
    expect(await stores().contacts.find("other", contact.listId, contact.number)).toBeUndefined();
    expect((await stores().contacts.findMany(tenantId, anId("list"), [contact.number])).size).toBe(0);
    expect(await countOf("other", contact.listId)).toBe(0);
  });
});

test("are counted with the fields that each bears: a name, and what is not blank", async () => {
  const listId = anId("list");
  const [first, second, third] = manyOf(listId, 3);
  if (first === undefined || second === undefined || third === undefined) throw new Error("three were made");
  const { name: _, ...nameless } = third;
  await stores().contacts.saveMany([
    { ...first, fields: { kota: "Solo", "kode pos": "1", kosong: "", putih: " \u200b" } },
    { ...second, name: " ", fields: { kota: "Solo" } },
    { ...nameless, fields: { name: "Ayu" } },
  ]);
  expect(await stores().contacts.count(tenantId, listId)).toEqual({
    contacts: 3,
    fields: { kota: 2, "kode pos": 1, name: 2 },
  });
});

test("are counted up to the time when they were added", async () => {
  const listId = anId("list");
  const added = [1_000, 2_000, 3_000];
  const contacts = manyOf(listId, 3).map((contact, index) => ({ ...contact, addedAt: added[index] ?? 0 }));
  await stores().contacts.saveMany(contacts);
  const upTo = async (at: number) => (await stores().contacts.count(tenantId, listId, at)).contacts;
  expect([await upTo(999), await upTo(2_000), await upTo(9_000)]).toEqual([0, 2, 3]);
});

describe("a page", () => {
  const pagesOf = async (listId: string, limit: number) => {
    const pages: (readonly Contact[])[] = [];
    let after: string | undefined;
    do {
      const page = await stores().contacts.page(tenantId, listId, { limit, ...(after === undefined ? {} : { after }) });
      pages.push(page.items);
      after = page.next;
    } while (after !== undefined);
    return pages;
  };

  test("is in number order, and the pages together are the list", async () => {
    const listId = anId("list");
    const contacts = manyOf(listId, 25);
    await stores().contacts.saveMany(contacts.toReversed());
    const pages = await pagesOf(listId, 7);
    expect(pages.flat()).toEqual(contacts);
    expect(Math.max(...pages.map(({ length }) => length))).toBe(7);
  });

  test("may be shorter than asked for and still have a next one, and nobody is left out", async () => {
    const listId = anId("list");
    const fields = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, "x".repeat(1_000)]));
    const contacts = manyOf(listId, 30).map((contact) => ({ ...contact, fields }));
    await stores().contacts.saveMany(contacts);
    const pages = await pagesOf(listId, 30);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().map(({ number }) => number)).toEqual(contacts.map(({ number }) => number));
    expect(await countOf(tenantId, listId)).toBe(30);
  });

  test("after a contact that is gone by now goes on behind where it was", async () => {
    const listId = anId("list");
    const contacts = manyOf(listId, 3);
    await stores().contacts.saveMany(contacts);
    const { items } = await stores().contacts.page(tenantId, listId, { limit: 10, after: "62810000005" });
    expect(items).toEqual(contacts.slice(1));
  });
});

describe("taken away", () => {
  test("one by one, each is told as it was, or that it was not there", async () => {
    const contact = await stored();
    const { listId, number } = contact;
    expect(await stores().contacts.remove(tenantId, listId, number)).toEqual(contact);
    expect(await stores().contacts.remove(tenantId, listId, number)).toBeUndefined();
    expect(await found(contact)).toBeUndefined();
  });

  test("some at a time, until fewer go than were asked for", async () => {
    const listId = anId("list");
    await stores().contacts.saveMany(manyOf(listId, 70));
    const other = await stored();
    expect(await stores().contacts.removeSome(tenantId, listId, 60)).toBe(60);
    expect(await stores().contacts.removeSome(tenantId, listId, 60)).toBe(10);
    expect(await countOf(tenantId, listId)).toBe(0);
    expect(await found(other)).toEqual(other);
  });
});
