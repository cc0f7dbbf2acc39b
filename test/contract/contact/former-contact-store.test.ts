import { formerContactOf } from "../../../core/campaign/former-contact.ts";
import { aContact, anId, someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const tenantId = "acme";
const leftAt = someTime + 60_000;

test("are there in number order, one that left twice twice, and one that was written twice once", async () => {
  const listId = anId("list");
  const [longer, shorter] = ["6281234567", "628123456"].map((number) => aContact({ listId, number }));
  if (longer === undefined || shorter === undefined) throw new Error("two were made");
  const { name: _, ...nameless } = { ...shorter, addedAt: someTime + 30_000 };
  const first = [longer, shorter].map((contact) => formerContactOf(contact, leftAt));
  await stores().formerContacts.saveMany(first);
  await stores().formerContacts.saveMany([formerContactOf(shorter, leftAt + 1), formerContactOf(nameless, leftAt)]);
  const { items } = await stores().formerContacts.page(tenantId, listId, { limit: 10 });
  expect(items).toEqual([
    formerContactOf(shorter, leftAt + 1),
    formerContactOf(nameless, leftAt),
    formerContactOf(longer, leftAt),
  ]);
});

test("come page after page, apart from the contacts, and go with their list", async () => {
  const listId = anId("list");
  const contacts = Array.from({ length: 70 }, (_, n) =>
    aContact({ listId, number: `6281${String(n).padStart(6, "0")}` }),
  );
  await stores().contacts.saveMany(contacts);
  await stores().formerContacts.saveMany(contacts.map((contact) => formerContactOf(contact, leftAt)));
  const { items, next } = await stores().formerContacts.page(tenantId, listId, { limit: 60 });
  expect(items).toHaveLength(60);
  const rest = await stores().formerContacts.page(tenantId, listId, {
    limit: 60,
    ...(next === undefined ? {} : { after: next }),
  });
  expect(rest.items.map(({ number }) => number)).toEqual(contacts.slice(60).map(({ number }) => number));
  expect((await stores().contacts.count(tenantId, listId)).contacts).toBe(70);
  expect(await stores().formerContacts.removeSome(tenantId, listId, 60)).toBe(60);
  expect(await stores().formerContacts.removeSome(tenantId, listId, 60)).toBe(10);
  expect((await stores().contacts.count(tenantId, listId)).contacts).toBe(70);
});
