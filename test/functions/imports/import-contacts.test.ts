import { changeContact, type Contact } from "../../../core/contact/contact.ts";
import type { ImportJob } from "../../../core/import/import-job.ts";
import type { ContactList } from "../../../core/contact/list.ts";
import type { Job } from "../../../core/jobs.ts";
import { importContacts as importInSlices } from "../../../functions/imports/import-contacts.ts";
import { aContact, aList, anImportJob, aUlid, someTime } from "../../support/builders.ts";
import { type SuiteStores, storesForSuite } from "../../support/stores.ts";

/** Imports as their job runs them: cut off anywhere, one after the other, with people writing meanwhile. */

const stores = storesForSuite();

/** Slices of ten rows show what slices of a thousand do. */
const importContacts = (...[services, ref]: Parameters<typeof importInSlices>) => importInSlices(services, ref, 10);
const now = someTime + 60_000;

const numberOf = (index: number) => `62812${String(10_000_000 + index)}`;
/** Every seventh is no number, every eleventh is its neighbour's. */
const rowsOf = (count: number, kota = "Solo") =>
  Array.from({ length: count }, (_, index) => {
    const number = index % 7 === 6 ? "12" : numberOf(index % 11 === 10 ? index - 1 : index);
    return `${number},Nama ${index},${kota}`;
  });
const fileOf = (rows: readonly string[]) => ["number,name,kota", ...rows].join("\n");

interface Asked {
  readonly job: ImportJob;
  readonly ref: Extract<Job, { readonly kind: "import_contacts" }>;
}

async function ask(
  csv: string | Uint8Array,
  its: Partial<ImportJob> = {},
  ofList: Partial<ContactList> = {},
): Promise<Asked> {
  const own = its.listId === undefined ? {} : { listId: its.listId };
  const list = aList({ sessionId: aUlid(), ...own, ...ofList });
  await stores().lists.create(list);
  const bytes = typeof csv === "string" ? new TextEncoder().encode(csv) : csv;
  const { totalRows: _, ...bare } = anImportJob({ listId: list.listId, sizeBytes: bytes.length });
  const job: ImportJob = { ...bare, sessionId: list.sessionId, createdAt: someTime + 30_000, ...its };
  await stores().imports.create(job, bytes);
  return { job, ref: { kind: "import_contacts", tenantId: job.tenantId, listId: job.listId, importId: job.importId } };
}

type Services = Parameters<typeof importInSlices>[0];

const enqueued: Job[] = [];
const services = (its: Partial<Services> = {}): Services => {
  const jobs = { enqueue: async (job: Job) => void enqueued.push(job) };
  return { ...stores(), jobs, clock: { now: () => now }, logger: { warn: () => undefined }, ...its };
};

const found = ({ tenantId, listId, importId }: ImportJob) => stores().imports.find(tenantId, listId, importId);

async function contactsOf({ tenantId, listId }: ImportJob): Promise<Contact[]> {
  const contacts: Contact[] = [];
  let after: string | undefined;
  do {
    const page = await stores().contacts.page(tenantId, listId, {
      limit: 500,
      ...(after === undefined ? {} : { after }),
    });
    contacts.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return contacts;
}

/** What an import leaves, but for its own ids. */
async function outcomeOf(job: ImportJob) {
  const { counts, state, rejectedSlices } = (await found(job)) ?? job;
  const rejected = await Promise.all(rejectedSlices.map((slice) => stores().imports.readRejected(job, slice)));
  const contacts = (await contactsOf(job)).map(({ number, name, fields, addedAt }) => ({
    number,
    name,
    fields,
    addedAt,
  }));
  const { contactCount: count, fieldCounts } = (await stores().lists.find(job)) ?? {};
  return { state, counts, rejected, contacts, count, fieldCounts };
}

/** The stores of a process that is killed at its n-th call of a port. */
function killedAt(point: number): { readonly stores: Partial<Services>; readonly calls: () => number } {
  let calls = 0;
  const watched = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name, target) as unknown;
        if (typeof method !== "function") return method;
        return async (...parameters: unknown[]) => {
          calls += 1;
          if (calls === point) throw new Error("killed before");
          const answer: unknown = await (method as (...all: unknown[]) => unknown).apply(target, parameters);
          calls += 1;
          if (calls === point) throw new Error("killed after");
          return answer;
        };
      },
    });
  const { imports, contacts, lists, optOuts }: SuiteStores = stores();
  return {
    stores: {
      imports: watched(imports),
      importFiles: watched(imports),
      importChanges: watched(imports),
      contacts: watched(contacts),
      contactWriter: watched(contacts),
      lists: watched(lists),
      optOuts: watched(optOuts),
    },
    calls: () => calls,
  };
}

