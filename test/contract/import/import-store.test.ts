import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { DynamoImportRows } from "../../../aws/stores/import/import-store.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { noImportCounts, type ImportJob } from "../../../core/import/import-job.ts";
import { anId, anImportJob } from "../../support/builders.ts";
import { meddledWith, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const tenantId = "acme";
const csv = new TextEncoder().encode("number\n628123456789\n");

async function stored(its: Partial<ImportJob> = {}): Promise<ImportJob> {
  const job = anImportJob({ listId: anId("list"), ...its });
  await stores().imports.create(job, csv);
  return job;
}

async function bytesOf(job: ImportJob, fromByte: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await stores().imports.readCsv(job, fromByte)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const rejected = (line: number) => ({ line, number: "12", reason: "wanted a phone number" });

test("a job and its file are found again, whole", async () => {
  const job = await stored({ defaultCountry: "ID", delimiter: ";" });
  expect(await stores().imports.find(tenantId, job.listId, job.importId)).toEqual(job);
  expect(await bytesOf(job, 0)).toEqual(Buffer.from(csv));
  expect(await bytesOf(job, 7)).toEqual(Buffer.from(csv.subarray(7)));
  expect(await bytesOf(job, csv.length)).toEqual(Buffer.from([]));
  expect(await stores().imports.find("other", job.listId, job.importId)).toBeUndefined();
  expect(await stores().imports.find(tenantId, anId("list"), job.importId)).toBeUndefined();
});

test("the file of one may be an upload", async () => {
  const fileKey = `media/${tenantId}/shop/${anId("import")}.csv`;
  await stores().files.save(fileKey, csv, "text/csv");
  const job = anImportJob({ listId: anId("list"), fileKey });
  await stores().imports.create(job, undefined);
  expect(await bytesOf(job, 3)).toEqual(Buffer.from(csv.subarray(3)));
});

test("one that exists is not made again", async () => {
  const job = await stored();
  await expect(stores().imports.create({ ...job, state: "failed" }, csv)).rejects.toThrow(ConditionRefused);
  expect(await stores().imports.find(tenantId, job.listId, job.importId)).toEqual(job);
});

test("a file that is gone is told by the job's name", async () => {
  await expect(stores().imports.readCsv(anImportJob({ importId: "imp_gone" }), 0)).rejects.toThrow("imp_gone");
});

test("what is saved is what is found, and a finished job is no longer among the unfinished", async () => {
  const job = await stored();
  const running: ImportJob = { ...job, state: "running", counts: { ...noImportCounts, rowsRead: 2, added: 1 } };
  const unfinished = async () => (await stores().imports.unfinished(100)).filter(({ listId }) => listId === job.listId);
  expect(await stores().imports.save(running)).toEqual({ ...running, version: 1 });
  expect(await unfinished()).toEqual([{ ...running, version: 1 }]);
  await expect(stores().imports.save(running)).rejects.toThrow(ConditionRefused);
  const completed: ImportJob = { ...running, version: 1, state: "completed", finishedAt: 5 };
  await stores().imports.save(completed);
  expect(await stores().imports.find(tenantId, job.listId, job.importId)).toEqual({ ...completed, version: 2 });
  expect(await unfinished()).toEqual([]);
});

test("those that failed are found by their tenant, the newest first; dry runs and completed ones are not", async () => {
  const ofTenant = `t-${anId("import").slice(-12).toLowerCase()}`;
  const jobs = [];
  for (const its of [{}, { dryRun: true }, { state: "completed" }, {}] as const) {
    const job = await stored({ tenantId: ofTenant, ...its });
    if (job.state !== "completed") await stores().imports.save({ ...job, state: "failed", finishedAt: 5 });
    jobs.push(job.importId);
  }
  const found = async (limit: number) =>
    (await stores().imports.failed(ofTenant, limit)).map(({ importId }) => importId);
  expect([await found(9), await found(1)]).toEqual([[jobs[3], jobs[0]], [jobs[3]]]);
  expect(await stores().imports.failed("another", 9)).toEqual([]);
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

test("the queue of a list has those that are not finished, the oldest first, and when the last one ended", async () => {
  const queueOf = (listId: string) => stores().imports.queueOf(tenantId, listId);
  const first = await stored();
  const { listId } = first;
  expect(await queueOf(anId("list"))).toEqual({ unfinished: [] });
  const waiting = [first];
  for (let count = 0; count < 22; count += 1) waiting.push(await stored({ listId }));
  for (const [place, job] of waiting.entries()) {
    const { unfinished, endedAt } = await queueOf(listId);
    expect(unfinished).toEqual(waiting.slice(place));
    expect(endedAt).toBe(place === 0 ? undefined : place);
    await stores().imports.save({ ...job, state: "completed", finishedAt: place + 1 });
  }
  expect(await queueOf(listId)).toEqual({ unfinished: [], endedAt: 23 });
});

test("the queue costs one query of a page, however many imports there were", async () => {
  const { listId } = await stored();
  const there = (await stores().imports.queueOf(tenantId, listId)).unfinished;
  for (let count = 0; count < 45; count += 1) await stored({ listId, state: "completed", finishedAt: count });
  let queries = 0;
  const counted = meddledWith(
    stores().registry,
    async (command) => void (queries += command instanceof QueryCommand ? 1 : 0),
  );
  await new DynamoImportRows(counted).queueOf(tenantId, listId);
  expect([there.length, queries]).toEqual([1, 1]);
});

describe("rejected rows", () => {
  test("are there once, however often their slice is written, and no other slice's or import's", async () => {
    const job = await stored();
    for (let run = 0; run < 2; run += 1) await stores().imports.saveRejected(job, 2, [rejected(3), rejected(4)]);
    await stores().imports.saveRejected(job, 1, []);
    expect(await stores().imports.readRejected(job, 2)).toEqual([rejected(3), rejected(4)]);
    expect(await stores().imports.readRejected(job, 1)).toEqual([]);
    expect(await stores().imports.readRejected(await stored(), 2)).toEqual([]);
  });
});
