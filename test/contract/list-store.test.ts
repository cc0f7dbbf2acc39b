import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { DynamoListStore } from "../../aws/list-store.ts";
import { ConditionRefused } from "../../core/errors.ts";
import type { ContactList } from "../../core/list.ts";
import { aList, anId, aUlid, someTime } from "../support/builders.ts";
import { meddledWith, storesForSuite } from "../support/stores.ts";

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

describe("the kept count", () => {
  test("is added to by many at once and loses none", async () => {
    const list = await stored();
    await Promise.all([5, -2, 0, 3, 1].map((difference) => stores().lists.addToCount(list, difference)));
    expect((await stores().lists.find(list))?.contactCount).toBe(7);
    await stores().lists.setCount(list, 2);
    expect((await stores().lists.find(list))?.contactCount).toBe(2);
  });

  test("of a list that doesn't exist is refused, and makes none", async () => {
    const missing = aList({ sessionId: aUlid() });
    await expect(stores().lists.addToCount(missing, 1)).rejects.toThrow(ConditionRefused);
    await expect(stores().lists.setCount(missing, 1)).rejects.toThrow(ConditionRefused);
    expect(await stores().lists.find(missing)).toBeUndefined();
  });
});
