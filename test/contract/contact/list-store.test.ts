import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { DynamoListStore } from "../../../aws/stores/contact/list-store.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import type { ContactList } from "../../../core/contact/list.ts";
import { aList, anId, anImportJob, aUlid, someTime } from "../../support/builders.ts";
import { meddledWith, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const nameTaken = { code: "LIST_NAME_TAKEN", kind: "conflict" };

async function stored(its: Partial<ContactList> = {}): Promise<ContactList> {
  const list = aList({ sessionId: aUlid(), ...its });
  await stores().lists.create(list);
  return list;
}

/** A store whose every write of a list (not of its name) goes through `before` first. */
const storeWith = (before: () => Promise<void>) =>
  new DynamoListStore(
    meddledWith(stores().registry, async (command) => {
      if (command instanceof PutCommand && command.input.Item?.["contactCount"] !== undefined) await before();
    }),
  );

describe("create", () => {
  test("stores what is found again, whole", async () => {
    const list = await stored({ description: "pelanggan" });
    expect(await stores().lists.find(list)).toEqual(list);
  });

  test("again with the same id changes nothing: it is the repeat of a request", async () => {
    const list = await stored();
    await stores().lists.create({ ...list, contactCount: 9 });
    expect(await stores().lists.find(list)).toEqual(list);
  });

  test.each(["pelanggan  BARU", " Pelanggan Baru "])(
    "of a name that there is, written %j, is refused",
    async (name) => {
      const list = await stored({ name: "Pelanggan Baru" });
      const twin = { ...list, listId: anId("list"), name };
      await expect(stores().lists.create(twin)).rejects.toMatchObject({ ...nameTaken, facts: { name } });
      expect(await stores().lists.find(twin)).toBeUndefined();
    },
  );

  test("of the same name in another session is another list", async () => {
    const list = await stored();
    await expect(stored({ name: list.name })).resolves.toBeDefined();
  });

  test("of the longest name with letters that unfold into many is taken", async () => {
    await expect(stored({ name: "\uFDFA".repeat(100) })).resolves.toBeDefined();
  });

  test("of one name by ten at once makes one", async () => {
    const list = aList({ sessionId: aUlid() });
    const twins = Array.from({ length: 10 }, () => ({ ...list, listId: anId("list") }));
    const created = await Promise.allSettled(twins.map((twin) => stores().lists.create(twin)));
    const refused = created.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    expect(refused).toHaveLength(9);
    for (const error of refused) expect(error).toMatchObject(nameTaken);
    expect((await stores().lists.page(list, { limit: 20 })).items).toHaveLength(1);
  });

  test("does not take over the name of one that is in hand", async () => {
    const list = aList({ sessionId: aUlid() });
    const twin = { ...list, listId: anId("list"), createdAt: list.createdAt + 1_000 };
    const slow = storeWith(async () => {
      await expect(stores().lists.create(twin)).rejects.toMatchObject(nameTaken);
    });
    await slow.create(list);
    expect((await stores().lists.page(list, { limit: 20 })).items).toEqual([list]);
  });

  test("takes over, after a minute, the name of one that was cut off before it came to be; of two at once, one does", async () => {
    const list = aList({ sessionId: aUlid() });
    const cutOff = storeWith(() => Promise.reject(new Error("killed")));
    await expect(cutOff.create(list)).rejects.toThrow("killed");
    const later = () => ({ ...list, listId: anId("list"), createdAt: someTime + 61_000 });
    const created = await Promise.allSettled([stores().lists.create(later()), stores().lists.create(later())]);
    expect(created.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await stores().lists.page(list, { limit: 20 })).items).toHaveLength(1);
  });

  test("repeated after it was cut off goes on under its own name at once", async () => {
    const list = aList({ sessionId: aUlid() });
    const cutOff = storeWith(() => Promise.reject(new Error("killed")));
    await expect(cutOff.create(list)).rejects.toThrow("killed");
    await stores().lists.create(list);
    expect(await stores().lists.find(list)).toEqual(list);
  });
});