const alreadyThere = async (job: ImportJob) => {
  const { tenantId, listId } = job;
  const numbers = [3, 50, 51, 52].map(numberOf);
  await stores().contacts.saveMany(numbers.map((number) => aContact({ tenantId, listId, number, name: "Lama" })));
};

describe.each(["upsert", "skip", "replace"] as const)("an import in mode %s", (mode) => {
  test("that is cut off before or after any call of a port leaves, in the end, what it leaves in one run", async () => {
    const csv = fileOf(rowsOf(23));
    const whole = await ask(csv, { mode });
    await alreadyThere(whole.job);
    const counting = killedAt(Infinity);
    await importContacts(services(counting.stores), whole.ref);
    const wanted = await outcomeOf(whole.job);
    expect(wanted.state).toBe("completed");
    expect(counting.calls()).toBeGreaterThan(30);
    for (let point = 1; point <= counting.calls(); point += 1) {
      const { job, ref } = await ask(csv, { mode });
      await alreadyThere(job);
      // Past its end a run that was killed is over: what comes back then changes nothing.
      await importContacts(services(killedAt(point).stores), ref).catch(() => undefined);
      await importContacts(services(), ref);
      await importContacts(services(), ref);
      expect({ point, ...(await outcomeOf(job)) }).toEqual({ point, ...wanted });
    }
  });
});

test("counts add up to the rows, and every rejected row is told with its line", async () => {
  const { job, ref } = await ask(fileOf(rowsOf(23)));
  await importContacts(services(), ref);
  const { counts, rejected, contacts, count, fieldCounts } = await outcomeOf(job);
  expect(counts.added + counts.updated + counts.skipped + counts.invalid).toBe(23);
  expect(contacts).toHaveLength(counts.added);
  expect(count).toBe(counts.added);
  expect(fieldCounts).toEqual({ name: counts.added, kota: counts.added });
  expect(rejected.flat()).toHaveLength(counts.invalid);
  expect(rejected.flat()[0]).toMatchObject({ line: 8, number: "12" });
  expect((await found(job))?.totalRows).toBe(23);
});

