import type { Contact } from "../../../../core/contact/contact.ts";
import type { ContactList } from "../../../../core/contact/list.ts";
import { lackedVariables } from "../../../../functions/campaigns/plan/lacked-variables.ts";
import { aContact, aList, anId } from "../../../support/builders.ts";

/** What is read of lists for the variables of a text, and what is made of counts that say nothing or are off. */

interface World {
  readonly lists: ContactList[];
  readonly services: Parameters<typeof lackedVariables>[0];
  readonly read: () => number;
}

/** @param kept the fields' counts of each list's row; absent in one of an earlier version */
function worldOf(
  ...lists: readonly { readonly contacts: readonly Contact["fields"][]; readonly kept?: ContactList["fieldCounts"] }[]
): World {
  let read = 0;
  const rows = new Map(
    lists.map(({ contacts, kept }) => {
      const list = aList({ listId: anId("list"), contactCount: contacts.length });
      return [list.listId, { contacts, list: kept === undefined ? list : { ...list, fieldCounts: kept } }] as const;
    }),
  );
  const page = async (_tenantId: string, listId: string, query: { limit: number; after?: string }) => {
    const all = rows.get(listId)?.contacts ?? [];
    const from = query.after === undefined ? 0 : Number(query.after);
    // As DynamoDB does, it may answer fewer than were asked for.
    const items = all
      .slice(from, from + Math.min(query.limit, 300))
      .map((fields, index) => aContact({ listId, number: `62812${String(from + index).padStart(8, "0")}`, fields }));
    read += items.length;
    const next = from + items.length;
    return next < all.length ? { items, next: String(next) } : { items };
  };
  return {
    lists: [...rows.values()].map(({ list }) => list),
    services: { contacts: { page } as unknown as World["services"]["contacts"] },
    read: () => read,
  };
}

const told = async ({ services, lists }: World, text: string): Promise<string | string[]> => {
  try {
    const lacked = await lackedVariables(services, { text, variables: {} }, lists, "/message");
    return lacked.map(({ variable, have, of }) => `${variable} ${have} of ${of}`);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
};
const many = (count: number, fields: Contact["fields"] = {}) => Array.from({ length: count }, () => fields);

test("by the counts, nothing is read, however many contacts there are", async () => {
  const world = worldOf({ contacts: many(100_000), kept: { kota: 100_000, kode: 3 } });
  expect(await told(world, "{{ kota }} {{ Kode }} {{ number }}")).toEqual(["Kode 3 of 100000"]);
  expect(world.read()).toBe(0);
});

test("before a refusal a thousand are read to be sure, of all lists together", async () => {
  const one = worldOf({ contacts: many(3_000), kept: { kota: 3_000 } });
  expect(await told(one, "{{ kode }}")).toBe("UNKNOWN_VARIABLE");
  expect(one.read()).toBe(1_000);
  const four = worldOf(...[1, 2, 3, 4].map(() => ({ contacts: many(3_000), kept: {} })));
  expect(await told(four, "{{ kode }}")).toBe("UNKNOWN_VARIABLE");
  expect(four.read()).toBe(1_000);
});

test("what is read there counts, where the counts are off", async () => {
  const contacts = [...many(900), ...many(10, { kode: "1" }), ...many(2_000)];
  expect(await told(worldOf({ contacts, kept: { kode: 0, kota: -2 } }), "{{ kode }}")).toEqual(["kode 10 of 2910"]);
  const short = worldOf({ contacts: many(5, { kode: "1" }), kept: {} });
  expect(
    await told({ ...short, lists: short.lists.map((list) => ({ ...list, contactCount: 0 })) }, "{{ kode }}"),
  ).toEqual([]);
});

test("of a list of an earlier version the first thousand tell", async () => {
  const whole = worldOf({ contacts: [...many(3, { kota: "Solo" }), {}] });
  expect(await told(whole, "{{ kota }}")).toEqual(["kota 3 of 4"]);
  expect(await told(whole, "{{ kode }}")).toBe("UNKNOWN_VARIABLE");
  const long = worldOf({ contacts: [...many(999, { kota: "Solo" }), ...many(4_000)] });
  expect(await told(long, "{{ kota }}")).toEqual(["kota 999 of 1000"]);
  const both = worldOf({ contacts: many(2_000), kept: { kota: 2_000 } }, { contacts: many(700, { kode: "1" }) });
  expect(await told(both, "{{ kota }} {{ kode }}")).toEqual(["kota 2000 of 2500", "kode 500 of 2500"]);
});

test("of many fields each variable is found, in little time", async () => {
  const kept = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`isian ${index}`, index + 1]));
  const world = worldOf({ contacts: many(100), kept });
  const text = Array.from({ length: 40 }, (_, index) => `{{ Isian_${index} }}`).join(" ");
  expect(await told(world, text)).toEqual(
    Array.from({ length: 40 }, (_, index) => `Isian_${index} ${index + 1} of 100`),
  );
});