test("a page goes on where the one before it ended, and knows no list of another session", async () => {
  const first = await stored();
  const others = [aList({ sessionId: first.sessionId }), aList({ sessionId: first.sessionId })];
  for (const other of others) await stores().lists.create(other);
  await stored();
  const page = await stores().lists.page(first, { limit: 2 });
  expect(page).toEqual({ items: [first, others[0]], next: others[0]?.listId });
  const rest = await stores().lists.page(first, { limit: 2, ...(page.next === undefined ? {} : { after: page.next }) });
  expect(rest).toEqual({ items: [others[1]] });
  expect(await stores().lists.find({ ...first, tenantId: aUlid() })).toBeUndefined();
});

const counts = (contacts: number, fields: Readonly<Record<string, number>> = {}) => ({ contacts, fields });
const countsOf = async (list: ContactList) => {
  const { contactCount, fieldCounts } = (await stores().lists.find(list)) ?? {};
  return { contactCount, fieldCounts };
};

describe("the kept counts", () => {
  test("are added to by many at once and lose none", async () => {
    const list = await stored({ fieldCounts: {} });
    const differences = [
      counts(5, { kota: 3 }),
      counts(-2, { kota: -1, name: 1 }),
      counts(0),
      counts(3, { "kode pos": 1 }),
      counts(0, { kota: 2 }),
    ];
    await Promise.all(differences.map((difference) => stores().lists.addToCounts(list, difference)));
    const seen = await stores().lists.find(list);
    // Of a field that the row did not count when it was read, nothing can be taken away.
    expect(seen?.contactCount).toBe(6);
    expect(seen?.fieldCounts).toEqual({ kota: 5, name: 1, "kode pos": 1 });
    await stores().lists.addToCounts(seen ?? list, counts(-1, { kota: -5, "kode pos": -1 }));
    expect(await countsOf(list)).toEqual({ contactCount: 5, fieldCounts: { kota: 0, name: 1, "kode pos": 0 } });
    await stores().lists.setCounts(list, counts(2, { kota: 1, hilang: 0 }));
    expect(await countsOf(list)).toEqual({ contactCount: 2, fieldCounts: { kota: 1 } });
  });

  test("of a list that doesn't exist are refused, and make none", async () => {
    const missing = aList({ sessionId: aUlid(), fieldCounts: {} });
    await expect(stores().lists.addToCounts(missing, counts(1))).rejects.toThrow(ConditionRefused);
    await expect(stores().lists.addToCounts(missing, counts(1, { kota: 1 }))).rejects.toThrow(ConditionRefused);
    await expect(stores().lists.setCounts(missing, counts(1))).rejects.toThrow(ConditionRefused);
    expect(await stores().lists.find(missing)).toBeUndefined();
  });

  test("of a row of before, which has none of fields, stay without these until they are set", async () => {
    const list = await stored();
    await stores().lists.addToCounts(list, counts(2, { kota: 2 }));
    await stores().lists.addToCounts(list, counts(0, { kota: 1 }));
    expect(await countsOf(list)).toEqual({ contactCount: 2, fieldCounts: undefined });
    await stores().lists.setCounts(list, counts(2, { kota: 2 }));
    expect(await countsOf(list)).toEqual({ contactCount: 2, fieldCounts: { kota: 2 } });
  });

  test("are of a hundred fields at most, those that most contacts bear", async () => {
    const many = (from: number, to: number) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, n) => [`f${from + n}`, from + n + 1]));
    const list = await stored({ fieldCounts: {} });
    await stores().lists.addToCounts(list, counts(1, many(0, 150)));
    const seen = await stores().lists.find(list);
    expect(Object.keys(seen?.fieldCounts ?? {})).toHaveLength(100);
    // One that was read when there was room.
    await stores().lists.addToCounts(list, counts(1, { f0: 1, baru: 1 }));
    const full = (await stores().lists.find(list))?.fieldCounts ?? {};
    expect([Object.keys(full).length, full["f0"], full["baru"]]).toEqual([100, 2, undefined]);
    await stores().lists.setCounts(list, counts(1, many(0, 150)));
    expect((await stores().lists.find(list))?.fieldCounts).toEqual(many(50, 150));
  });

  test("take a hundred fields with the longest names in one write", async () => {
    const list = await stored({ fieldCounts: {} });
    const fields = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`${"名".repeat(61)}${n + 100}`, 1_000_000]),
    );
    await stores().lists.addToCounts(list, counts(1, fields));
    expect((await stores().lists.find(list))?.fieldCounts).toEqual(fields);
  });
});

