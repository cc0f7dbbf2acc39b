import { ConditionRefused } from "../../core/errors.ts";
import { noImportCounts, type ImportJob } from "../../core/import-job.ts";
import { anId, anImportJob } from "../support/builders.ts";
import { storesForSuite } from "../support/stores.ts";

const stores = storesForSuite();
const tenantId = "acme";
const csv = new TextEncoder().encode("number\n628123456789\n");

async function stored(its: Partial<ImportJob> = {}): Promise<ImportJob> {
  const job = anImportJob({ listId: anId("list"), ...its });
  await stores().imports.create(job, csv);
  return job;
}

const rejected = (line: number) => ({ line, number: "12", reason: "wanted a phone number" });

test("a job and its file are found again, whole", async () => {
  const job = await stored({ defaultCountry: "ID", delimiter: ";" });
  expect(await stores().imports.find(tenantId, job.listId, job.importId)).toEqual(job);
  expect(Buffer.from(await stores().imports.readCsv(job))).toEqual(Buffer.from(csv));
  expect(await stores().imports.find("other", job.listId, job.importId)).toBeUndefined();
  expect(await stores().imports.find(tenantId, anId("list"), job.importId)).toBeUndefined();
});

test("one that exists is not made again", async () => {
  const job = await stored();
  await expect(stores().imports.create({ ...job, state: "failed" }, csv)).rejects.toThrow(ConditionRefused);
  expect(await stores().imports.find(tenantId, job.listId, job.importId)).toEqual(job);
});

test("a file that is gone is told by the job's name", async () => {
  await expect(stores().imports.readCsv(anImportJob({ importId: "imp_gone" }))).rejects.toThrow("imp_gone");
});

test("what is saved is what is found, and a finished job is no longer among the unfinished", async () => {
  const job = await stored();
  const running: ImportJob = { ...job, state: "running", counts: { ...noImportCounts, rowsRead: 2, added: 1 } };
  const unfinished = async () => (await stores().imports.unfinished(100)).filter(({ listId }) => listId === job.listId);
  await stores().imports.save(running);
  expect(await unfinished()).toEqual([running]);
  const completed: ImportJob = { ...running, state: "completed", finishedAt: 5 };
  await stores().imports.save(completed);
  expect(await stores().imports.find(tenantId, job.listId, job.importId)).toEqual(completed);
  expect(await unfinished()).toEqual([]);
});

test("jobs of a list come newest first, page by page", async () => {
  const oldest = await stored();
  const middle = await stored({ listId: oldest.listId });
  const newest = await stored({ listId: oldest.listId });
  const page = await stores().imports.page(tenantId, oldest.listId, { limit: 2 });
  expect(page).toEqual({ items: [newest, middle], next: middle.importId });
  const rest = await stores().imports.page(tenantId, oldest.listId, { limit: 2, after: middle.importId });
  expect(rest).toEqual({ items: [oldest] });
});

describe("rejected rows", () => {
  test("are read in the order of their slices, whether or not each has any", async () => {
    const job = await stored();
    await stores().imports.saveRejected(job, 2, [rejected(2_500)]);
    await stores().imports.saveRejected(job, 1, []);
    await stores().imports.saveRejected(job, 0, [rejected(3), rejected(4)]);
    expect(await stores().imports.readRejected(job, 3)).toEqual([rejected(3), rejected(4), rejected(2_500)]);
    expect(await stores().imports.readRejected(job, 1)).toEqual([rejected(3), rejected(4)]);
  });

  test("of a slice that is written again are there once", async () => {
    const job = await stored();
    for (let run = 0; run < 2; run += 1) await stores().imports.saveRejected(job, 0, [rejected(3)]);
    expect(await stores().imports.readRejected(job, 1)).toEqual([rejected(3)]);
  });

  test("of one import are not another's", async () => {
    const job = await stored();
    await stores().imports.saveRejected(job, 0, [rejected(3)]);
    expect(await stores().imports.readRejected(await stored(), 1)).toEqual([]);
  });
});
