import { defined } from "../../../core/defined.ts";
import { FileGone } from "../../../core/errors.ts";
import { isUnfinished, type ImportJob, type ImportQueue, type RejectedRow } from "../../../core/import/import-job.ts";
import type { ImportChanges, ImportFiles, ImportRows } from "../../../core/import/import-ports.ts";
import { type Page, type PageQuery, everyPage } from "../../../core/pages.ts";
import { expression } from "../../dynamodb/expressions.ts";
import { failedImportsIndex, importKey, importsPartition, openImportsIndex } from "../../dynamodb/keys.ts";
import { TableStore, type Table } from "../../dynamodb/table.ts";
import type { FileBucket } from "../../s3/file-bucket.ts";

const versionIs = (version: number) => expression`#version = ${version}`;

/** Import jobs as rows in the registry. */
export class DynamoImportRows extends TableStore implements ImportRows, ImportChanges {
  async find(tenantId: string, listId: string, importId: string): Promise<ImportJob | undefined> {
    return await this.table.get(importKey(tenantId, listId, importId));
  }

  async page(tenantId: string, listId: string, query: PageQuery): Promise<Page<ImportJob>> {
    return await this.table.page({ partition: importsPartition(tenantId, listId), newestFirst: true }, query);
  }

  async unfinished(limit: number): Promise<readonly ImportJob[]> {
    return await this.table.index(openImportsIndex, { limit });
  }

  async failed(tenantId: string, limit: number): Promise<readonly ImportJob[]> {
    return await this.table.index(failedImportsIndex(tenantId), { limit, newestFirst: true });
  }

  async queueOf(tenantId: string, listId: string): Promise<ImportQueue> {
    const newestFirst: ImportJob[] = [];
    let endedAt: number | undefined;
    for await (const { items } of everyPage(20, (query) => this.page(tenantId, listId, query))) {
      const unfinished = items.filter(isUnfinished);
      newestFirst.push(...unfinished);
      for (const { finishedAt } of items) {
        if (finishedAt !== undefined) endedAt = Math.max(endedAt ?? finishedAt, finishedAt);
      }
      // They finish in their order: behind a page of finished ones all are.
      if (unfinished.length === 0) break;
    }
    return { unfinished: newestFirst.reverse(), ...defined({ endedAt }) };
  }

  async save(job: ImportJob): Promise<ImportJob> {
    const saved = { ...job, version: job.version + 1 };
    await this.table.put(itemOf(saved), {
      when: versionIs(job.version),
      refused: `import ${job.importId} got on meanwhile`,
    });
    return saved;
  }
}

/** The rows, and their files in the bucket. */
export class DynamoImportStore extends DynamoImportRows implements ImportFiles {
  readonly #files: FileBucket;

  constructor(registry: Table, files: FileBucket) {
    super(registry);
    this.#files = files;
  }

  async create(job: ImportJob, csv: Uint8Array | undefined): Promise<void> {
    if (csv !== undefined) await this.#files.save(csvKey(job), csv, "text/csv");
    await this.table.create(itemOf(job), `import ${job.importId} exists`);
  }

  async readCsv(job: ImportJob, fromByte: number): Promise<AsyncIterable<Uint8Array>> {
    const bytes = await this.#files.stream(job.fileKey ?? csvKey(job), fromByte);
    if (bytes === undefined) throw new FileGone(`the file of import ${job.importId} is gone`);
    return bytes;
  }

  async saveRejected(job: ImportJob, slice: number, rows: readonly RejectedRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#files.save(rejectedKey(job, slice), JSON.stringify(rows), "application/json");
  }

  async readRejected(job: ImportJob, slice: number): Promise<readonly RejectedRow[]> {
    const bytes = await this.#files.load(rejectedKey(job, slice));
    return bytes === undefined ? [] : (JSON.parse(new TextDecoder().decode(bytes)) as RejectedRow[]);
  }
}

const folder = (job: ImportJob): string => `imports/${job.tenantId}/${job.importId}`;
const csvKey = (job: ImportJob): string => `${folder(job)}/contacts.csv`;
const rejectedKey = (job: ImportJob, slice: number): string =>
  `${folder(job)}/rejected-${String(slice).padStart(6, "0")}.json`;

const itemOf = (job: ImportJob) => ({
  ...importKey(job.tenantId, job.listId, job.importId),
  ...job,
  ...placeOf(job),
});

/** Where the sweep finds what is unfinished, and a person what failed. */
function placeOf(job: ImportJob) {
  if (isUnfinished(job)) return { ix: openImportsIndex, ixSort: job.importId };
  const needsPerson = job.state === "failed" && job.dryRun !== true;
  return needsPerson ? { ix: failedImportsIndex(job.tenantId), ixSort: job.importId } : {};
}