describe("update", () => {
  test("changes what is named and leaves the rest", async () => {
    const list = await stored({ description: "lama" });
    const changed = await stores().lists.update(list, { name: "Pelanggan Lama" }, someTime + 5);
    expect(changed).toEqual({ ...list, name: "Pelanggan Lama", updatedAt: someTime + 5 });
    const { description: _, ...bare } = changed;
    expect(await stores().lists.update(list, { description: null }, someTime + 6)).toEqual({
      ...bare,
      updatedAt: someTime + 6,
    });
  });

  test("to another list's name is refused and changes nothing", async () => {
    const list = await stored();
    const other = await stored({ sessionId: list.sessionId });
    const taking = stores().lists.update(other, { name: list.name.toUpperCase() }, someTime + 5);
    await expect(taking).rejects.toMatchObject(nameTaken);
    expect(await stores().lists.find(other)).toEqual(other);
  });

  test("gives the old name back, and its own in another case is no other name", async () => {
    const list = await stored();
    await stores().lists.update(list, { name: list.name.toUpperCase() }, someTime + 1);
    await stores().lists.update(list, { name: "Baru" }, someTime + 2);
    await expect(stored({ sessionId: list.sessionId, name: list.name })).resolves.toBeDefined();
  });

  test("there and back again by two at once leaves each name to whoever bears it", async () => {
    const list = await stored();
    await Promise.allSettled([
      stores().lists.update(list, { name: "Satu" }, someTime + 1),
      stores().lists.update(list, { name: "Dua" }, someTime + 1),
      stores().lists.update(list, { name: list.name }, someTime + 1),
    ]);
    const now = (await stores().lists.find(list))?.name ?? "";
    const twin = { ...list, listId: anId("list"), name: now, createdAt: someTime + 120_000 };
    await expect(stores().lists.create(twin)).rejects.toMatchObject(nameTaken);
  });

  test("takes over a name that a list left behind when it was cut off", async () => {
    const list = await stored();
    const cutOff = new DynamoListStore(
      meddledWith(stores().registry, async (command) => {
        if (command instanceof DeleteCommand) throw new Error("killed");
      }),
    );
    await expect(cutOff.update(list, { name: "Baru" }, someTime + 1)).rejects.toThrow("killed");
    const early = aList({ sessionId: list.sessionId, name: list.name, createdAt: someTime + 30_000 });
    await expect(stores().lists.create(early)).rejects.toMatchObject(nameTaken);
    const late = { ...early, createdAt: someTime + 61_000 };
    await stores().lists.create(late);
    expect(await stores().lists.find(late)).toEqual(late);
  });

  test("of one that doesn't exist is refused, and makes none", async () => {
    const missing = aList({ sessionId: aUlid() });
    await expect(stores().lists.update(missing, { description: "x" }, someTime)).rejects.toThrow(ConditionRefused);
    expect(await stores().lists.find(missing)).toBeUndefined();
  });
});

