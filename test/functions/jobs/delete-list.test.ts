import { formerContactOf } from "../../../core/campaign/former-contact.ts";
import { deleteList } from "../../../functions/jobs/delete-list.ts";
import { aContact, aList, aUlid, someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

async function aDeletedList(contacts: number) {
  const list = aList({ sessionId: aUlid(), contactCount: contacts });
  await stores().lists.create(list);
  const numbers = Array.from({ length: contacts }, (_, index) => `62812${String(10_000_000 + index)}`);
  await stores().contacts.saveMany(numbers.map((number) => aContact({ listId: list.listId, number })));
  await stores().listDeletions.begin(list, someTime);
  const { tenantId, sessionId, listId } = list;
  return { kind: "delete_list", tenantId, sessionId, listId } as const;
}

const at = (now: () => number) => ({
  ...stores(),
  clock: { now, wait: () => Promise.resolve() },
});

const left = async ({ tenantId, listId }: { readonly tenantId: string; readonly listId: string }) =>
  (await stores().contacts.count(tenantId, listId)).contacts;

test("every contact goes at once; the row stays for what requests in hand still write, and goes a minute later", async () => {
  const job = await aDeletedList(1_010);
  await deleteList(
    at(() => someTime + 1_000),
    job,
  );
  expect(await left(job)).toBe(0);
  expect(await stores().listDeletions.find(job)).toBeDefined();
  await stores().contacts.saveMany([aContact({ listId: job.listId })]);
  await deleteList(
    at(() => someTime + 61_000),
    job,
  );
  expect(await left(job)).toBe(0);
  expect(await stores().listDeletions.find(job)).toBeUndefined();
});

test("who left it before goes with it", async () => {
  const job = await aDeletedList(3);
  const former = formerContactOf(aContact({ listId: job.listId }), someTime);
  await stores().formerContacts.saveMany([former]);
  await deleteList(
    at(() => someTime + 61_000),
    job,
  );
  expect((await stores().formerContacts.page(job.tenantId, job.listId, { limit: 10 })).items).toEqual([]);
});

test("a run whose time is over leaves the rest to another", async () => {
  const job = await aDeletedList(1_600);
  let now = someTime + 61_000;
  const enqueued: unknown[] = [];
  const services = {
    ...at(() => (now += 200_000)),
    jobs: { enqueue: async (next: unknown) => void enqueued.push(next) },
  };
  await deleteList(services, job);
  expect(enqueued).toEqual([job]);
  expect(await left(job)).toBeGreaterThan(0);
  await deleteList(
    at(() => now),
    job,
  );
  expect(await left(job)).toBe(0);
});

test("a list that was not deleted keeps its contacts, whatever is asked of the job", async () => {
  const list = aList({ sessionId: aUlid() });
  await stores().lists.create(list);
  await stores().contacts.saveMany([aContact({ listId: list.listId })]);
  await deleteList(
    at(() => someTime),
    { kind: "delete_list", ...list },
  );
  expect(await left(list)).toBe(1);
});