test("a run whose time is over goes on behind its last checkpoint in another, in any encoding", async () => {
  for (const encode of [
    (text: string) => Buffer.from(text),
    (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le"),
    (text: string) => Buffer.from(text, "latin1"),
  ]) {
    const { job, ref } = await ask(encode(fileOf(rowsOf(35, "Orléans"))));
    let at = now;
    let runs = 0;
    while ((await found(job))?.state !== "completed" && runs < 10) {
      await importContacts(services({ clock: { now: () => (at += 120_000) } }), ref);
      runs += 1;
    }
    expect(runs).toBeGreaterThan(2);
    const { counts, contacts } = await outcomeOf(job);
    expect(counts.rowsRead).toBe(35);
    expect(new Set(contacts.map(({ fields }) => fields["kota"]))).toEqual(new Set(["Orléans"]));
  }
});

test("rows that can't be read cost themselves, also where a run goes on in their midst", async () => {
  const rows = rowsOf(35).map((row, index) => {
    if (index % 5 === 1) return `"${numberOf(index)}" x,Kutip,Solo`;
    return index % 5 === 3 ? `"${numberOf(index)},Tak tertutup,Solo` : row;
  });
  const whole = await ask(fileOf(rows));
  await importContacts(services(), whole.ref);
  const wanted = await outcomeOf(whole.job);
  expect(wanted.counts).toMatchObject({ rowsRead: 35, invalid: 17 });
  const bad = rows.flatMap((_, index) => ([1, 3].includes(index % 5) || index % 7 === 6 ? [index + 2] : []));
  expect(wanted.rejected.flat().map(({ line }) => line)).toEqual(bad);
  const { job, ref } = await ask(fileOf(rows));
  let at = now;
  for (let runs = 0; (await found(job))?.state !== "completed" && runs < 10; runs += 1) {
    await importContacts(services({ clock: { now: () => (at += 120_000) } }), ref);
  }
  const { counts, rejected, contacts } = await outcomeOf(job);
  expect({ counts, rejected, numbers: contacts.map(({ number }) => number) }).toEqual({
    counts: wanted.counts,
    rejected: wanted.rejected,
    numbers: wanted.contacts.map(({ number }) => number),
  });
});

test("a job that the version before left in the middle of its file goes on", async () => {
  const csv = fileOf(rowsOf(5));
  const next = { byte: csv.indexOf(numberOf(2)), line: 3 };
  const columns = { number: 0, name: 1, fields: [[2, "kota"]], hasHeader: true } as const;
  const { job, ref } = await ask(csv, {
    state: "running",
    layout: { encoding: "utf-8", delimiter: "," },
    columns,
    next,
    counts: { ...anImportJob().counts, rowsRead: 2, added: 2 },
  });
  await importContacts(services(), ref);
  const { counts, contacts } = await outcomeOf(job);
  expect(counts).toMatchObject({ rowsRead: 5, added: 5 });
  expect(contacts.map(({ number, name }) => [number, name])).toEqual(
    [2, 3, 4].map((index) => [numberOf(index), `Nama ${index}`]),
  );
});

test("a replaced list holds what the file has, keeps when its contacts were added, and counts who left", async () => {
  const { job, ref } = await ask(fileOf([`${numberOf(1)},Baru,`, `${numberOf(9)},Tambah,Solo`]), { mode: "replace" });
  const { tenantId, listId } = job;
  await stores().contacts.saveMany(
    [1, 2, 3].map((index) => aContact({ tenantId, listId, number: numberOf(index), name: "Lama", addedAt: 5 })),
  );
  await importContacts(services(), ref);
  const { counts, contacts, count, fieldCounts } = await outcomeOf(job);
  expect(counts).toMatchObject({ added: 1, updated: 1, removed: 2 });
  expect(contacts).toEqual([
    { number: numberOf(1), name: "Baru", fields: {}, addedAt: 5 },
    { number: numberOf(9), name: "Tambah", fields: { kota: "Solo" }, addedAt: now },
  ]);
  expect(count).toBe(2);
  expect(fieldCounts).toEqual({ name: 2, kota: 1 });
});

test("the fields that contacts bear are counted while it runs, and with what a person wrote at its end", async () => {
  const { job, ref } = await ask(fileOf(rowsOf(23)), {}, { fieldCounts: {} });
  const { tenantId, listId } = job;
  const seen: unknown[] = [];
  const save = async (saved: ImportJob) => {
    seen.push((await stores().lists.find(job))?.fieldCounts);
    if (saved.counts.rowsRead === 20) {
      // Written by a request that was cut off before it counted.
      await stores().contacts.saveMany([
        aContact({ tenantId, listId, number: numberOf(90), fields: { alamat: "Jl. Braga" } }),
      ]);
    }
    return await stores().imports.save(saved);
  };
  await importContacts(services({ importChanges: { save } }), ref);
  expect(seen.slice(0, 2)).toEqual([
    { name: 9, kota: 9 },
    { name: 17, kota: 17 },
  ]);
  const { contacts, fieldCounts } = await outcomeOf(job);
  expect(fieldCounts).toEqual({ name: contacts.length, kota: contacts.length - 1, alamat: 1 });
});

test("a file without one contact replaces nothing", async () => {
  const { job, ref } = await ask(fileOf(["12,Salah,"]), { mode: "replace" });
  await alreadyThere(job);
  await importContacts(services(), ref);
  const { state, contacts } = await outcomeOf(job);
  expect([state, contacts.length]).toEqual(["failed", 4]);
});

test.each(["upsert", "skip", "replace"] as const)(
  "a dry run in mode %s reports what the import would do, and writes nothing",
  async (mode) => {
    const csv = fileOf(rowsOf(23));
    const real = await ask(csv, { mode });
    const dry = await ask(csv, { mode, dryRun: true });
    for (const { job } of [real, dry]) await alreadyThere(job);
    await importContacts(services(killedAt(12).stores), dry.ref).catch(() => undefined);
    for (const { ref } of [real, dry]) await importContacts(services(), ref);
    const [wanted, told] = [await outcomeOf(real.job), await outcomeOf(dry.job)];
    expect([told.state, told.counts, told.rejected]).toEqual(["completed", wanted.counts, wanted.rejected]);
    expect(told.contacts).toHaveLength(4);
    expect(told.count).toBe(0);
  },
);

test("imports of one list run in the order they were asked for, each started by the one before it", async () => {
  const first = await ask(fileOf([`${numberOf(1)},Satu,`]));
  const { listId, sessionId } = first.job;
  const second = anImportJob({ listId, sessionId, createdAt: someTime + 30_001 });
  await stores().imports.create(second, new TextEncoder().encode(fileOf([`${numberOf(1)},Dua,`])));
  const secondRef = { ...first.ref, importId: second.importId };
  enqueued.length = 0;
  await importContacts(services(), secondRef);
  expect((await found(second))?.state).toBe("queued");
  await importContacts(services(), first.ref);
  expect(enqueued).toEqual([secondRef]);
  await importContacts(services(), secondRef);
  expect((await contactsOf(first.job)).map(({ name }) => name)).toEqual(["Dua"]);
});

/** The store of imports, with some of its methods done otherwise. */
const importsWith = (its: Partial<Services["imports"]>): Services["imports"] =>
  new Proxy<Services["imports"]>(stores().imports, {
    get: (target, name) => {
      const method: unknown = Reflect.get(its, name) ?? Reflect.get(target, name, target);
      return typeof method === "function" ? (method.bind(target) as unknown) : method;
    },
  });

describe("an import that made no progress for ten minutes", () => {
  const late = now + 15 * 60_000;
  const at = (time: number): Partial<Services> => ({ clock: { now: () => time } });
  const stallsAfter = async (rows: number, its: Partial<ImportJob> = {}) => {
    const asked = await ask(fileOf(rowsOf(35)), { touchedAt: now, ...its });
    // Its process dies in the slice after these rows.
    const save = async (job: ImportJob) => {
      if (job.counts.rowsRead > rows) throw new Error("killed");
      return await stores().imports.save(job);
    };
    await importContacts(services({ importChanges: { save } }), asked.ref).catch(() => undefined);
    return asked;
  };

  test("has failed and says so, with its rejected rows, and the list counts what it holds", async () => {
    const { job, ref } = await stallsAfter(20);
    await importContacts(services(at(now + 10 * 60_000 - 1)), { ...ref, importId: anImportJob().importId });
    expect((await found(job))?.state).toBe("running");
    await importContacts(services(at(late)), ref);
    const failed = await found(job);
    expect(failed).toMatchObject({ state: "failed", finishedAt: late });
    expect(failed?.problem).toBe("it made no progress for 10 minutes, after 20 rows: import the file again");
    const { rejected, contacts, count } = await outcomeOf(job);
    expect(rejected.flat().map(({ line }) => line)).toEqual([8, 15]);
    expect(count).toBe(contacts.length);
  });

  test("does not go on when its job comes back, late or in the middle of a slice", async () => {
    const { job, ref } = await stallsAfter(10);
    const running = await found(job);
    if (running === undefined) throw new Error("no import");
    await importContacts(services(at(late)), ref);
    const failed = await found(job);
    await importContacts(services(at(late + 1)), ref);
    // The run that stood still wakes up with the row as it read it.
    const asleep = importsWith({ find: async () => running, queueOf: async () => ({ unfinished: [running] }) });
    await importContacts(services({ imports: asleep }), ref);
    expect(await found(job)).toEqual(failed);
  });

  test("lets the next one run, whose own ten minutes begin then", async () => {
    const { job, ref } = await stallsAfter(10);
    const next = anImportJob({ ...job, importId: anImportJob().importId, createdAt: now, touchedAt: now });
    await stores().imports.create(next, new TextEncoder().encode(fileOf(rowsOf(3))));
    enqueued.length = 0;
    await importContacts(services(at(late)), { ...ref, importId: next.importId });
    expect([(await found(job))?.state, (await found(next))?.state]).toEqual(["failed", "queued"]);
    expect(enqueued).toEqual([{ ...ref, importId: next.importId }]);
    await importContacts(services(at(late + 9 * 60_000)), { ...ref, importId: next.importId });
    expect((await found(next))?.state).toBe("completed");
  });

  test("is no import that replaces a large list page by page", async () => {
    const { job, ref } = await ask(fileOf([`${numberOf(1)},Baru,`]), { mode: "replace", touchedAt: now });
    const { tenantId, listId } = job;
    const there = Array.from({ length: 1_200 }, (_, index) =>
      aContact({ tenantId, listId, number: numberOf(index), addedAt: 5 }),
    );
    await stores().contacts.saveMany(there);
    let time = now;
    const progressAt: number[] = [];
    const save = async (saved: ImportJob) => {
      progressAt.push(saved.touchedAt);
      return await stores().imports.save(saved);
    };
    const clock = { now: () => (time += 1_000) };
    await importContacts(services({ importChanges: { save }, clock }), ref);
    // The rows, three pages of contacts, and the end.
    expect(progressAt).toHaveLength(5);
    expect(new Set(progressAt).size).toBe(5);
    expect(await outcomeOf(job)).toMatchObject({ state: "completed", count: 1, counts: { removed: 1_199 } });
  });
});

test("what a person writes meanwhile stays", async () => {
  const { job, ref } = await ask(fileOf([`${numberOf(1)},Berkas,`, `${numberOf(2)},Berkas,`]), { mode: "replace" });
  const { tenantId, listId } = job;
  const seen = aContact({ tenantId, listId, number: numberOf(1) });
  const added = changeContact(aContact({ tenantId, listId, number: numberOf(7) }), { name: "Tangan" }, now);
  await stores().contacts.saveMany([changeContact(seen, { name: "Tangan" }, now), added]);
  await importContacts(services(), ref);
  expect((await contactsOf(job)).map(({ name }) => name)).toEqual(["Tangan", "Berkas", "Tangan"]);
});

test("who opted out is told, and stays out", async () => {
  const { job, ref } = await ask(fileOf([`${numberOf(1)},Siti,`, `${numberOf(2)},Budi,`]));
  const { tenantId } = job;
  await stores().optOuts.put({ tenantId, number: numberOf(2), optedOutAt: someTime, source: "reply" });
  await importContacts(services(), ref);
  expect((await outcomeOf(job)).counts).toMatchObject({ added: 2, optedOut: 1 });
  expect(await stores().optOuts.find(tenantId, numberOf(2))).toBeDefined();
});

test("an import into a list that is gone ends without a trace", async () => {
  const { job, ref } = await ask(fileOf(rowsOf(10)));
  await stores().listDeletions.begin(job, now);
  await importContacts(services(), ref);
  expect(await contactsOf(job)).toEqual([]);
});

test.each([
  ["bytes that are no text", new Uint8Array([0, 1, 2]), /^line 1: bytes that are no text; wanted a CSV file/],
  ["an empty file", "", /^line 1: an empty file; wanted/],
  ["no column of numbers", "kota\nSolo", /^line 1: columns "kota"; wanted .*mapping/],
  ["a line without end", `number\n${numberOf(1)}\n${"x".repeat(600_000)}`, /^line 3: a line of more than/],
])("an uploaded file with %s fails and says where", async (_, csv, problem) => {
  const { job, ref } = await ask(csv);
  await importContacts(services(), ref);
  const failed = await found(job);
  expect(failed?.state).toBe("failed");
  expect(failed?.problem).toMatch(problem);
});

test("columns are what the mapping says", async () => {
  const { job, ref } = await ask(`Kolom A;Kolom B\n${numberOf(1)};Solo`, {
    mapping: { "Kolom A": "number", "Kolom B": "kota" },
  });
  await importContacts(services(), ref);
  expect((await contactsOf(job))[0]).toMatchObject({ number: numberOf(1), fields: { kota: "Solo" } });
});