describe("use by campaigns", () => {
  test("is kept once a campaign, and taken off without harm when it is not there", async () => {
    const list = await stored();
    await Promise.all(["cmp_2", "cmp_1", "cmp_2"].map((campaignId) => stores().lists.addUse(list, campaignId)));
    expect((await stores().lists.find(list))?.usedBy).toEqual(["cmp_1", "cmp_2"]);
    await stores().lists.removeUse(list, "cmp_1");
    await stores().lists.removeUse(list, "cmp_1");
    await stores().lists.removeUse(list, "cmp_2");
    expect(await stores().lists.find(list)).toEqual(list);
  });

  test("of a launch is the last use, also once the campaign is over; one that only holds the list is none", async () => {
    const list = await stored();
    await stores().lists.addUse(list, "cmp_1");
    expect(await stores().lists.find(list)).not.toHaveProperty("lastUse");
    await stores().lists.addUse(list, "cmp_1", someTime);
    await stores().lists.addUse(list, "cmp_2");
    await stores().lists.removeUse(list, "cmp_1");
    expect(await stores().lists.find(list)).toEqual({
      ...list,
      usedBy: ["cmp_2"],
      lastUse: { campaignId: "cmp_1", at: someTime },
    });
    await stores().lists.addUse(list, "cmp_2", someTime + 1);
    expect((await stores().lists.find(list))?.lastUse).toEqual({ campaignId: "cmp_2", at: someTime + 1 });
  });

  test("of a list that is gone is refused, and its end changes nothing", async () => {
    const list = await stored();
    await stores().listDeletions.begin(list, someTime);
    await expect(stores().lists.addUse(list, "cmp_1")).rejects.toThrow(ConditionRefused);
    await stores().lists.removeUse(list, "cmp_1");
    expect(await stores().listDeletions.find(list)).toMatchObject({ deletedAt: someTime });
  });
});

describe("a deletion", () => {
  const { listId: _, ...place } = aList();
  const deletionsOf = async (list: ContactList) =>
    (await stores().listDeletions.waiting(1_000)).filter(({ listId }) => listId === list.listId);

  test("hides the list at once and frees its name", async () => {
    const list = await stored();
    await stores().listDeletions.begin(list, someTime + 1);
    expect(await stores().lists.find(list)).toBeUndefined();
    expect((await stores().lists.page(list, { limit: 10 })).items).toEqual([]);
    await expect(stores().lists.addToCounts(list, counts(1))).rejects.toThrow(ConditionRefused);
    await expect(stored({ ...place, sessionId: list.sessionId, name: list.name })).resolves.toBeDefined();
    const { tenantId, sessionId, listId } = list;
    expect(await deletionsOf(list)).toEqual([{ tenantId, sessionId, listId, deletedAt: someTime + 1 }]);
  });

  test("is refused while a campaign uses it, and a second time", async () => {
    const list = await stored();
    await stores().lists.addUse(list, "cmp_1");
    await expect(stores().listDeletions.begin(list, someTime)).rejects.toThrow(ConditionRefused);
    expect(await stores().listDeletions.find(list)).toBeUndefined();
    await stores().lists.removeUse(list, "cmp_1");
    await stores().listDeletions.begin(list, someTime);
    await expect(stores().listDeletions.begin(list, someTime)).rejects.toThrow(ConditionRefused);
  });

  test("that is only for an empty list is refused where it has a contact", async () => {
    const list = await stored();
    await stores().lists.addToCounts(list, counts(1));
    await expect(stores().listDeletions.begin(list, someTime, true)).rejects.toThrow(ConditionRefused);
    expect(await stores().lists.find(list)).toBeDefined();
    await stores().lists.addToCounts(list, counts(-1));
    await stores().listDeletions.begin(list, someTime, true);
    expect(await stores().lists.find(list)).toBeUndefined();
  });

  test("of a list and a use of it at once: one of the two is refused", async () => {
    for (let round = 0; round < 10; round += 1) {
      const list = await stored();
      const [deleted, used] = await Promise.allSettled([
        stores().listDeletions.begin(list, someTime),
        stores().lists.addUse(list, "cmp_1"),
      ]);
      expect([deleted.status, used.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    }
  });

  test("that ends leaves neither list nor imports", async () => {
    const list = await stored();
    const job = anImportJob({ listId: list.listId });
    await stores().imports.create(job, new Uint8Array([1]));
    await stores().listDeletions.begin(list, someTime);
    await stores().listDeletions.end(list);
    expect(await stores().listDeletions.find(list)).toBeUndefined();
    expect(await stores().imports.find(job.tenantId, list.listId, job.importId)).toBeUndefined();
    expect(await deletionsOf(list)).toEqual([]);
  });
});
